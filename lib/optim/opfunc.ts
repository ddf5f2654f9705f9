/** @file The function that methods minimise, made of a model, a criterion and data. */
import { FisherDiagonal } from '../curvature/fisher-diagonal.js';
import { GaussNewtonProduct } from '../curvature/gauss-newton-product.js';
import { type Batches, type GaussNewtonOptions, Objective } from '../curvature/index.js';
import type { Criterion } from '../nn/criterion.js';
import type { Module } from '../nn/module.js';
import type { Tensor } from '../tensor/index.js';
import type { Evaluation, Opfunc } from './method.js';

export interface OpfuncOptions extends GaussNewtonOptions {
  /** λ ≥ 0: adds λ/2 ‖w‖² to the loss, λw to the gradient and λv to Hv and Gv, λ to the Fisher diagonal. */
  weightDecay?: number;
}

/**
 * f(w) = E(w) + λ/2 ‖w‖² over one batch or an iterable of batches (their average, or sum, as the criterion has it), with gradient, Hv and
 * Gv, the products with the Hessian and with the Gauss-Newton matrix (see `curvature.gaussNewton`, of which `lossFrom` is too). Call it
 * with the model's flat parameters, `model.getParameters()[0]`, or with any vector, which is then copied there.
 *
 * Products are of the point of the last call and leave the gradient as it is. In multiply-adds, Hv costs two gradients, Gv four thirds of
 * one, the Fisher diagonal of Linear layers and f alone, `lossAt`, a third; with one batch, Hv after Gv, and with several batches any
 * product, runs forward and backward again.
 *
 * @throws RangeError for a negative weight decay, an x of another size, and for a `lossFrom` where the model cannot be split.
 */
export function opfunc(model: Module, criterion: Criterion, data: Batches, options: OpfuncOptions = {}): Opfunc {
  const { weightDecay = 0, lossFrom } = options;
  if (!(weightDecay >= 0 && weightDecay < Infinity)) {
    throw new RangeError(`opfunc: expected a finite weightDecay >= 0, got ${weightDecay}`);
  }
  const objective = new Objective(model, criterion, data);
  const gaussNewton = new GaussNewtonProduct('opfunc', objective, lossFrom);
  const fisher = new FisherDiagonal(objective);
  const { parameters, gradParameters } = objective;
  const decayed = weightDecay > 0;
  // v itself may be `out`; it is in rParameters then.
  const withDecay = (out: Tensor): Tensor => (decayed ? out.add(weightDecay, objective.rParameters) : out);
  const hv = (v: Tensor, out: Tensor = v.new()): Tensor => withDecay(objective.hessianTimes(v, out));
  const gnv = (v: Tensor, out: Tensor = v.new()): Tensor => withDecay(gaussNewton.times(v, out));
  const fisherDiagonal = (out: Tensor = gradParameters.new()): Tensor => fisher.write(out).add(weightDecay);
  const firstNonFinite = (): string | undefined => objective.firstNonFinite();
  const penalised = (loss: number): number => (decayed ? loss + (weightDecay / 2) * parameters.dot(parameters) : loss);
  const move = (x: Tensor): void => {
    if (x === parameters) return;
    if (x.nElement() !== parameters.nElement()) {
      throw new RangeError(
        `opfunc: expected x of ${parameters.nElement()} elements, as the model has parameters, got ${x.nElement()}`,
      );
    }
    parameters.copy(x);
  };
  const evaluate = (x: Tensor): Evaluation => {
    move(x);
    const loss = penalised(objective.evaluate());
    if (decayed) gradParameters.add(weightDecay, parameters);
    return { loss, gradient: gradParameters, hv, gnv, fisherDiagonal, firstNonFinite };
  };
  const lossAt = (x: Tensor): number => {
    move(x);
    return penalised(objective.loss());
  };
  return Object.assign(evaluate, { lossAt });
}
