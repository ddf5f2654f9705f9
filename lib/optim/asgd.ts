/** @file Averaged stochastic gradient descent. */
import type { Tensor } from '../tensor/index.js';
import { defineMethod, evaluateDecayed, type Method } from './method.js';

export interface AsgdConfig {
  /** The first learning rate; 1e-4 by default. */
  eta0?: number;
  /** Weight decay, and how fast the learning rate falls; 1e-4 by default. */
  lambda?: number;
  /** The power of that fall; 0.75 by default. */
  alpha?: number;
  /** The step from which on x is averaged; 1e6 by default. */
  t0?: number;
}

export interface AsgdState {
  t?: number;
  eta_t?: number;
  mu_t?: number;
  /** The average of x. */
  ax?: Tensor;
  tmp?: Tensor;
}

/**
 *   x ← (1 − λ η_t) x − η_t ∇f(x),   a ← a + μ_t (x − a),   η_t = η₀ / (1 + λ η₀ t)^α,   μ_t = 1 / max(1, t − t₀)
 * Bottou's sgd 2.0 (Polyak and Juditsky 1992), as optim.asgd of Lua Torch. Cost: one gradient. Returns the loss before the step, and a.
 */
export const asgd: Method<AsgdConfig, AsgdState, [average: Tensor]> = defineMethod<AsgdConfig, AsgdState, [Tensor]>(
  'asgd',
  { eta0: 'number', lambda: 'number', alpha: 'number', t0: 'number' },
  { t: 'number', eta_t: 'number', mu_t: 'number', ax: 'vector', tmp: 'vector' },
  (opfunc, x, { eta0 = 1e-4, lambda = 1e-4, alpha = 0.75, t0 = 1e6 }, state) => {
    const { t = 0, eta_t = eta0, mu_t = 1 } = state;
    const { loss, gradient } = evaluateDecayed('asgd', opfunc, x);
    x.mul(1 - lambda * eta_t).add(-eta_t, gradient);
    state.ax ??= x.clone();
    state.tmp ??= x.clone();
    if (mu_t === 1) state.ax.copy(x);
    else state.ax.add(state.tmp.copy(x).add(-1, state.ax).mul(mu_t));
    state.t = t + 1;
    state.eta_t = eta0 / (1 + lambda * eta0 * state.t) ** alpha;
    state.mu_t = 1 / Math.max(1, state.t - t0);
    return [x, [loss], state.ax];
  },
);
