/** @file Nesterov's accelerated gradient. */
import type { Tensor } from '../tensor/index.js';
import { defineMethod, evaluateDecayed, type Method } from './method.js';

export interface NagConfig {
  /** 1e-3 by default. */
  learningRate?: number;
  /** Step k uses learningRate / (1 + k · learningRateDecay). */
  learningRateDecay?: number;
  /** Adds weightDecay · x to the gradient. */
  weightDecay?: number;
  /** 0.9 by default; has to be positive. */
  momentum?: number;
  /** Accepted for Torch's sake, and without effect there too. */
  dampening?: number;
  /** One factor of the learning rate for each element. */
  learningRates?: Tensor;
}

export interface NagState {
  evalCounter?: number;
  /** The velocity. */
  dfdx?: Tensor;
  deltaParameters?: Tensor;
  /** x before the step, to be restored when the loss ahead is not finite. */
  before?: Tensor;
}

/**
 * With velocity v and momentum μ, at the point ahead z = x + μ v with g = ∇f(z) + weightDecay · z:
 *   x ← z − η_k learningRates ∘ g,   v ← μ v − η_k learningRates ∘ g
 * Sutskever et al. 2013 (ICML), as optim.nag of Lua Torch. Cost: one gradient. Returns the loss at z.
 *
 * @throws RangeError unless the momentum is positive.
 */
export const nag: Method<NagConfig, NagState> = defineMethod<NagConfig, NagState>(
  'nag',
  {
    learningRate: 'number',
    learningRateDecay: 'number',
    weightDecay: 'number',
    momentum: 'number',
    dampening: 'number',
    learningRates: 'vector',
  },
  { evalCounter: 'number', dfdx: 'vector', deltaParameters: 'vector', before: 'vector' },
  (opfunc, x, { learningRate = 1e-3, learningRateDecay = 0, weightDecay, momentum = 0.9, learningRates }, state) => {
    if (!(momentum > 0)) throw new RangeError(`nag: expected a positive momentum, got ${momentum}`);
    state.before = (state.before ?? x.clone()).copy(x);
    if (state.dfdx) x.add(momentum, state.dfdx);
    let evaluation: ReturnType<typeof evaluateDecayed>;
    try {
      evaluation = evaluateDecayed('nag', opfunc, x, weightDecay);
    } catch (error) {
      x.copy(state.before);
      throw error;
    }
    const { loss, gradient } = evaluation;
    const k = state.evalCounter ?? 0;
    state.dfdx = state.dfdx?.mul(momentum) ?? gradient.clone().zero();
    let step = gradient;
    if (learningRates) step = (state.deltaParameters ??= gradient.clone()).copy(learningRates).cmul(gradient);
    const rate = learningRate / (1 + k * learningRateDecay);
    x.add(-rate, step);
    state.dfdx.add(-rate, step);
    state.evalCounter = k + 1;
    return [x, [loss]];
  },
);
