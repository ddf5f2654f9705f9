/** @file Krylov subspace descent: BFGS in the space of a few products, and of the step before. */
import { orthogonalise, tridiagonal } from '../curvature/lanczos.js';
import { Tensor, torch } from '../tensor/index.js';
import { lbfgs } from './lbfgs.js';
import { lswolfe } from './lswolfe.js';
import {
  type CurvedEvaluation,
  checkFinite,
  defineMethod,
  evaluateCurved,
  evaluateFinite,
  type Method,
  type Opfunc,
} from './method.js';
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

export interface KrylovDescentConfig {
  /** K, the dimensions of the Krylov space at most; 20, or the number of unknowns, where that is less, by default. */
  dimension?: number;
  /** Gives the products in place of opfunc: the same function of the same x, over the batch that curvature is to be of. */
  curvature?: Opfunc;
  /** Is minimised in the subspace in place of opfunc: the same function, over a batch of its own. */
  subspace?: Opfunc;
  /** Products with the Gauss-Newton matrix, gnv, in place of Hv; false by default. */
  gaussNewton?: boolean;
  /** ε: eigenvalues of |H̄| below ε times the largest count as that; 1e-4 by default. */
  floor?: number;
  /** Steps of BFGS at most; 20 by default. It ends after a quarter more evaluations, too. */
  maxIter?: number;
}

export interface KrylovDescentState {
  /** The last step. */
  previous?: Tensor;
  gradientNorm?: number;
  /** The dimensions of the last subspace. */
  rank?: number;
  /** Calls of opfunc, of `curvature` and of `subspace`; products. */
  evalCounter?: number;
  curvatureCounter?: number;
  subspaceCounter?: number;
  hvCounter?: number;
  /** Memory that is used again; it carries nothing from step to step. */
  vectors?: SubspaceVectors;
}

/** What a vector keeps at least beside a space to count as one of another direction. */
const INDEPENDENT = 1e-8;

/**
 * One step, d being the step before:
 *   V: an orthonormal basis of g, Hg, …, H^{K−1} g and d, with g = ∇f(x);  H̄ = V H Vᵀ = Y Θ Yᵀ
 *   M = Y D^{−½}, D = max(|Θ|, ε max |Θ|):  a minimum of φ(a) = f(x + Vᵀ M a), from a = 0, by BFGS
 *   x ← x + d,  d = Vᵀ M a
 * Vinyals and Povey 2012 (arXiv 1111.4259), algorithms 1 and 2, without a preconditioner of the Krylov space; they take a batch each for g,
 * for H and for BFGS, which `curvature` and `subspace` give. M makes BFGS begin with |H̄|⁻¹. BFGS is optim.lbfgs, which drops none of its
 * corrections, with the line search optim.lswolfe. Where H has negative curvature, φ falls along it: no minimum of a model is asked for.
 * Cost: one gradient, K + 1 Hv, one gradient of `curvature` if given, and for BFGS one or two of `subspace` for each of its steps;
 * (K + 5) n numbers of memory. Returns the loss at x, then those of BFGS. Without `subspace` the loss never rises. Where ∇f(x) = 0 it does
 * nothing.
 *
 * @throws TypeError when opfunc, or `curvature`, does not give the product; NonFiniteLossError when a loss at x, its gradient or a product is
 * not finite (a trial point may be: the line search steps back).
 */
export const krylovDescent: Method<KrylovDescentConfig, KrylovDescentState> = defineMethod<
  KrylovDescentConfig,
  KrylovDescentState
