/** @file Adadelta. */
import type { Tensor } from '../tensor/index.js';
import { defineMethod, evaluateDecayed, type Method } from './method.js';

export interface AdadeltaConfig {
  /** The part of the averages that is kept; 0.9 by default. */
  rho?: number;
  /** 1e-6 by default. */
  eps?: number;
  /** Adds weightDecay · x to the gradient. */
  weightDecay?: number;
}

export interface AdadeltaState {
  evalCounter?: number;
  /** The averages of g² and of Δ². */
  paramVariance?: Tensor;
  accDelta?: Tensor;
  paramStd?: Tensor;
  delta?: Tensor;
}

/**
 * With g = ∇f(x) + weightDecay · x:
 *   s ← ρ s + (1 − ρ) g²,   Δ = √(d + ε) / √(s + ε) · g,   x ← x − Δ,   d ← ρ d + (1 − ρ) Δ²
 * Zeiler 2012 (arXiv 1212.5701), as optim.adadelta of Lua Torch. Cost: one gradient. Returns the loss before the step.
 */
export const adadelta: Method<AdadeltaConfig, AdadeltaState> = defineMethod<AdadeltaConfig, AdadeltaState>(
  'adadelta',
  { rho: 'number', eps: 'number', weightDecay: 'number' },
  { evalCounter: 'number', paramVariance: 'vector', accDelta: 'vector', paramStd: 'vector', delta: 'vector' },
  (opfunc, x, { rho = 0.9, eps = 1e-6, weightDecay }, state) => {
    const { loss, gradient: g } = evaluateDecayed('adadelta', opfunc, x, weightDecay);
    state.paramVariance ??= g.clone().zero();
    state.accDelta ??= g.clone().zero();
    state.paramStd ??= g.clone();
    state.delta ??= g.clone();
    state.paramVariance.mul(rho).addcmul(1 - rho, g, g);
    state.paramStd.copy(state.paramVariance).add(eps).sqrt();
    state.delta.copy(state.accDelta).add(eps).sqrt().cdiv(state.paramStd).cmul(g);
    x.add(-1, state.delta);
    state.accDelta.mul(rho).addcmul(1 - rho, state.delta, state.delta);
    state.evalCounter = (state.evalCounter ?? 0) + 1;
    return [x, [loss]];
  },
);
