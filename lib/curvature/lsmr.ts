/** @file LSMR: least squares with a matrix that need not be symmetric, nor square. */
import type { Tensor } from '../tensor/index.js';
import { checkSystem } from './cg.js';
import { type Operator, product } from './operator.js';

/** A linear map of vectors of `size` elements to vectors of `rows`, and its adjoint. */
export interface RectangularOperator extends Operator {
  readonly rows: number;
  /** out ← Aᵀ u; without `out`, a new tensor. */
  adjoint(u: Tensor, out?: Tensor): Tensor;
}

export interface LsmrOptions {
  /** λ ≥ 0 of ‖A x − b‖² + λ² ‖x‖²; 0 by default. */
  damping?: number;
  /** Stop when ‖Aᵀ(b − A x) − λ² x‖ ≤ tolerance · ‖Aᵀ b‖; 1e-10 by default. */
  tolerance?: number;
  /** By default five times the number of unknowns. */
  maxIterations?: number;
  /** Called after each iteration; x is the iterate itself, not a copy. Returning false stops. */
  onIteration?: (progress: { iteration: number; x: Tensor; normalResidual: number }) => boolean | undefined;
}

export interface LsmrResult {
  x: Tensor;
  iterations: number;
  /** ‖Aᵀ(b − A x) − λ² x‖, as the recurrence has it: it falls in every iteration. */
  normalResidual: number;
  converged: boolean;
}

/**
 * x ← arg min ‖A x − b‖² + λ² ‖x‖², of least ‖x‖ where there are several, from x = 0: LSMR (Fong and Saunders 2011), in exact arithmetic MINRES
 * on AᵀA + λ²I. For any A, also singular and indefinite ones. Golub and Kahan's bidiagonalisation makes β u = A v − α u and
 * α v = Aᵀ u − β v; two plane rotations a step keep the normal residual. Cost: a product with A and one with Aᵀ an iteration. An operator
 * without `adjoint` is symmetric.
 *
 * @throws RangeError when b has the wrong size, an option is out of range, or a product is not finite.
 */
export function lsmr(operator: Operator | RectangularOperator, b: Tensor, options: LsmrOptions = {}): LsmrResult {
  const { damping = 0, tolerance = 1e-10, maxIterations = 5 * operator.size, onIteration } = options;
  const [rows, transposed]: [number, Pick<Operator, 'apply'>] =
    'adjoint' in operator
      ? [operator.rows, { apply: (u, out) => operator.adjoint(u, out) }]
      : [operator.size, operator];
  checkSystem('lsmr', b, rows, { damping, tolerance, maxIterations });
  const length = (x: Tensor): number => {
    const norm = x.norm();
    if (Number.isFinite(norm)) return norm;
    throw new RangeError(`lsmr: expected finite products, got a vector of norm ${norm} from the operator`);
  };
  const u = b.clone();
  const beta = length(u);
  if (beta > 0) u.div(beta);
  const v = product(transposed, u, u.new(operator.size));
  let alpha = length(v);
  const x = v.clone().zero();
  const first = alpha * beta;
  if (first === 0) return { x, iterations: 0, normalResidual: 0, converged: true };
  v.div(alpha);
  const [h, hBar] = [v.clone(), x.clone()];
  const [av, atu] = [u.clone(), v.clone()];
  let [alphaBar, zetaBar] = [alpha, first];
  let [rho, rhoBar, cBar, sBar] = [1, 1, 1, 0];
  let iterations = 0;
  let stopped = false;
  while (!stopped && Math.abs(zetaBar) > tolerance * first && iterations < maxIterations) {
    product(operator, v, av);
    u.mul(-alpha).add(av);
    const nextBeta = length(u);
    if (nextBeta > 0) u.div(nextBeta);
    product(transposed, u, atu);
    v.mul(-nextBeta).add(atu);
    alpha = length(v);
    if (alpha > 0) v.div(alpha);
    // Damping, then the rotation that takes β below the diagonal away, then the one that takes θ above it away.
    const damped = Math.hypot(alphaBar, damping);
    const rhoBefore = rho;
    rho = Math.hypot(damped, nextBeta);
    const [c, s] = [damped / rho, nextBeta / rho];
    const theta = s * alpha;
    alphaBar = c * alpha;
    const thetaBar = sBar * rho;
    const rhoBarBefore = rhoBar;
    rhoBar = Math.hypot(cBar * rho, theta);
    cBar = (cBar * rho) / rhoBar;
    sBar = theta / rhoBar;
    const zeta = cBar * zetaBar;
    zetaBar *= -sBar;
    hBar.mul((-thetaBar * rho) / (rhoBefore * rhoBarBefore)).add(h);
    x.add(zeta / (rho * rhoBar), hBar);
    h.mul(-theta / rho).add(v);
    iterations++;
    stopped = onIteration?.({ iteration: iterations, x, normalResidual: Math.abs(zetaBar) }) === false;
  }
  const normalResidual = Math.abs(zetaBar);
  return { x, iterations, normalResidual, converged: normalResidual <= tolerance * first };
}
