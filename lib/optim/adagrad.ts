/** @file Adagrad. */
import type { Tensor } from '../tensor/index.js';
import { defineMethod, evaluateDecayed, type Method } from './method.js';

export interface AdagradConfig {
  /** 1e-3 by default. */
  learningRate?: number;
  /** Step k uses learningRate / (1 + k · learningRateDecay). */
  learningRateDecay?: number;
  /** Adds weightDecay · x to the gradient. */
  weightDecay?: number;
}

export interface AdagradState {
  evalCounter?: number;
  /** The sum of g². */
  paramVariance?: Tensor;
  paramStd?: Tensor;
}

/**
 * With g = ∇f(x) + weightDecay · x:
 *   s ← s + g²,   x ← x − η_k g / (√s + 1e-10)
 * Duchi, Hazan and Singer 2011 (JMLR 12), as optim.adagrad of Lua Torch. Cost: one gradient. Returns the loss before the step.
 */
export const adagrad: Method<AdagradConfig, AdagradState> = defineMethod<AdagradConfig, AdagradState>(
  'adagrad',
  { learningRate: 'number', learningRateDecay: 'number', weightDecay: 'number' },
  { evalCounter: 'number', paramVariance: 'vector', paramStd: 'vector' },
  (opfunc, x, { learningRate = 1e-3, learningRateDecay = 0, weightDecay }, state) => {
    const { loss, gradient: g } = evaluateDecayed('adagrad', opfunc, x, weightDecay);
    const k = state.evalCounter ?? 0;
    state.paramVariance ??= g.clone().zero();
    state.paramStd ??= g.clone();
    state.paramVariance.addcmul(1, g, g);
    state.paramStd.copy(state.paramVariance).sqrt().add(1e-10);
    x.addcdiv(-learningRate / (1 + k * learningRateDecay), g, state.paramStd);
    state.evalCounter = k + 1;
    return [x, [loss]];
  },
);
