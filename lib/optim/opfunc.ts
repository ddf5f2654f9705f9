/** @file The function that methods minimise, made of a model, a criterion and data. */
import { type Batches, Objective } from '../curvature/index.js';
import type { Criterion } from '../nn/criterion.js';
import type { Module } from '../nn/module.js';
import type { Tensor } from '../tensor/index.js';
import type { Opfunc } from './method.js';

export interface OpfuncOptions {
  /** λ ≥ 0: adds λ/2 ‖w‖² to the loss, λw to the gradient and λv to Hv. */
  weightDecay?: number;
}

/**
 * f(w) = E(w) + λ/2 ‖w‖² over one batch or an iterable of batches (their average, or sum, as the criterion has it), with gradient and
 * Hv. Call it with the model's flat parameters, `model.getParameters()[0]`, or with any vector, which is then copied there.
 */
export function opfunc(model: Module, criterion: Criterion, data: Batches, options: OpfuncOptions = {}): Opfunc {
  const { weightDecay = 0 } = options;
  if (!(weightDecay >= 0)) throw new RangeError(`opfunc: expected weightDecay >= 0, got ${weightDecay}`);
  const objective = new Objective(model, criterion, data);
  const { parameters, gradParameters } = objective;
  const decayed = weightDecay > 0;
  return (x: Tensor) => {
    if (x !== parameters) parameters.copy(x);
    let loss = objective.evaluate();
    if (decayed) {
      loss += (weightDecay / 2) * parameters.dot(parameters);
      gradParameters.add(weightDecay, parameters);
    }
    return {
      loss,
      gradient: gradParameters,
      hv: (v: Tensor, out: Tensor = v.new()): Tensor => {
        objective.hessianTimes(v, out);
        // v itself may be `out`.
        return decayed ? out.add(weightDecay, objective.rParameters) : out;
      },
      firstNonFinite: () => objective.firstNonFinite(),
    };
  };
}
