/** @file The least value of a quadratic with a cubic term, in the coordinates in which the quadratic is diagonal. */

export interface CubicMinimum {
  u: number[];
  /** −m(u) ≥ 0: how much the model falls. */
  fall: number;
}

/** u of (Θ + λI) u = −c, λ = δ + max(0, −θ₀); an element without gradient in a direction without curvature is 0. */
function along(theta: readonly number[], c: readonly number[], shift: number, delta: number): number[] {
  return theta.map((t, i) => (c[i] === 0 ? 0 : -c[i] / (t + shift + delta)));
}

const length = (u: readonly number[]): number => Math.hypot(...u);

/**
 * The global minimum of m(u) = cᵀu + ½ uᵀΘu + ⅓σ‖u‖³, Θ = diag(θ) with θ ascending, σ > 0 (Cartis, Gould and Toint 2011, theorem 3.1):
 * (Θ + λI) u = −c with λ = σ‖u‖ ≥ max(0, −θ₀). σ‖u(λ)‖ − λ falls with λ, and bisection finds its zero to the last bit. Where it is
 * negative from the start (the hard case: no part of c along the least θ < 0), the eigenvector of θ₀ makes up the length; of its two
 * signs, which are as good, the positive one.
 */
export function minimiseCubic(theta: readonly number[], c: readonly number[], sigma: number): CubicMinimum {
  // From −θ₀ on, so that a λ close to it keeps its digits.
  const shift = Math.max(0, -theta[0]);
  const excess = (delta: number): number => sigma * length(along(theta, c, shift, delta)) - (shift + delta);
  let low = 0;
  let u: number[];
  if (excess(0) <= 0) {
    u = along(theta, c, shift, 0);
    u[0] = Math.sqrt(
      Math.max(0, (shift / sigma) ** 2 - u.reduce((sum, value, i) => sum + (i === 0 ? 0 : value * value), 0)),
    );
  } else {
    // ‖u(λ)‖ ≤ ‖c‖ / (λ + θ₀) gives a λ that is large enough.
    let high = Math.hypot(theta[0] / 2, Math.sqrt(sigma) * Math.sqrt(length(c))) + Math.abs(theta[0]);
    for (;;) {
      const middle = low + (high - low) / 2;
      if (middle === low || middle === high) break;
      if (excess(middle) > 0) low = middle;
      else high = middle;
    }
    u = along(theta, c, shift, high);
  }
  const quadratic = u.reduce((sum, value, i) => sum + value * (c[i] + (theta[i] * value) / 2), 0);
  return { u, fall: -quadratic - (sigma * length(u) ** 3) / 3 };
}
