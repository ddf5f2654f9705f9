/** @file Sophia: averages of gradient and of the Hessian's diagonal, and steps that are clipped. */
import type { Tensor } from '../tensor/index.js';
import { defineMethod, evaluateCurved, type Method } from './method.js';

export interface SophiaConfig {
  /** The largest move of an element in a step is this times rho; 6e-4 by default. */
  learningRate?: number;
  /** What is kept of the average of g, < 1; 0.96 by default. */
  beta1?: number;
  /** What is kept of the average of the diagonal, < 1; 0.99 by default. */
  beta2?: number;
  /** The diagonal counts γ times; 0.01 by default. The smaller it is, the fewer elements move by the curvature and not by the clipping. */
  gamma?: number;
  /** Where quotients are clipped; 1 by default. */
  rho?: number;
  /** The least denominator; 1e-12 by default. */
  epsilon?: number;
  /** Steps from one estimate of the diagonal to the next; 10 by default. */
  k?: number;
  /** λ, apart from the gradient: a step takes learningRate · λ · x away; 0.2 by default. */
  weightDecay?: number;
}

export interface SophiaState {
  t?: number;
  /** The averages of g and of the estimates of the diagonal. */
  m?: Tensor;
  h?: Tensor;
  hvCounter?: number;
  /** Memory that is used again: the normals, then the clipped quotients; Hu, then the denominator. */
  u?: Tensor;
  denom?: Tensor;
}

/**
 * Sophia-H. With g = ∇f(x), t counting from 0:
 *   where k divides t:  u ~ N(0, I), from Torch's generator;  h ← β₂ h + (1 − β₂) u ∘ Hu
 *   m ← β₁ m + (1 − β₁) g
 *   x ← x − η λ x − η clip(m / max(γ h, ε), ρ)
 * Elements of small or negative curvature move by ηρ, against the sign of m. Liu et al. 2023 (arXiv 2305.14342), algorithms 1 and 3, with their
 * values for language models. Cost: one gradient, and an Hv every k steps. Returns the loss before the step.
 *
 * @throws TypeError when opfunc gives no hv; NonFiniteLossError when f(x), its gradient or Hu is not finite.
 */
export const sophia: Method<SophiaConfig, SophiaState> = defineMethod<SophiaConfig, SophiaState>(
  'sophia',
  {
    learningRate: 'positive',
    beta1: 'fraction',
    beta2: 'fraction',
    gamma: 'positive',
    rho: 'positive',
    epsilon: 'positive',
    k: 'count',
    weightDecay: 'nonNegative',
  },
  { t: 'number', m: 'vector', h: 'vector', hvCounter: 'number', u: 'vector', denom: 'vector' },
  (opfunc, x, config, state) => {
    const { learningRate = 6e-4, beta1 = 0.96, beta2 = 0.99, gamma = 0.01, rho = 1 } = config;
    const { epsilon = 1e-12, k = 10, weightDecay = 0.2 } = config;
    const { loss, gradient: g, times } = evaluateCurved('sophia', opfunc, x);
    const { u = g.clone(), denom = g.clone(), t = 0, hvCounter = 0 } = state;
    const estimates = t % k === 0;
    if (estimates) times(u.normal(0, 1), denom);
    const { m = g.clone().zero(), h = g.clone().zero() } = state;
    Object.assign(state, { u, denom, m, h, t: t + 1, hvCounter: hvCounter + (estimates ? 1 : 0) });
    if (estimates) h.mul(beta2).addcmul(1 - beta2, u, denom);
    m.mul(beta1).add(1 - beta1, g);
    denom.copy(h).mul(gamma).cmax(epsilon);
    u.copy(m).cdiv(denom).clamp(-rho, rho);
    if (weightDecay > 0) x.mul(1 - learningRate * weightDecay);
    x.add(-learningRate, u);
    return [x, [loss]];
  },
);