>(
  'krylovDescent',
  {
    dimension: 'count',
    curvature: 'function',
    subspace: 'function',
    gaussNewton: 'boolean',
    floor: 'positive',
    maxIter: 'count',
  },
  {
    previous: 'vector',
    gradientNorm: 'number',
    rank: 'number',
    evalCounter: 'number',
    curvatureCounter: 'number',
    subspaceCounter: 'number',
    hvCounter: 'number',
    vectors: 'object',
  },
  (opfunc, x, config, state) => {
    const { dimension = 20, curvature, subspace, gaussNewton = false, floor = 1e-4, maxIter = 20 } = config;
    const name = 'krylovDescent';
    const product = gaussNewton ? 'gnv' : 'hv';
    const start = curvature ? evaluateFinite(name, opfunc, x) : evaluateCurved(name, opfunc, x, product);
    const { loss, gradientNorm } = start;
    const { evalCounter = 0, curvatureCounter = 0, subspaceCounter = 0, hvCounter = 0 } = state;
    if (gradientNorm === 0) {
      Object.assign(state, { gradientNorm, evalCounter: evalCounter + 1 });
      return [x, [loss]];
    }
    const n = x.nElement();
    const steps = Math.min(dimension, n);
    const vectors = subspaceVectors(state.vectors, x, Math.min(steps + 1, n));
    vectors.before.copy(x);
    vectors.g.copy(start.gradient);
    const curved = curvature ? evaluateCurved(name, curvature, x, product) : (start as CurvedEvaluation);
    const { basis, H, rank, products } = spanned(onVectors(curved.times, x), vectors, steps, state.previous);

    const [theta, M] = torch.symeig(H, 'V') as [Tensor, Tensor];
    const sizes = theta.abs();
    // Where there is no curvature at all, BFGS begins with the gradient.
    sizes.cmax(floor * sizes.max() || 1);
    M.cdiv(sizes.sqrt().view(1, rank).expandAs(M));
    let calls = 0;
    const inSubspace: Opfunc = (a) => {
      combine(vectors.p, basis, rotate(M, a.toArray()));
      // Where BFGS begins, opfunc has been.
      const known = calls++ === 0 && !subspace;
      const there = known ? start : evaluateAt(subspace ?? opfunc, x, vectors);
      if (calls === 1) checkFinite(name, there);
      const slope = rotate(M.t(), project(basis, known ? vectors.g : vectors.g.copy(there.gradient)));
      // No loss is a way to −∞.
      const reached = Number.isFinite(there.loss) ? there.loss : Infinity;
      return { loss: reached, gradient: Tensor.from('Double', slope) };
    };
    const toTheEnd = { maxIter, nCorrection: maxIter, tolFun: 0, tolX: 0, lineSearch: lswolfe };
    const [a, losses] = lbfgs(inSubspace, torch.zeros(rank), toTheEnd, {});

    combine(vectors.p, basis, rotate(M, a.toArray()));
    // A gradient that was not finite on the way leads nowhere.
    if (!Number.isFinite(vectors.p.norm())) vectors.p.zero();
    x.copy(vectors.before).add(vectors.p);
    const { previous = vectors.p.clone() } = state;
    Object.assign(state, {
      vectors,
      previous: previous.copy(vectors.p),
      gradientNorm,
      rank,
      evalCounter: evalCounter + (subspace ? 1 : calls),
      curvatureCounter: curvatureCounter + (curvature ? 1 : 0),
      subspaceCounter: subspaceCounter + (subspace ? calls : 0),
      hvCounter: hvCounter + products,
    });
    return [x, [loss, ...losses.slice(subspace ? 0 : 1)]];
  },
);

/** V, of the Krylov space of vectors.g and the step before, and H̄. */
function spanned(
  times: CurvedEvaluation['times'],
  vectors: SubspaceVectors,
  steps: number,
  previous: Tensor | undefined,
): { basis: Tensor; H: Tensor; rank: number; products: number } {
  const so = krylov(times, vectors, steps, vectors.g, (_so, rest) => rest === 0);
  const m = so.alpha.length;
  const { basis, w } = vectors;
  const length = previous?.norm() ?? 0;
  let rest = 0;
  if (previous && length > 0 && m < basis._size[0]) {
    orthogonalise(w.copy(previous).div(length), basis, m);
    rest = w.norm();
  }
  if (!(rest > INDEPENDENT)) return { basis: so.basis, H: tridiagonal(so), rank: m, products: m };
  const rank = m + 1;
  const last = basis.select(0, m).copy(w.div(rest));
  times(last, w);
  const H = tridiagonal(so, rank);
  project(basis.narrow(0, 0, rank), w).forEach((value, i) => {
    H.set(i, m, value);
    H.set(m, i, value);
  });
  return { basis: basis.narrow(0, 0, rank), H, rank, products: rank };
}
