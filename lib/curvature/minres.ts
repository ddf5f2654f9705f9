/** @file MINRES: symmetric systems that need not be definite. */
import type { Tensor } from '../tensor/index.js';
import { checkSystem } from './cg.js';
import { type Operator, product } from './operator.js';

export interface MinresOptions {
  /** λ ≥ 0 of A + λI; 0 by default. */
  damping?: number;
  /** Stop when ‖r‖ ≤ tolerance · ‖b‖, or ‖(A + λI) r‖ ≤ tolerance · ‖A + λI‖ ‖r‖, for r = b − (A + λI) x; 1e-10 by default. */
  tolerance?: number;
  /** By default five times the number of unknowns. */
  maxIterations?: number;
  /** Called after each iteration; x is the iterate itself, not a copy. Returning false stops. */
  onIteration?: (progress: { iteration: number; x: Tensor; residual: number }) => boolean | undefined;
}

export interface MinresResult {
  x: Tensor;
  iterations: number;
  /** ‖b − (A + λI) x‖, as the recurrence has it. */
  residual: number;
  /** Whether a tolerance was met: where the system has no solution, x is one of least squares. */
  converged: boolean;
}

/**
 * Solves (A + λI) x = b for any symmetric A from x = 0: xₖ has the least ‖b − (A + λI) x‖ in the Krylov space of k dimensions (Paige and
 * Saunders 1975). Lanczos' vectors v make T tridiagonal; one plane rotation a step makes R of T, upper triangular with two
 * diagonals beside its own; with D = V R⁻¹, x gains one column of D a step. Cost: one product and some ten vector operations an iteration.
 *
 * @throws RangeError when b has the wrong size, an option is out of range, or a product is not finite.
 */
export function minres(operator: Operator, b: Tensor, options: MinresOptions = {}): MinresResult {
  const { damping = 0, tolerance = 1e-10, maxIterations = 5 * operator.size, onIteration } = options;
  checkSystem('minres', b, operator.size, { damping, tolerance, maxIterations });
  const x = b.clone().zero();
  const norm = b.norm();
  if (norm === 0) return { x, iterations: 0, residual: 0, converged: true };
  let [previous, v] = [x.clone(), b.clone().div(norm)];
  const next = x.clone();
  // Columns k − 2, k − 1 and k of D.
  let [d2, d1, d] = [x.clone(), x.clone(), x.clone()];
  let beta = 0;
  // The last two rotations, and the residual, whose sign alternates with them.
  let [c, s, sBefore, cBefore] = [1, 0, 0, 1];
  let phi = norm;
  let squares = 0;
  for (let iterations = 0; ; iterations++) {
    product(operator, v, next);
    if (damping > 0) next.add(damping, v);
    const alpha = v.dot(next);
    if (!Number.isFinite(alpha))
      throw new RangeError(`minres: expected finite products, got ${alpha} from the operator`);
    next.add(-alpha, v);
    if (beta > 0) next.add(-beta, previous);
    const nextBeta = next.norm();
    squares += alpha * alpha + beta * beta + nextBeta * nextBeta;
    // Column k of R: the rotations before the last meet βₖ, the last one what they left of it and αₖ.
    const upper = sBefore * beta;
    const left = cBefore * beta;
    const beside = c * left + s * alpha;
    const rest = c * alpha - s * left;
    const residual = Math.abs(phi);
    // ‖A r‖ = ‖r‖ · ‖(rest, c β)‖, which has just become known.
    const flat = Math.hypot(rest, c * nextBeta) <= tolerance * Math.sqrt(squares);
    if (residual <= tolerance * norm || flat) return { x, iterations, residual, converged: true };
    if (iterations >= maxIterations) return { x, iterations, residual, converged: false };
    const diagonal = Math.hypot(rest, nextBeta);
    [cBefore, sBefore, c, s] = [c, s, rest / diagonal, nextBeta / diagonal];
    const step = c * phi;
    phi *= -s;
    d.copy(v).add(-beside, d1).add(-upper, d2).div(diagonal);
    x.add(step, d);
    [d2, d1, d] = [d1, d, d2];
    if (onIteration?.({ iteration: iterations + 1, x, residual: Math.abs(phi) }) === false) {
      return { x, iterations: iterations + 1, residual: Math.abs(phi), converged: Math.abs(phi) <= tolerance * norm };
    }
    if (nextBeta === 0) return { x, iterations: iterations + 1, residual: Math.abs(phi), converged: true };
    [previous, v] = [v, previous.copy(next).div(nextBeta)];
    beta = nextBeta;
  }
}
