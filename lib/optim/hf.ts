/** @file Hessian-free optimisation: Gauss-Newton steps by conjugate gradients, damped as Levenberg and Marquardt did. */
import type { Tensor } from '../tensor/index.js';
import { descend, type HfVectors, hfVectors, type Iterate } from './hf-cg.js';
import {
  type CurvedEvaluation,
  defineMethod,
  evaluateCurved,
  evaluateFinite,
  finiteNorm,
  type Method,
  type Opfunc,
  trialLoss,
} from './method.js';

export interface HfConfig {
  /** Gives G and F in place of opfunc: the same function of the same x, over the batch that curvature is to be of. */
  curvature?: Opfunc;
  /** The first damping λ > 0, in the units of G; 1 by default. */
  lambda?: number;
  /** CG steps of one call at most; 250 by default. */
  maxCG?: number;
  /** CG stops where k of its steps lower φ by less than k times this part of it; 5e-4 by default. */
  tolerance?: number;
  /** The part of the last solution that CG begins with; 0.95 by default, 0 for none. */
  warmStart?: number;
  /** The power α in the preconditioner; 0.75 by default, 0 for none. */
  exponent?: number;
}

/** What the last call did. The next one goes on from `lambda` and `solution`. */
export interface HfState {
  lambda?: number;
  /** Where CG ended, before backtracking. */
  solution?: Tensor;
  gradientNorm?: number;
  cgSteps?: number;
  /** The CG step whose iterate was taken, and the t that the line search left of it. */
  cgTaken?: number;
  rate?: number;
  /** Whether CG met a direction of curvature ≤ 0: A was not positive definite. */
  negativeCurvature?: boolean;
  /** ρ */
  ratio?: number;
  accepted?: boolean;
  /** Since the first call: gradients of opfunc, losses alone, gradients of `curvature`, products with G, and diagonals F. */
  evalCounter?: number;
  lossCounter?: number;
  curvatureCounter?: number;
  gnvCounter?: number;
  diagonalCounter?: number;
  /** Memory that is used again; it carries nothing from step to step. */
  vectors?: HfVectors;
}

/** The least λ: below it, M could become 0 in single precision. */
const LEAST_LAMBDA = 1e-30;

/** Which part of gᵀp a step has to gain, how a step that gains less shrinks, and how often at most. */
const [ARMIJO, SHRINK, SEARCHES] = [0.01, 0.8, 60];

/** f(x + t p), infinite where it is not a number. */
type LossAt = (p: Tensor, t: number) => number;

/** From the last iterate back while the loss falls: the one before it rose, with the loss there and at the last. */
function backtrack(iterates: readonly Iterate[], lossAt: LossAt): { taken: Iterate; after: number; last: number } {
  let i = iterates.length - 1;
  const last = lossAt(iterates[i].p, 1);
  let after = last;
  while (i > 0) {
    const earlier = lossAt(iterates[i - 1].p, 1);
    if (earlier >= after && after < Infinity) break;
    after = earlier;
    i--;
  }
  return { taken: iterates[i], after, last };
}

/**
 * One step, with A = G + λI and g = ∇f(x):
 *   1. M = (F + λ)^α, F = diagonal of the empirical Fisher matrix, where it is given; else M = I
 *   2. CG on φ(p) = gᵀp + ½ pᵀAp, preconditioned with M, from warmStart · (where it ended last time). It stops after iterate i with
 *      φᵢ < 0 and (φᵢ − φᵢ₋ₖ) / φᵢ < kε, k = max(10, i/10). Iterates 1, 2, 3, 4, 6, … ⌈1.3 i⌉, …, and the last, are kept
 *   3. ρ = (f(x + p) − f(x)) / φ(p) of the last of them;  λ ← 3/2 λ if ρ < ¼ or a curvature ≤ 0 was met, 2/3 λ if ρ > ¾
 *   4. p is the last of them, or an earlier one, backwards while f(x + p) falls
 *   5. x ← x + t p, t the first of 1, 0.8, 0.8², … with f(x + t p) ≤ f(x) + 0.01 t min(0, gᵀp); if there is none of 60, x stays, and
 *      the next CG begins at 0
 * Martens 2010, "Deep learning via Hessian-free optimization"; Martens and Sutskever 2012, "Training deep and recurrent networks with
 * Hessian-free optimization". f and g are opfunc's; G and F are those of `curvature`, whose data may change between calls only.
 *
 * M is not the same for f and 10 f, as F grows with the square: Martens' losses are sums over what comes out of an example, averaged over
 * the examples, with a first λ of 45 for deep autoencoders. Where CG is long and ρ small, a larger tolerance costs less for the same fall.
 *
 * Cost: a gradient at x, and f, by `lossAt` where opfunc has that, for each trial of 3 to 5; on the data of G a gradient (none without
 * `curvature`), F (see `opfunc`), and one Gv (four thirds of a gradient) for each CG step, and one for the warm start. Memory: 9 vectors
 * and those kept (18 with a maxCG of 250). Returns the losses at x and where it leads; only the first where ∇f(x) = 0.
 *
 * @throws TypeError when opfunc, or `curvature`, gives no gnv; NonFiniteLossError when f(x), its gradient, F or a product is not
 * finite (a trial point may be: it is passed by).
 */
