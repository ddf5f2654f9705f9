/** @file RMSprop. */
import type { Tensor } from '../tensor/index.js';
import { defineMethod, evaluateDecayed, type Method } from './method.js';

export interface RmspropConfig {
  /** 1e-2 by default. */
  learningRate?: number;
  /** The part of the average that is kept; 0.99 by default. */
  alpha?: number;
  /** 1e-8 by default. */
  epsilon?: number;
  /** Adds weightDecay · x to the gradient. */
  weightDecay?: number;
  /** What the average begins with; 0 by default. */
  initialMean?: number;
}

export interface RmspropState {
  /** The average of g². */
  m?: Tensor;
  tmp?: Tensor;
}

/**
 * With g = ∇f(x) + weightDecay · x:
 *   m ← α m + (1 − α) g²,   x ← x − η g / (√m + ε)
 * Tieleman and Hinton 2012 (Coursera, lecture 6.5), as optim.rmsprop of Lua Torch. Cost: one gradient. Returns the loss before the step.
 */
export const rmsprop: Method<RmspropConfig, RmspropState> = defineMethod<RmspropConfig, RmspropState>(
  'rmsprop',
  { learningRate: 'number', alpha: 'number', epsilon: 'number', weightDecay: 'number', initialMean: 'number' },
  { m: 'vector', tmp: 'vector' },
  (opfunc, x, { learningRate = 1e-2, alpha = 0.99, epsilon = 1e-8, weightDecay, initialMean = 0 }, state) => {
    const { loss, gradient: g } = evaluateDecayed('rmsprop', opfunc, x, weightDecay);
    state.m ??= g.clone().fill(initialMean);
    state.tmp ??= g.clone();
    state.m.mul(alpha).addcmul(1 - alpha, g, g);
    state.tmp.copy(state.m).sqrt().add(epsilon);
    x.addcdiv(-learningRate, g, state.tmp);
    return [x, [loss]];
  },
);
