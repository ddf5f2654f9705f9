/** @file Adaptive regularisation with cubics: a cubic model, minimised in a Krylov space. */
import { type Lanczos, ritz } from '../curvature/lanczos.js';
import { type CubicMinimum, minimiseCubic } from './cubic-model.js';
import { defineMethod, evaluateCurved, type Method, trialLoss } from './method.js';
import { combine, krylov, onVectors, rotate, type SubspaceVectors, subspaceVectors } from './subspace.js';

export interface CubicNewtonConfig {
  /** σ of the first step, in the units of f / ‖x‖³; 1 by default. */
  sigma?: number;
  /** Steps are taken when the loss falls by this part of what the model predicts; 0.1 by default. */
  eta1?: number;
  /** σ falls when the loss falls by more than this part; 0.9 by default. */
  eta2?: number;
  /** The dimensions of the Krylov space at most; 100, or the number of unknowns, where that is less, by default. */
  dimension?: number;
  /** κ < 1: Lanczos' process ends when the model's gradient is at most κ · min(1, ‖s‖) · ‖g‖; 0.1 by default. */
  forcing?: number;
}

export interface CubicNewtonState {
  sigma?: number;
  gradientNorm?: number;
  /** The dimensions of the last subspace. */
  rank?: number;
  /** Whether H has an eigenvalue < 0, as far as the Krylov space tells. */
  negativeCurvature?: boolean;
  /** Fall of the loss over the fall predicted, at the last point that was tried. */
  ratio?: number;
  accepted?: boolean;
  /** Since the first call: gradients, losses alone, and products. */
  evalCounter?: number;
  lossCounter?: number;
  hvCounter?: number;
  vectors?: SubspaceVectors;
}

/** Points of one call at most; σ doubles from one to the next. */
const TRIALS = 50;

interface Model {
  theta: number[];
  /** The coordinates of the eigenvectors in the basis, in columns; of the gradient in the eigenvectors. */
  rotation: ReturnType<typeof ritz>[1];
  c: number[];
}

function modelOf(so: Lanczos, gradientNorm: number): Model {
  const [theta, rotation] = ritz(so);
  const c = rotation.select(0, 0).toArray();
  return { theta: theta.toArray(), rotation, c: c.map((value) => value * gradientNorm) };
}

/**
 * Steps by the model m(s) = f(x) + gᵀs + ½ sᵀHs + ⅓σ‖s‖³ (Cartis, Gould and Toint 2011, algorithm 2.1, with the constants of their
 * section 7):
 *   s ← the global minimum of m in the Krylov space of H and g, which grows until ‖∇m(s)‖ ≤ κ min(1, ‖s‖) ‖g‖
 *   ρ = (f(x) − f(x + s)) / (m(0) − m(s))
 *   ρ < η₁: σ ← 2σ, and anew, in the same Krylov space, without more products;  else x ← x + s
 *   ρ > η₂: σ ← max(min(σ, ‖g‖), ε)
 * Gradients go to zero from any start. Negative curvature is followed: where the Krylov space closes, or g = 0 (a saddle), it goes on from a
 * normal vector, from Torch's generator, so that curvature in which the gradient has no part is seen, too.
 * Cost: a gradient, an Hv for each step of Lanczos' process, and a loss, by `lossAt` where opfunc has that, for each point that is tried;
 * (k + 4) n numbers of memory for k = dimension. Returns the loss at x and at each of those points. The loss never rises.
 *
 * @throws TypeError when opfunc gives no hv; NonFiniteLossError when f(x), its gradient or a product is not finite (a trial point may be: it
 * is refused).
 */
export const cubicNewton: Method<CubicNewtonConfig, CubicNewtonState> = defineMethod<
  CubicNewtonConfig,
  CubicNewtonState
>(
  'cubicNewton',
  { sigma: 'positive', eta1: 'fraction', eta2: 'fraction', dimension: 'count', forcing: 'fraction' },
  {
    sigma: 'positive',
    gradientNorm: 'number',
    rank: 'number',
    negativeCurvature: 'boolean',
    ratio: 'number',
    accepted: 'boolean',
    evalCounter: 'number',
    lossCounter: 'number',
    hvCounter: 'number',
    vectors: 'object',
  },
  (opfunc, x, config, state) => {
    const { eta1 = 0.1, eta2 = 0.9, dimension = 100, forcing = 0.1 } = config;
    if (eta1 > eta2) throw new RangeError(`cubicNewton: expected eta1 <= eta2, got ${eta1} and ${eta2}`);
    const { loss, gradient, gradientNorm, times } = evaluateCurved('cubicNewton', opfunc, x);
    if (x.nElement() === 0) return [x, [loss]];
    const steps = Math.min(dimension, x.nElement());
    const vectors = subspaceVectors(state.vectors, x, steps);
    const { before, g, p } = vectors;
    g.copy(gradient);
    before.copy(x);
    let sigma = state.sigma ?? config.sigma ?? 1;

    let closed = gradientNorm === 0;
    let model: Model | undefined;
    let minimum: CubicMinimum | undefined;
    const ends = (so: Lanczos, rest: number): boolean => {
      closed ||= rest === 0;
      const m = so.alpha.length;
      // Each look costs a dense eigenproblem of the size reached; beyond a space that closed, there may be anything.
      if (m !== steps && (closed || (m > 10 && m % 5 !== 0))) return false;
      model = modelOf(so, gradientNorm);
      minimum = minimiseCubic(model.theta, model.c, sigma);
      const last = rotate(model.rotation, minimum.u)[m - 1];
      const bound = forcing * Math.min(1, Math.hypot(...minimum.u)) * gradientNorm;
      return rest * Math.abs(last) <= bound;
    };
    const so = krylov(onVectors(times, x), vectors, steps, gradientNorm === 0 ? undefined : g, ends);
    const { theta, rotation, c } = model as unknown as Model;

    const losses = [loss];
    let ratio = 0;
    let accepted = false;
    // Near the minimum both falls drown in rounding; what rounding allows is granted to both.
    const slack = 10 * Number.EPSILON * Math.abs(loss);
    for (let trial = 0; trial < TRIALS && !accepted; trial++) {
      const { u, fall } = trial === 0 && minimum ? (minimum as CubicMinimum) : minimiseCubic(theta, c, sigma);
      if (!(fall > 0)) break;
      combine(p, so.basis, rotate(rotation, u));
      const reached = trialLoss(opfunc, x.copy(before).add(p), before);
      losses.push(reached);
      ratio = (loss - reached + slack) / (fall + slack);
      accepted = ratio >= eta1;
      if (!accepted) sigma *= 2;
      else if (ratio > eta2) sigma = Math.max(Math.min(sigma, gradientNorm), Number.EPSILON);
    }
    if (!accepted) x.copy(before);
    Object.assign(state, {
      vectors,
      sigma,
      gradientNorm,
      rank: so.alpha.length,
      negativeCurvature: theta[0] < -1e-12 * Math.abs(theta[theta.length - 1]),
      ratio,
      accepted,
      evalCounter: (state.evalCounter ?? 0) + 1,
      lossCounter: (state.lossCounter ?? 0) + losses.length - 1,
      hvCounter: (state.hvCounter ?? 0) + so.alpha.length,
    });
    return [x, losses];
  },
);
