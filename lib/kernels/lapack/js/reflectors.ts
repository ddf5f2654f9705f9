/** @file Householder's reflectors and the factors made of them: G. Golub, C. Van Loan, Matrix Computations, 4th ed., 5.1 and 5.2. */
import { nrm2 } from '../../js/level1.js';
import { solve, zeroOnDiagonal } from './triangles.js';

/**
 * H = I − τ v vᵀ with H x = (β, 0, …), of the n elements x from a[at] on, `step` apart. x becomes β and v without its first element,
 * which is 1; returns τ. β has the sign that x₀ has not; τ = 0, H = I, where x is (x₀, 0, …) already.
 */
export function reflector(n: number, a: Float64Array, at: number, step: number): number {
  const rest = n > 1 ? nrm2(n - 1, a, at + step, step) : 0;
  if (rest === 0) return 0;
  const alpha = a[at];
  const beta = alpha < 0 ? Math.hypot(alpha, rest) : -Math.hypot(alpha, rest);
  for (let i = 1; i < n; i++) a[at + i * step] /= alpha - beta;
  a[at] = beta;
  return (beta - alpha) / beta;
}

/** C ← H C of C (m×n, `ldc` rows, from c[co] on) and the v that begins with a 1 in place of v[at]. */
export function reflectLeft(
  m: number, n: number, v: Float64Array, at: number, step: number, tau: number, c: Float64Array, co: number, ldc: number,
): void {
  if (tau === 0) return;
  for (let j = 0; j < n; j++) {
    const column = co + j * ldc;
    let s = c[column];
    for (let i = 1; i < m; i++) s += v[at + i * step] * c[column + i];
    s *= tau;
    c[column] -= s;
    for (let i = 1; i < m; i++) c[column + i] -= s * v[at + i * step];
  }
}

/** C ← C H. */
export function reflectRight(
  m: number, n: number, v: Float64Array, at: number, step: number, tau: number, c: Float64Array, co: number, ldc: number,
): void {
  if (tau === 0) return;
  const s = c.slice(co, co + m);
  for (let j = 1; j < n; j++) {
    const [value, column] = [v[at + j * step], co + j * ldc];
    for (let i = 0; i < m; i++) s[i] += value * c[column + i];
  }
  for (let j = 0; j < n; j++) {
    const [value, column] = [tau * (j === 0 ? 1 : v[at + j * step]), co + j * ldc];
    for (let i = 0; i < m; i++) c[column + i] -= value * s[i];
  }
}

export function geqrf(m: number, n: number, a: Float64Array, tau: Float64Array): number {
  for (let k = 0; k < Math.min(m, n); k++) {
    const at = k + k * m;
    tau[k] = reflector(m - k, a, at, 1);
    reflectLeft(m - k, n - k - 1, a, at, 1, tau[k], a, at + m, m);
  }
  return 0;
}

export function orgqr(m: number, n: number, a: Float64Array, tau: Float64Array): number {
  for (let k = n - 1; k >= 0; k--) {
    const at = k + k * m;
    reflectLeft(m - k, n - k - 1, a, at, 1, tau[k], a, at + m, m);
    for (let i = 1; i < m - k; i++) a[at + i] *= -tau[k];
    a[at] = 1 - tau[k];
    a.fill(0, k * m, at);
  }
  return 0;
}

export function ormqr(
  left: boolean, transposed: boolean, m: number, n: number, k: number, a: Float64Array, tau: Float64Array, c: Float64Array,
): number {
  const rows = left ? m : n;
  for (let step = 0; step < k; step++) {
    // Q = H₀ H₁ ⋯: the factor next to C goes first.
    const i = left === transposed ? step : k - 1 - step;
    const at = i + i * rows;
    if (left) reflectLeft(m - i, n, a, at, 1, tau[i], c, i, m);
    else reflectRight(m, n - i, a, at, 1, tau[i], c, i * m, m);
  }
  return 0;
}

/** A (m×n) ← L on and below the diagonal, the reflectors of its rows right of it: A = L Q. */
function gelqf(m: number, n: number, a: Float64Array, tau: Float64Array): void {
  for (let k = 0; k < Math.min(m, n); k++) {
    const at = k + k * m;
    tau[k] = reflector(n - k, a, at, m);
    reflectRight(m - k - 1, n - k, a, at, m, tau[k], a, at + 1, m);
  }
}

export function gels(m: number, n: number, rhs: number, a: Float64Array, b: Float64Array): number {
  const k = Math.min(m, n);
  const rows = Math.max(m, n);
  const tau = new Float64Array(k);
  if (a.every((v) => v === 0)) {
    b.fill(0);
    return 0;
  }
  if (m >= n) {
    geqrf(m, n, a, tau);
    ormqr(true, true, m, rhs, n, a, tau, b);
    const info = zeroOnDiagonal(n, a, m);
    if (info === 0) solve('U', false, false, n, rhs, a, m, b, rows);
    return info;
  }
  gelqf(m, n, a, tau);
  const info = zeroOnDiagonal(m, a, m);
  if (info > 0) return info;
  solve('L', false, false, m, rhs, a, m, b, rows);
  for (let j = 0; j < rhs; j++) b.fill(0, m + j * rows, n + j * rows);
  for (let i = k - 1; i >= 0; i--) reflectLeft(n - i, rhs, a, i + i * m, m, tau[i], b, i, rows);
  return 0;
}
