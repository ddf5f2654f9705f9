/** @file ESGD: gradient descent, equilibrated by the lengths of the Hessian's rows. */
import type { Tensor } from '../tensor/index.js';
import { defineMethod, evaluateCurved, type Method } from './method.js';

export interface EsgdConfig {
  /** 0.01 by default; the paper tunes it. */
  learningRate?: number;
  /** λ, in the units of curvature; 1e-4 by default; the paper tunes it. */
  damping?: number;
  /** Steps from one product to the next; 20 by default. */
  k?: number;
}

export interface EsgdState {
  t?: number;
  /** The sum of (Hv)² so far, of hvCounter products. */
  D?: Tensor;
  hvCounter?: number;
  /** Memory that is used again: the normals; Hv, then the denominator. */
  v?: Tensor;
  denom?: Tensor;
}

/**
 * With g = ∇f(x), t counting from 0, i the number of products so far:
 *   where k divides t:  v ~ N(0, I), from Torch's generator;  D ← D + (Hv)²
 *   x ← x − η g / (√(D / i) + λ)
 * √E[(Hv)²] is the length of each row of H: large curvature of either sign makes steps small. Dauphin, de Vries and Bengio 2015
 * (arXiv 1502.04390), algorithm 1, where k = 1; their experiments have 20. Cost: one gradient, and an Hv every k steps. Returns the loss
 * before the step.
 *
 * @throws TypeError when opfunc gives no hv; NonFiniteLossError when f(x), its gradient or Hv is not finite.
 */
export const esgd: Method<EsgdConfig, EsgdState> = defineMethod<EsgdConfig, EsgdState>(
  'esgd',
  { learningRate: 'positive', damping: 'positive', k: 'count' },
  { t: 'number', D: 'vector', hvCounter: 'number', v: 'vector', denom: 'vector' },
  (opfunc, x, { learningRate = 0.01, damping = 1e-4, k = 20 }, state) => {
    const { loss, gradient: g, times } = evaluateCurved('esgd', opfunc, x);
    const { v = g.clone(), denom = g.clone(), t = 0, hvCounter = 0 } = state;
    const draws = state.D === undefined || t % k === 0;
    if (draws) times(v.normal(0, 1), denom);
    const { D = g.clone().zero() } = state;
    const products = hvCounter + (draws ? 1 : 0);
    Object.assign(state, { v, denom, D, t: t + 1, hvCounter: products });
    if (draws) D.addcmul(1, denom, denom);
    denom.copy(D).div(products).sqrt().add(damping);
    x.addcdiv(-learningRate, g, denom);
    return [x, [loss]];
  },
);
