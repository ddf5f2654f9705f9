/** @file The generalised Gauss-Newton matrix of a loss, as an operator. */
import { LogSoftMax } from '../../modules/log-soft-max.js';
import { Sequential } from '../../modules/sequential.js';
import { Sigmoid } from '../../modules/sigmoid.js';
import { SoftMax } from '../../modules/soft-max.js';
import { type Activation, withZeros } from '../nn/activation.js';
import type { Criterion, Target } from '../nn/criterion.js';
import { BOTH, INPUT_GRADIENT, type Module } from '../nn/module.js';
import type { Tensor } from '../tensor/index.js';
import { batchesOf } from './hessian.js';
import { type Batch, type Batches, Objective } from './objective.js';
import { AtPoint, type CurvatureOperator } from './operator.js';

export interface GaussNewtonOptions {
  /** The first module that belongs to the loss, or the criterion itself; by default a trailing LogSoftMax, SoftMax or Sigmoid. */
  lossFrom?: Module | Criterion;
}

/** The modules that run one after the other at the end of `model`, nested Sequentials opened. */
function chain(model: Module): Module[] {
  if (!(model instanceof Sequential)) return [model];
  const last = model.modules.at(-1);
  return last === undefined ? [] : [...model.modules.slice(0, -1), ...chain(last)];
}

function sequence(modules: Module[]): Sequential {
  const part = new Sequential();
  // Not add(): these modules stay where they are, in the model; the parts only run them.
  part.modules = modules;
  return part;
}

/** The model as z = head(x) and the loss as E(z) = criterion(tail(z)). */
function split({ model, criterion }: Objective, lossFrom: Module | Criterion | undefined): [Sequential, Sequential] {
  const modules = chain(model);
  const last = modules.at(-1);
  const trailing = last instanceof LogSoftMax || last instanceof SoftMax || last instanceof Sigmoid;
  const start = lossFrom ?? (trailing ? last : criterion);
  const at = start === criterion ? modules.length : modules.indexOf(start as Module);
  if (at < 0) {
    throw new RangeError(
      `gaussNewton: expected lossFrom to be the criterion or one of the model's modules in sequence, got ${lossFrom?.describe()}`,
    );
  }
  const tail = sequence(modules.slice(at));
  if (tail.parameters()[0].length > 0) {
    throw new RangeError('gaussNewton: expected no parameters in the loss part, got some; split at a later module');
  }
  return [sequence(modules.slice(0, at)), tail];
}

class GaussNewton extends AtPoint {
  protected override readonly name = 'gaussNewton';
  private readonly head: Sequential;
  private readonly tail: Sequential;
  private readonly sum: Tensor;
  /** What was in gradParameters, where `product` collects Gv. */
  private readonly found: Tensor;

  constructor(objective: Objective, [head, tail]: [Sequential, Sequential]) {
    super(objective);
    this.head = head;
    this.tail = tail;
    this.sum = objective.gradParameters.clone();
    this.found = objective.gradParameters.clone();
  }

  protected override product(v: Tensor, out: Tensor): Tensor {
    const { objective, tail } = this;
    this.found.copy(objective.gradParameters);
    objective.rParameters.copy(v);
    this.sum.zero();
    try {
      const divisor = objective.revisit(
        (batch, gradOutput) => tail.backwardPart(this.logits(batch), gradOutput, 1, INPUT_GRADIENT),
        (batch, gradOutput, scale) => this.accumulate(batch, gradOutput, scale),
      );
      if (divisor !== 1) this.sum.mul(1 / divisor);
    } finally {
      objective.disturbed();
      objective.gradParameters.copy(this.found);
    }
    return out.resizeAs(v).copy(this.sum);
  }

  /** z, where the head ends. */
  private logits({ input }: Batch): Activation {
    return this.head.modules.at(-1)?.output ?? input;
  }

  /** sum += scale · Jᵀ H_L J v of one batch. */
  private accumulate(batch: Batch, gradOutput: Activation, scale: number): void {
    const { criterion, gradParameters } = this.objective;
    const { head, tail } = this;
    const z = this.logits(batch);
    const y = tail.modules.at(-1)?.output ?? z;
    const rz = head.updateROutput(batch.input, undefined);
    const ry = tail.updateROutput(z, rz);
    const rgy = criterion.updateRGradInput(y, ry, batch.target);
    const rgz = tail.rBackwardPart(z, rz, gradOutput, rgy, 1, INPUT_GRADIENT);
    gradParameters.zero();
    head.skipInputGradient(true);
    head.backwardPart(batch.input, withZeros(z, rgz), scale, BOTH);
    this.sum.add(gradParameters);
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
  const isOptions =
    third === undefined || (typeof third === 'object' && Object.getPrototypeOf(third) === Object.prototype);
  const options = isOptions ? (third as GaussNewtonOptions | undefined) : fourth;
  const target = isOptions ? undefined : (third as Target);
  const objective = new Objective(model, criterion, batchesOf(data, target));
  // Before anything is computed: a split that is refused leaves the model as it was.
  return new GaussNewton(objective, split(objective, options?.lossFrom));
}
