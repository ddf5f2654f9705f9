/** @file L-BFGS. */
import type { Tensor } from '../tensor/index.js';
import type { LineSearch, LineSearchOptions } from './lswolfe.js';
import { checkFinite, defineMethod, type Method } from './method.js';

export interface LbfgsConfig {
  /** Steps of one call at most; 20 by default. */
  maxIter?: number;
  /** Evaluations of one call at most, give or take those of one line search; 1.25 · maxIter by default. */
  maxEval?: number;
  /** The call ends when Σ|gᵢ| is at most this; 1e-5 by default. */
  tolFun?: number;
  /** The call ends when the step, or the change of the loss, is less; 1e-9 by default. */
  tolX?: number;
  /** How many pairs of steps and changes of gradient are kept; 100 by default. */
  nCorrection?: number;
  /** How steps are sized, such as lswolfe; without it they are of fixed size. */
  lineSearch?: LineSearch;
  lineSearchOptions?: LineSearchOptions;
  /** The size of steps, or where line searches begin; 1 by default. */
  learningRate?: number;
  /** Accepted for Torch's sake: nothing is printed. */
  verbose?: boolean;
}

export interface LbfgsState {
  funcEval?: number;
  nIter?: number;
  /** The direction, and the size of the last step along it. */
  d?: Tensor;
  t?: number;
  /** Steps s and changes of gradient y, the oldest first. */
  old_dirs?: Tensor[];
  old_stps?: Tensor[];
  /** What H₀ is a multiple of the identity by. */
  Hdiag?: number;
  g_old?: Tensor;
  f_old?: number;
  tmp1?: Tensor;
  /** Memory of Torch's, which is not needed here, and which Torch makes anew. */
  dir_bufs?: Tensor[];
  stp_bufs?: Tensor[];
  ro?: Tensor;
  al?: Tensor;
}

/** Σ|xᵢ| */
const absoluteSum = (x: Tensor): number => x.norm(1);

/** Takes s = t d and y = g − g_old into the history, where they have yᵀs > 0. The oldest pair's memory is used again when it is full. */
function remember(state: Required<LbfgsState>, g: Tensor, nCorrection: number): void {
  const { old_dirs, old_stps, d, t, g_old } = state;
  const full = old_dirs.length >= nCorrection;
  const y = g_old.mul(-1).add(g);
  const s = d.mul(t);
  const ys = y.dot(s);
  if (!(ys > 1e-10)) return;
  const [oldS, oldY] = full ? [old_dirs.shift(), old_stps.shift()] : [];
  old_dirs.push((oldS ?? s.clone()).copy(s));
  old_stps.push((oldY ?? y.clone()).copy(y));
  state.Hdiag = ys / y.dot(y);
}

/** d ← −H g, with the inverse Hessian that the history makes of Hdiag · I. */
function direct({ old_dirs, old_stps, Hdiag, d }: Required<LbfgsState>, g: Tensor): void {
  const k = old_dirs.length;
  const ro = old_dirs.map((s, i) => 1 / old_stps[i].dot(s));
  const al = Array<number>(k);
  d.copy(g).mul(-1);
  for (let i = k - 1; i >= 0; i--) {
    al[i] = old_dirs[i].dot(d) * ro[i];
    d.add(-al[i], old_stps[i]);
  }
  d.mul(Hdiag);
  for (let i = 0; i < k; i++) d.add(al[i] - old_stps[i].dot(d) * ro[i], old_dirs[i]);
}

/**
 * x ← x + t d with d = −H ∇f(x); H is what BFGS makes of yᵀs / yᵀy · I by the last nCorrection pairs s, y (two-loop recursion: Nocedal and
 * Wright, algorithm 7.4), t the learning rate (min(1, 1/Σ|gᵢ|) of it at the first step ever) or what the line search finds. As
 * optim.lbfgs of Lua Torch, after Schmidt's minFunc. Cost: a gradient for each evaluation. Returns the loss at first and after each step
 * whose loss was computed (that of the last fixed step is not), and how many evaluations were made.
 *
 * @throws NonFiniteLossError when the loss is not finite at first, or after a fixed step, which is then taken back; the history is dropped.
 */
export const lbfgs: Method<LbfgsConfig, LbfgsState, [evaluations: number]> = defineMethod<
  LbfgsConfig,
  LbfgsState,
  [number]
>(
  'lbfgs',
  {
    maxIter: 'number',
    maxEval: 'number',
    tolFun: 'number',
    tolX: 'number',
    nCorrection: 'number',
    lineSearch: 'function',
    lineSearchOptions: 'object',
    learningRate: 'number',
    verbose: 'boolean',
  },
  {
    funcEval: 'number',
    nIter: 'number',
    d: 'vector',
    t: 'number',
    old_dirs: 'object',
    old_stps: 'object',
    Hdiag: 'number',
    g_old: 'vector',
    f_old: 'number',
    tmp1: 'vector',
    dir_bufs: 'object',
    stp_bufs: 'object',
    ro: 'object',
    al: 'object',
  },
  (opfunc, x, config, given) => {
    const { maxIter = 20, maxEval = maxIter * 1.25, tolFun = 1e-5, tolX = 1e-9, nCorrection = 100 } = config;
    const { lineSearch, lineSearchOptions, learningRate = 1 } = config;
    const start = opfunc(x);
    checkFinite('lbfgs', start);
    let { loss, gradient: g } = start;
    const losses = [loss];
    let evaluations = 1;
    given.funcEval = (given.funcEval ?? 0) + 1;
    given.nIter ??= 0;
    if (absoluteSum(g) <= tolFun) return [x, losses, evaluations];
    const state = given as Required<LbfgsState>;
    for (const name of ['d', 'g_old', 'tmp1'] as const) state[name] ??= x.clone();

    for (let k = 1; k <= maxIter; k++) {
      state.nIter++;
      const first = state.nIter === 1;
      if (first) {
        state.d.copy(g).mul(-1);
        state.old_dirs = [];
        state.old_stps = [];
        state.Hdiag = 1;
      } else {
        remember(state, g, nCorrection);
        direct(state, g);
      }
      const { d, g_old, tmp1 } = state;
      g_old.copy(g);
      state.f_old = loss;
      const slope = g.dot(d);
      if (slope > -tolX) break;
      state.t = first ? Math.min(1, 1 / absoluteSum(g)) * learningRate : learningRate;
      if (lineSearch) {
        const found = lineSearch(opfunc, x, state.t, d, loss, g, slope, lineSearchOptions);
        ({ loss, gradient: g, t: state.t } = found);
        evaluations += found.evaluations;
        state.funcEval += found.evaluations;
        losses.push(loss);
      } else {
        tmp1.copy(x);
        x.add(state.t, d);
        // In the last iteration the next call would compute it again.
        if (k !== maxIter) {
          const next = opfunc(x);
          if (!Number.isFinite(next.loss)) {
            x.copy(tmp1);
            state.nIter = 0;
          }
          checkFinite('lbfgs', next);
          ({ loss, gradient: g } = next);
          evaluations++;
          state.funcEval++;
          losses.push(loss);
        }
      }
      if (evaluations >= maxEval || absoluteSum(g) <= tolFun) break;
      if (Math.abs(state.t) * absoluteSum(d) <= tolX || Math.abs(loss - state.f_old) < tolX) break;
    }
    return [x, losses, evaluations];
  },
);
