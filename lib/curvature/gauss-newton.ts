/** @file The generalised Gauss-Newton matrix of a loss, as an operator. */
import type { Activation } from '../nn/activation.js';
import type { Criterion, Target } from '../nn/criterion.js';
import type { Module } from '../nn/module.js';
import type { Tensor } from '../tensor/index.js';
import { dataAndOptions } from './arguments.js';
import type { Batches, DataOptions } from './data.js';
import { GaussNewtonProduct } from './gauss-newton-product.js';
import { Objective } from './objective.js';
import { AtPoint, type CurvatureOperator } from './operator.js';

export interface GaussNewtonOptions extends DataOptions {
  /** The first module that belongs to the loss, or the criterion itself; by default a trailing LogSoftMax, SoftMax or Sigmoid. */
  lossFrom?: Module | Criterion;
}

class GaussNewton extends AtPoint {
  private readonly products: GaussNewtonProduct;

  constructor(objective: Objective, products: GaussNewtonProduct) {
    super('gaussNewton', objective);
    this.products = products;
  }

  protected override product(v: Tensor, out: Tensor): Tensor {
    return this.products.times(v, out);
  }

  protected override productRows(V: Tensor, out: Tensor): Tensor {
    return this.products.timesRows(V, out);
  }

  protected override carriesDirections(): boolean {
    return this.products.carriesDirections();
  }
}

/**
 * G = Jᵀ H_L J, with J = ∂z/∂w and H_L = ∂²E/∂z² (Schraudolph 2002): positive semi-definite where the loss is convex in z. The
 * network is split into model and loss before a trailing LogSoftMax, SoftMax or Sigmoid (the negative log-likelihood has no Hessian
 * of its own), else at its end; or where `lossFrom` says. With log-softmax and NLL, and with a sigmoid and BCE, the loss is convex
 * in z; a sigmoid under MSE is convex in its output only: `lossFrom: criterion` splits there. `apply(v)` runs R forward (Jv), the
 * loss part's R backward (H_L Jv) and a plain backward (Jᵀ of it). Arguments as for `hessian`.
 */
export function gaussNewton(
  model: Module,
  criterion: Criterion,
  input: Activation,
  target: Target,
  options?: GaussNewtonOptions,
): CurvatureOperator;
export function gaussNewton(
  model: Module,
  criterion: Criterion,
  batches: Batches,
  options?: GaussNewtonOptions,
): CurvatureOperator;
export function gaussNewton(
  model: Module,
  criterion: Criterion,
  data: Activation | Batches,
  third?: Target | GaussNewtonOptions,
  fourth?: GaussNewtonOptions,
): CurvatureOperator {
  const [batches, options] = dataAndOptions<GaussNewtonOptions>(data, third, fourth);
  const objective = new Objective(model, criterion, batches, options);
  // Before anything is computed: a split that is refused leaves the model as it was.
  return new GaussNewton(objective, new GaussNewtonProduct('gaussNewton', objective, options?.lossFrom));
}