export const hf: Method<HfConfig, HfState> = defineMethod<HfConfig, HfState>(
  'hf',
  {
    curvature: 'function',
    lambda: 'positive',
    maxCG: 'count',
    tolerance: 'nonNegative',
    warmStart: 'fraction',
    exponent: 'nonNegative',
  },
  {
    lambda: 'positive',
    solution: 'vector',
    gradientNorm: 'number',
    cgSteps: 'number',
    cgTaken: 'number',
    rate: 'number',
    negativeCurvature: 'boolean',
    ratio: 'number',
    accepted: 'boolean',
    evalCounter: 'number',
    lossCounter: 'number',
    curvatureCounter: 'number',
    gnvCounter: 'number',
    diagonalCounter: 'number',
    vectors: 'object',
  },
  (opfunc, x, config, state) => {
    const { curvature, maxCG = 250, tolerance = 5e-4, warmStart = 0.95, exponent = 0.75 } = config;
    const lambda = state.lambda ?? config.lambda ?? 1;
    const start = curvature ? evaluateFinite('hf', opfunc, x) : evaluateCurved('hf', opfunc, x, 'gnv');
    const { loss, gradientNorm } = start;
    const { evalCounter = 0, lossCounter = 0, curvatureCounter = 0, gnvCounter = 0, diagonalCounter = 0 } = state;
    if (gradientNorm === 0) {
      Object.assign(state, { gradientNorm, evalCounter: evalCounter + 1 });
      return [x, [loss]];
    }
    const vectors = hfVectors(x, maxCG, state.vectors);
    const { before, g, p, m } = vectors;
    before.copy(x);
    g.copy(start.gradient);
    // Before opfunc is called again: on one batch, products of this point are cheap only until then.
    const at = curvature ? evaluateCurved('hf', curvature, x, 'gnv') : (start as CurvedEvaluation);
    const diagonal = exponent > 0 ? at.fisherDiagonal : undefined;
    if (diagonal) finiteNorm('hf', 'fisherDiagonal', diagonal(m).add(lambda).pow(exponent));
    else m.fill(1);
    p.zero();
    if (state.solution && warmStart > 0) p.add(warmStart, state.solution);
    const { iterates, steps, products, negativeCurvature } = descend(at.times, vectors, lambda, maxCG, tolerance);

    let trials = 0;
    const lossAt: LossAt = (step, t) => {
      trials++;
      return trialLoss(opfunc, x.copy(before).add(t, step), before);
    };
    // Near the minimum all falls drown in rounding: what it may be is granted to each.
    const slack = 10 * Number.EPSILON * Math.abs(loss);
    let rate = 1;
    const back = backtrack(iterates, lossAt);
    const { p: step, step: cgTaken } = back.taken;
    let { after } = back;
    const { phi } = iterates[iterates.length - 1];
    const ratio = phi < slack ? (loss - back.last + slack) / (slack - phi) : Number.NEGATIVE_INFINITY;
    const slope = ARMIJO * Math.min(0, g.dot(step));
    const enough = (): boolean => after <= loss + rate * slope + slack;
    for (let i = 0; i < SEARCHES && !enough(); i++) {
      rate *= SHRINK;
      after = lossAt(step, rate);
    }
    const accepted = enough();
    x.copy(before);
    if (accepted) x.add(rate, step);

    const factor = !(ratio >= 0.25) || negativeCurvature ? 3 / 2 : ratio > 0.75 ? 2 / 3 : 1;
    state.solution ??= p.clone();
    if (accepted) state.solution.copy(p);
    else state.solution.zero();
    Object.assign(state, {
      lambda: Math.max(LEAST_LAMBDA, lambda * factor),
      gradientNorm,
      cgSteps: steps,
      cgTaken,
      rate,
      negativeCurvature,
      ratio,
      accepted,
      evalCounter: evalCounter + 1,
      lossCounter: lossCounter + trials,
      curvatureCounter: curvatureCounter + (curvature ? 1 : 0),
      gnvCounter: gnvCounter + products,
      diagonalCounter: diagonalCounter + (diagonal ? 1 : 0),
      vectors,
    });
    return [x, [loss, after]];
  },
);
