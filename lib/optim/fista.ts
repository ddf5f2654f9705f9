/** @file FISTA: proximal gradient steps for a smooth function plus one that is not. */
import type { Tensor } from '../tensor/index.js';
import type { Opfunc } from './method.js';

export interface FistaConfig {
  /** The inverse of the first step; 0.1 by default. What it has become is written here. */
  L?: number;
  /** What L grows by while a step is too long; 1.5 by default. */
  Lstep?: number;
  /** Iterations at most; 50 by default. */
  maxiter?: number;
  /** Steps tried in one iteration at most; 20 by default. */
  maxline?: number;
  /** The search ends when F changes by less; 1e-4 by default. */
  errthres?: number;
  /** Whether to accelerate (FISTA) or not (ISTA), as is done by default. */
  doFistaUpdate?: boolean;
}

/** One iteration. */
export interface FistaStep {
  /** Steps that were tried. */
  nline: number;
  L: number;
  /** f + g, and either alone, at the point that the next step begins from. */
  F: number;
  Fply: number;
  Gply: number;
  /** The quadratic bound of f at the step that was taken. */
  Q: number;
}

/**
 * Minimises F = f + g with f smooth, from x = 0 (x is where the result goes):
 *   x ← p(y − ∇f(y) / L, L), L growing by Lstep until f(x) ≤ f(y) + ∇f(y)ᵀ(x − y) + L/2 ‖x − y‖²
 *   t₊ = (1 + √(1 + 4 t²)) / 2,   y ← x + (t − 1)/t₊ (x − x₋)
 * where `proximal(y, L)` changes y to arg min g(z) + L/2 ‖z − y‖². Beck and Teboulle 2009 (SIAM J. Imaging Sci. 2), as optim.FistaLS of
 * Lua Torch. Returns y and the history. An iteration whose every step is too long goes back to the one before.
 */
export function FistaLS(
  f: Opfunc,
  g: (x: Tensor) => number,
  proximal: (y: Tensor, L: number) => void,
  x: Tensor,
  config: FistaConfig = {},
): [y: Tensor, history: FistaStep[]] {
  const { Lstep = 1.5, maxiter = 50, maxline = 20, errthres = 1e-4, doFistaUpdate = false } = config;
  let { L = 0.1 } = config;
  const [before, y, step] = [x.clone().zero(), x.clone().zero(), x.clone().zero()];
  const history: FistaStep[] = [];
  let t = 1;
  while (history.length < maxiter) {
    const { loss: fy, gradient } = f(y);
    const slope = gradient.clone();
    let Q = 0;
    let nline = 0;
    while (true) {
      step.copy(y).add(-1 / L, slope);
      proximal(step, L);
      x.copy(step);
      const value = f(step).loss;
      step.add(-1, y);
      Q = fy + slope.dot(step) + (L / 2) * step.dot(step);
      const fits = value <= Q;
      if (!fits && nline >= maxline) x.copy(before);
      nline++;
      if (fits || nline > maxline) break;
      L *= Lstep;
    }
    y.copy(x);
    if (doFistaUpdate) {
      const next = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
      y.add((1 - t) / next, before.add(-1, x));
      before.copy(x);
      t = next;
    }
    const [Fply, Gply] = [f(y).loss, g(y)];
    config.L = L;
    history.push({ nline, L, F: Fply + Gply, Fply, Gply, Q });
    const [last, now] = history.slice(-2);
    if (now && Math.abs(now.F - last.F) <= errthres) break;
  }
  x.copy(y);
  return [y, history];
}
