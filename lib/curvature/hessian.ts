/** @file The Hessian of a loss, as an operator. */
import type { Activation } from '../nn/activation.js';
import type { Criterion, Target } from '../nn/criterion.js';
import type { Module } from '../nn/module.js';
import type { Tensor } from '../tensor/index.js';
import { dataAndOptions } from './arguments.js';
import { type Batches, Objective } from './objective.js';
import { AtPoint, type CurvatureOperator } from './operator.js';

class Hessian extends AtPoint {
  protected override readonly name = 'hessian';

  protected override product(v: Tensor, out: Tensor): Tensor {
    return this.objective.hessianTimes(v, out);
  }
}

/**
 * H = ∂²E/∂w² at the model's present parameters, applied by one R pass (Pearlmutter 1994): `apply(v)` is Hv exactly, at about the
 * cost of a gradient. `hessian(model, criterion, input, target)` is over one batch; `hessian(model, criterion, batches)` over an
 * iterable of `{ input, target }`, of which E is the average (the sum, for criteria that do not average).
 */
export function hessian(model: Module, criterion: Criterion, input: Activation, target: Target): CurvatureOperator;
export function hessian(model: Module, criterion: Criterion, batches: Batches): CurvatureOperator;
export function hessian(
  model: Module,
  criterion: Criterion,
  data: Activation | Batches,
  target?: Target,
): CurvatureOperator {
  const [batches] = dataAndOptions(data, target, undefined);
  return new Hessian(new Objective(model, criterion, batches));
}
