/** @file Saddle-free Newton: steps by the absolute curvature in a Krylov space. */
import { ritz } from '../curvature/lanczos.js';
import { defineMethod, evaluateCurved, type Method, trialLoss } from './method.js';
import {
  combine,
  evaluateAt,
  krylov,
  onVectors,
  project,
  rotate,
  type SubspaceVectors,
  subspaceVectors,
} from './subspace.js';

export interface SaddleFreeNewtonConfig {
  /** k, the dimensions of the Krylov space at most; 500, or the number of unknowns, where that is less, by default. */
  dimension?: number;
  /** The λ that are tried, in the units of curvature; 1, 10⁻¹, …, 10⁻⁶ by default. */
  dampings?: readonly number[];
  /** m, the steps in one Krylov space; 1 by default. */
  innerSteps?: number;
}

export interface SaddleFreeNewtonState {
  /** The λ of the last step. */
  damping?: number;
  gradientNorm?: number;
  /** The dimensions of the last subspace. */
  rank?: number;
  /** The least eigenvalue of the last Ĥ. */
  leastCurvature?: number;
  /** Whether a λ was found that lowers the loss. */
  accepted?: boolean;
  /** Since the first call: gradients, losses alone, and products. */
  evalCounter?: number;
  lossCounter?: number;
  hvCounter?: number;
  /** Memory that is used again; it carries nothing from step to step. */
  vectors?: SubspaceVectors;
}

const grid = [0, 1, 2, 3, 4, 5, 6].map((power) => 10 ** -power);
/** How often a damping beyond the largest is multiplied by ten, where none of the grid lowers the loss. */
const BEYOND = 12;

function checkDampings(dampings: readonly number[]): void {
  const usable = Array.isArray(dampings) && dampings.length > 0 && dampings.every((d) => d >= 0 && d < Infinity);
  if (usable) return;
  const got = Array.isArray(dampings) ? `[${dampings.join(', ')}]` : String(dampings);
  throw new RangeError(`saddleFreeNewton: expected dampings to be numbers >= 0, one at least, got ${got}`);
}

/**
 * One step, with V a basis of the Krylov space of H and g = ∇f(x), made by k steps of Lanczos' process:
 *   Ĥ = V H Vᵀ = Y Θ Yᵀ, tridiagonal;  |Ĥ| = Y |Θ| Yᵀ
 *   m times:  ĝ = V ∇f(x);  x ← x − Vᵀ (|Ĥ| + λI)⁻¹ ĝ, with the λ of the grid for which f is least there
 * Where curvature is negative, steps lead away from the saddle, as long as Newton's. Dauphin et al. 2014 (arXiv 1406.2572), algorithm 1. In
 * addition, where no λ of the grid lowers the loss, larger ones are tried, each ten times the last; where none does, x stays. The loss never
 * rises. In k = n dimensions the first step is −(|H| + λI)⁻¹ g.
 * Cost: k Hv, and for each of the m steps a gradient and, by `lossAt` where opfunc has that, as many losses as the grid has λ; (k + 4) n
 * numbers of memory. Returns the loss at x and at each point that was tried. Where ∇f(x) = 0 it does nothing.
 *
 * @throws TypeError when opfunc gives no hv; RangeError for dampings that are not numbers ≥ 0; NonFiniteLossError when f(x), its gradient or
 * a product is not finite (a trial point may be: it is refused).
 */
export const saddleFreeNewton: Method<SaddleFreeNewtonConfig, SaddleFreeNewtonState> = defineMethod<
  SaddleFreeNewtonConfig,
  SaddleFreeNewtonState
>(
  'saddleFreeNewton',
  { dimension: 'count', dampings: 'object', innerSteps: 'count' },
  {
    damping: 'number',
    gradientNorm: 'number',
    rank: 'number',
    leastCurvature: 'number',
    accepted: 'boolean',
    evalCounter: 'number',
    lossCounter: 'number',
    hvCounter: 'number',
    vectors: 'object',
  },
  (opfunc, x, config, state) => {
    const { dimension = 500, dampings = grid, innerSteps = 1 } = config;
    checkDampings(dampings);
    const { loss, gradient, gradientNorm, times } = evaluateCurved('saddleFreeNewton', opfunc, x);
    const losses = [loss];
    const { evalCounter = 0, lossCounter = 0, hvCounter = 0 } = state;
    if (gradientNorm === 0) {
      Object.assign(state, { gradientNorm, evalCounter: evalCounter + 1 });
      return [x, losses];
    }
    const k = Math.min(dimension, x.nElement());
    const vectors = subspaceVectors(state.vectors, x, k);
    const { before, g, p } = vectors;
    before.copy(x);
    g.copy(gradient);
    // What is beyond a space that closed has no part in the gradient.
    const so = krylov(onVectors(times, x), vectors, k, g, (_so, rest) => rest === 0);
    const [theta, rotation] = ritz(so);
    const curvatures = theta.toArray();
    let [least, damping] = [loss, state.damping];
    // The best point, in the basis.
    let place = curvatures.map(() => 0);
    let gradients = 1;

    for (let step = 0; step < innerSteps; step++) {
      const [from, origin] = [least, place];
      if (step > 0) {
        combine(p, so.basis, place);
        g.copy(evaluateAt(opfunc, x, vectors).gradient);
        gradients++;
      }
      const part = rotate(rotation.t(), project(so.basis, g));
      const attempt = (lambda: number): void => {
        const moves = part.map((c, i) => -c / (Math.abs(curvatures[i]) + lambda));
        const there = rotate(rotation, moves).map((value, i) => origin[i] + value);
        combine(p, so.basis, there);
        const reached = trialLoss(opfunc, x.copy(before).add(p), before);
        losses.push(reached);
        if (reached < least) [least, damping, place] = [reached, lambda, there];
      };
      for (const lambda of dampings) attempt(lambda);
      let beyond = Math.max(...dampings, Number.EPSILON);
      for (let i = 0; i < BEYOND && least === from; i++) {
        beyond *= 10;
        attempt(beyond);
      }
      if (least === from) break;
    }
    const accepted = least < loss;
    x.copy(before);
    if (accepted) {
      combine(p, so.basis, place);
      x.add(p);
    }
    Object.assign(state, {
      vectors,
      ...(damping === undefined ? {} : { damping }),
      gradientNorm,
      rank: curvatures.length,
      leastCurvature: curvatures[0],
      accepted,
      evalCounter: evalCounter + gradients,
      lossCounter: lossCounter + losses.length - 1,
      hvCounter: hvCounter + curvatures.length,
    });
    return [x, losses];
  },
);
