/** @file Resilient backpropagation. */
import { Tensor, vector } from '../tensor/index.js';
import { defineMethod, evaluateDecayed, type Method } from './method.js';

export interface RpropConfig {
  /** The first step of every element; 0.1 by default. */
  stepsize?: number;
  /** What a step grows by while the sign stays; 1.2 by default. */
  etaplus?: number;
  /** What it shrinks by when the sign changes; 0.5 by default. */
  etaminus?: number;
  /** 50 by default. */
  stepsizemax?: number;
  /** 1e-6 by default. */
  stepsizemin?: number;
  /** How many steps a call makes; 1 by default. */
  niter?: number;
}

export interface RpropState {
  /** The last gradient, with zeros where the sign had changed. */
  delta?: Tensor;
  /** The step of every element. A configuration that is the state, too, has it in place of the number that it begins from. */
  stepsize?: Tensor;
  /** What Torch's code expects in a state beside these, for its own use. */
  sign?: Tensor;
  psign?: Tensor;
  nsign?: Tensor;
  zsign?: Tensor;
  dminmax?: Tensor;
}

/** The state with all its fields, of the size of g. */
function started(state: RpropState, g: Tensor, stepsize: number | Tensor): Required<RpropState> {
  if (state.delta && state.stepsize instanceof Tensor) return state as Required<RpropState>;
  if (stepsize instanceof Tensor) throw new TypeError('rprop: expected delta beside a stepsize of vectors, got none');
  state.delta = g.clone().zero();
  state.stepsize = g.clone().fill(stepsize);
  state.sign = g.clone().zero();
  for (const name of ['psign', 'nsign', 'zsign', 'dminmax'] as const) state[name] = Tensor.zeros('Byte', g._size);
  return state as Required<RpropState>;
}

/**
 * For each element, with g = ∂f/∂x and g′ what was kept of the one before:
 *   Δ ← clamp(Δ · (η₊ if g g′ > 0, η₋ if g g′ < 0, else 1)),   g ← 0 if g g′ < 0,   x ← x − sign(g) Δ,   g′ ← g
 * Riedmiller and Braun 1993 (ICNN), as optim.rprop of Lua Torch. Cost: niter gradients. Returns the losses before each step.
 */
export const rprop: Method<RpropConfig, RpropState> = defineMethod<RpropConfig, RpropState>(
  'rprop',
  {
    stepsize: 'numberOrVector',
    etaplus: 'number',
    etaminus: 'number',
    stepsizemax: 'number',
    stepsizemin: 'number',
    niter: 'number',
  },
  {
    delta: 'vector',
    stepsize: 'vector',
    sign: 'vector',
    psign: 'vector',
    nsign: 'vector',
    zsign: 'vector',
    dminmax: 'vector',
  },
  (opfunc, x, config, state) => {
    const { stepsize = 0.1, etaplus = 1.2, etaminus = 0.5, stepsizemax = 50, stepsizemin = 1e-6, niter = 1 } = config;
    const losses: number[] = [];
    for (let k = 0; k < niter; k++) {
      const { loss, gradient } = evaluateDecayed('rprop', opfunc, x);
      const g = gradient.contiguous();
      const { delta, stepsize: step } = started(state, g, stepsize);
      const [gs, last, steps] = [vector(g), vector(delta), vector(step)];
      const [go, lo, so] = [g._offset, delta._offset, step._offset];
      for (let i = 0; i < g.nElement(); i++) {
        const agreement = gs[go + i] * last[lo + i];
        const factor = agreement > 0 ? etaplus : agreement < 0 ? etaminus : 1;
        steps[so + i] = Math.max(stepsizemin, Math.min(stepsizemax, steps[so + i] * factor));
        last[lo + i] = agreement < 0 ? 0 : gs[go + i];
      }
      g.copy(delta).sign();
      x.addcmul(-1, g, step);
      losses.push(loss);
    }
    return [x, losses];
  },
);
