/** @file Adam. */
import type { Tensor } from '../tensor/index.js';
import { defineMethod, evaluateDecayed, type Method } from './method.js';

export interface AdamConfig {
  /** 1e-3 by default. */
  learningRate?: number;
  /** Step t uses learningRate / (1 + t · learningRateDecay). */
  learningRateDecay?: number;
  /** 0.9 by default. */
  beta1?: number;
  /** 0.999 by default. */
  beta2?: number;
  /** 1e-8 by default. */
  epsilon?: number;
  /** Adds weightDecay · x to the gradient. */
  weightDecay?: number;
}

export interface AdamState {
  t?: number;
  /** The averages of g and of g². */
  m?: Tensor;
  v?: Tensor;
  denom?: Tensor;
}

/**
 * With g = ∇f(x) + weightDecay · x:
 *   m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
 *   x ← x − η_t √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)
 * Kingma and Ba 2015 (arXiv 1412.6980), as optim.adam of Lua Torch. Cost: one gradient. Returns the loss before the step.
 */
export const adam: Method<AdamConfig, AdamState> = defineMethod<AdamConfig, AdamState>(
  'adam',
  {
    learningRate: 'number',
    learningRateDecay: 'number',
    beta1: 'number',
    beta2: 'number',
    epsilon: 'number',
    weightDecay: 'number',
  },
  { t: 'number', m: 'vector', v: 'vector', denom: 'vector' },
  (opfunc, x, config, state) => {
    const { learningRate = 1e-3, learningRateDecay = 0, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = config;
    const { loss, gradient: g } = evaluateDecayed('adam', opfunc, x, config.weightDecay);
    const t = state.t ?? 0;
    state.m ??= g.clone().zero();
    state.v ??= g.clone().zero();
    state.denom ??= g.clone().zero();
    const rate = learningRate / (1 + t * learningRateDecay);
    state.t = t + 1;
    state.m.mul(beta1).add(1 - beta1, g);
    state.v.mul(beta2).addcmul(1 - beta2, g, g);
    state.denom.copy(state.v).sqrt().add(epsilon);
    const step = (rate * Math.sqrt(1 - beta2 ** state.t)) / (1 - beta1 ** state.t);
    x.addcdiv(-step, state.m, state.denom);
    return [x, [loss]];
  },
);
