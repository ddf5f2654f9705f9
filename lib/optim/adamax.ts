/** @file AdaMax: Adam with the largest gradient in place of the average of squares. */
import type { Tensor } from '../tensor/index.js';
import { defineMethod, evaluateDecayed, type Method } from './method.js';

export interface AdamaxConfig {
  /** 2e-3 by default. */
  learningRate?: number;
  /** 0.9 by default. */
  beta1?: number;
  /** 0.999 by default. */
  beta2?: number;
  /** 1e-38 by default. */
  epsilon?: number;
  /** Adds weightDecay · x to the gradient. */
  weightDecay?: number;
}

export interface AdamaxState {
  t?: number;
  /** The average of g, and its largest size so far, decayed. */
  m?: Tensor;
  u?: Tensor;
  /** β₂ u and |g| + ε. */
  max?: Tensor;
}

/**
 * With g = ∇f(x) + weightDecay · x:
 *   m ← β₁ m + (1 − β₁) g,   u ← max(β₂ u, |g| + ε),   x ← x − η / (1 − β₁ᵗ) · m / u
 * Kingma and Ba 2015 (arXiv 1412.6980, algorithm 2), as optim.adamax of Lua Torch. Cost: one gradient. Returns the loss before the step.
 */
export const adamax: Method<AdamaxConfig, AdamaxState> = defineMethod<AdamaxConfig, AdamaxState>(
  'adamax',
  { learningRate: 'number', beta1: 'number', beta2: 'number', epsilon: 'number', weightDecay: 'number' },
  { t: 'number', m: 'vector', u: 'vector', max: 'pair' },
  (opfunc, x, { learningRate = 2e-3, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-38, weightDecay }, state) => {
    const { loss, gradient: g } = evaluateDecayed('adamax', opfunc, x, weightDecay);
    state.m ??= g.clone().zero();
    state.u ??= g.clone().zero();
    state.max ??= g.new(2, ...g._size).zero();
    state.t = (state.t ?? 0) + 1;
    state.m.mul(beta1).add(1 - beta1, g);
    const [before, now] = [state.max.select(0, 0), state.max.select(0, 1)];
    before.copy(state.u).mul(beta2);
    now.copy(g).abs().add(epsilon);
    state.u.copy(before).cmax(now);
    x.addcdiv(-learningRate / (1 - beta1 ** state.t), state.m, state.u);
    return [x, [loss]];
  },
);
