/** @file Stochastic gradient descent. */
import type { Tensor } from '../tensor/index.js';
import { defineMethod, evaluateDecayed, type Method } from './method.js';

export interface SgdConfig {
  /** 1e-3 by default. */
  learningRate?: number;
  /** Step k uses learningRate / (1 + k · learningRateDecay). */
  learningRateDecay?: number;
  /** Adds weightDecay · x to the gradient. */
  weightDecay?: number;
  /** One weight decay for each element, in place of `weightDecay`. */
  weightDecays?: Tensor;
  momentum?: number;
  /** By default equal to the momentum. */
  dampening?: number;
  /** Nesterov's momentum; needs a momentum and no dampening. */
  nesterov?: boolean;
  /** One factor of the learning rate for each element. */
  learningRates?: Tensor;
}

export interface SgdState {
  evalCounter?: number;
  /** The momentum's average of gradients. */
  dfdx?: Tensor;
  /** Memory of Torch's, which is not needed here. */
  decayParameters?: Tensor;
  deltaParameters?: Tensor;
}

/**
 * With g = ∇f(x) + weightDecay · x, momentum μ and dampening δ:
 *   m ← μ m + (1 − δ) g   (m = g at the first step);   g ← g + μ m with nesterov, else m
 *   x ← x − η / (1 + k · decay) · learningRates ∘ g
 * as optim.sgd of Lua Torch. Cost: one gradient. Returns the loss before the step.
 *
 * @throws RangeError for nesterov without momentum or with dampening; NonFiniteLossError.
 */
export const sgd: Method<SgdConfig, SgdState> = defineMethod<SgdConfig, SgdState>(
  'sgd',
  {
    learningRate: 'number',
    learningRateDecay: 'number',
    weightDecay: 'number',
    weightDecays: 'vector',
    momentum: 'number',
    dampening: 'number',
    nesterov: 'boolean',
    learningRates: 'vector',
  },
  { evalCounter: 'number', dfdx: 'vector', decayParameters: 'vector', deltaParameters: 'vector' },
  (opfunc, x, config, state) => {
    const { learningRate = 1e-3, learningRateDecay = 0, weightDecay = 0, momentum = 0 } = config;
    const { dampening = momentum, nesterov = false, learningRates, weightDecays } = config;
    if (nesterov && !(momentum > 0 && dampening === 0)) {
      throw new RangeError(
        `sgd: expected momentum > 0 and dampening 0 with nesterov, got ${momentum} and ${dampening}`,
      );
    }
    const k = state.evalCounter ?? 0;
    const { loss, gradient } = evaluateDecayed('sgd', opfunc, x, weightDecay);
    let g = gradient;
    if (weightDecay === 0 && weightDecays) g.addcmul(weightDecays, x);
    if (momentum !== 0) {
      if (state.dfdx) state.dfdx.mul(momentum).add(1 - dampening, g);
      else state.dfdx = g.clone();
      if (nesterov) g.add(momentum, state.dfdx);
      else g = state.dfdx;
    }
    const rate = learningRate / (1 + k * learningRateDecay);
    if (learningRates) x.addcmul(-rate, learningRates, g);
    else x.add(-rate, g);
    state.evalCounter = k + 1;
    return [x, [loss]];
  },
);
