/** @file Conjugate gradients on a curvature operator. */
import type { Tensor } from '../tensor/index.js';
import { checkVector, type Operator, product } from './operator.js';

export interface CGOptions {
  /** λ ≥ 0 of A + λI; 0 by default. */
  damping?: number;
  /** Stop when ‖b − Ax‖ ≤ tolerance · ‖b‖; 1e-10 by default. */
  tolerance?: number;
  /** By default the number of unknowns. */
  maxIterations?: number;
  /** out ← M⁻¹ r for a symmetric positive definite M ≈ A. */
  preconditioner?: (r: Tensor, out: Tensor) => void;
  /** Called after each iteration; x is the iterate itself, not a copy. Returning false stops. */
  onIteration?: (progress: { iteration: number; x: Tensor; residual: number }) => boolean | undefined;
}

export interface CGResult {
  x: Tensor;
  iterations: number;
  /** ‖b − Ax‖, as the recurrence has it. */
  residual: number;
  converged: boolean;
  /** A direction d with dᵀ(A + λI)d ≤ 0, where one was met: x is the iterate before it, and A is not positive definite. */
  negativeCurvature?: { direction: Tensor; curvature: number };
}

/**
 * Solves (A + λI) x = b for symmetric positive definite A + λI from x = 0 (Hestenes and Stiefel 1952; preconditioned as in Nocedal and
 * Wright, Numerical Optimization, algorithm 5.3). A direction of curvature ≤ 0 ends the iteration and is reported, not divided by.
 *
 * @throws RangeError when b has the wrong size or an option is out of range.
 */
export function cg(operator: Operator, b: Tensor, options: CGOptions = {}): CGResult {
  const { damping = 0, tolerance = 1e-10, maxIterations = operator.size, preconditioner, onIteration } = options;
  checkSystem('cg', b, operator.size, { damping, tolerance, maxIterations });
  const x = b.clone().zero();
  const r = b.clone();
  const z = preconditioner ? b.clone() : r;
  preconditioner?.(r, z);
  const p = z.clone();
  const ap = b.clone();
  const target = tolerance * b.norm();
  let rz = r.dot(z);
  let residual = r.norm();
  let iterations = 0;
  while (residual > target && iterations < maxIterations) {
    product(operator, p, ap);
    if (damping > 0) ap.add(damping, p);
    const curvature = p.dot(ap);
    if (!(curvature > 0)) {
      if (Number.isNaN(curvature)) throw new RangeError('cg: expected finite products, got NaN from the operator');
      return { x, iterations, residual, converged: false, negativeCurvature: { direction: p, curvature } };
    }
    const alpha = rz / curvature;
    x.add(alpha, p);
    r.add(-alpha, ap);
    residual = r.norm();
    iterations++;
    if (onIteration?.({ iteration: iterations, x, residual }) === false) break;
    preconditioner?.(r, z);
    const next = r.dot(z);
    p.mul(next / rz).add(z);
    rz = next;
  }
  return { x, iterations, residual, converged: residual <= target };
}

/** @throws RangeError when b has the wrong size or an option is out of range. */
export function checkSystem(
  who: string,
  b: Tensor,
  size: number,
  { damping, tolerance, maxIterations }: Required<Pick<CGOptions, 'damping' | 'tolerance' | 'maxIterations'>>,
): void {
  checkVector(`${who}: expected b`, b, size);
  if (!(damping >= 0)) throw new RangeError(`${who}: expected damping >= 0, got ${damping}`);
  if (!(tolerance >= 0)) throw new RangeError(`${who}: expected tolerance >= 0, got ${tolerance}`);
  if (!(maxIterations >= 0)) throw new RangeError(`${who}: expected maxIterations >= 0, got ${maxIterations}`);
}

/**
 * (A + λI)⁻¹ v by conjugate gradients; for v = −∇E, Newton's direction. Cost: one product an iteration.
 *
 * @throws RangeError where A + λI is not positive definite, or `maxIterations` were not enough; as `cg` for the rest.
 */
export function inverseHv(operator: Operator, v: Tensor, options: CGOptions = {}): Tensor {
  const { damping = 0, tolerance = 1e-10 } = options;
  const { x, iterations, residual, converged, negativeCurvature } = cg(operator, v, options);
  if (negativeCurvature) {
    const { direction, curvature } = negativeCurvature;
    throw new RangeError(
      `inverseHv: expected a positive definite A + λI, got λ = ${damping} and curvature ${curvature / direction.dot(direction)} ` +
        'along a direction: take a larger damping, a Gauss-Newton matrix, or minres',
    );
  }
  if (!converged) {
    throw new RangeError(
      `inverseHv: expected a residual of at most ${tolerance} ‖v‖, got ${residual / v.norm()} ‖v‖ after ${iterations} iterations: ` +
        'take a larger damping, tolerance or maxIterations',
    );
  }
  return x;
}
