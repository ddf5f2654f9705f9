/** @file The Hessian of a loss, as an operator. */
import type { Activation } from '../nn/activation.js';
import type { Criterion, Target } from '../nn/criterion.js';
import type { Module } from '../nn/module.js';
import type { Tensor } from '../tensor/index.js';
import { dataAndOptions } from './arguments.js';
import type { Batches, DataOptions } from './data.js';
import { Objective } from './objective.js';
import { AtPoint, type CurvatureOperator } from './operator.js';

class Hessian extends AtPoint {
  constructor(objective: Objective) {
    super('hessian', objective);
  }

  protected override product(v: Tensor, out: Tensor): Tensor {
    return this.objective.hessianTimes(v, out);
  }

  protected override productRows(V: Tensor, out: Tensor): Tensor {
    return this.objective.hessianTimesRows(V, out);
  }
}

/**
 * H = ∂²E/∂w² at the model's present parameters, applied by one R pass (Pearlmutter 1994): `apply(v)` is Hv exactly, at about the
 * cost of a gradient. `hessian(model, criterion, input, target)` is over one batch; `hessian(model, criterion, batches)` over an
 * iterable of `{ input, target }`, of which E is the average (the sum, for criteria that do not average).
 *
 * @throws Error for a model whose passes differ (a module that draws anew each time; over several batches, statistics that move) and for
 * iterables that have another number of batches from pass to pass; RangeError where the loss, the gradient or a product is not finite.
 * All name the module or the batch.
 */
export function hessian(
  model: Module,
  criterion: Criterion,
  input: Activation,
  target: Target,
  options?: DataOptions,
): CurvatureOperator;
export function hessian(
  model: Module,
  criterion: Criterion,
  batches: Batches,
  options?: DataOptions,
): CurvatureOperator;
export function hessian(
  model: Module,
  criterion: Criterion,
  data: Activation | Batches,
  third?: Target | DataOptions,
  fourth?: DataOptions,
): CurvatureOperator {
  const [batches, options] = dataAndOptions<DataOptions>(data, third, fourth);
  return new Hessian(new Objective(model, criterion, batches, options));
}
