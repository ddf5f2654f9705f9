/** @file Planes of mean 0 and variance 1 over a batch, with a learned gain and bias. */
import type { Activation } from '../lib/nn/activation.js';
import { rowsAlong } from '../lib/nn/axis.js';
import { checkNumbers, count } from '../lib/nn/numbers.js';
import { PlaneNormalisation } from '../lib/nn/plane-normalisation.js';
import { type FieldTable, flag, number, optional, type TorchFields, tensor, unsaved } from '../lib/nn/torch-field.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

/**
 * y = w (x − m(x)) / √(variance + ε) + b of each plane; PlaneNormalisation has the passes. When training, mean and variance are those of the
 * batch; when evaluating, or with a batch of one, they are the running ones, constants. forward, and nothing else, moves the running ones when
 * training: running ← momentum · (that of the batch) + (1 − momentum) · running, the variance with n − 1 below. Without `affine` w = 1, b = 0.
 * x: (N × nOutput), or (nOutput) when evaluating. Initial w: uniform in [0, 1); b: 0. (Ioffe and Szegedy 2015.)
 */
export class BatchNormalization extends PlaneNormalisation {
  static override readonly torch: TorchFields = {
    affine: optional(flag, true),
    eps: number(),
    momentum: optional(number(), 0.1),
    running_mean: tensor(1),
    running_var: tensor((owner: BatchNormalization) => owner.running_mean._size),
    weight: optional(tensor((owner: BatchNormalization) => owner.running_mean._size)),
    bias: optional(tensor((owner: BatchNormalization) => owner.running_mean._size)),
    save_mean: unsaved(),
    save_std: unsaved(),
    running_std: unsaved(),
  };
  static override readonly torchVersion: number = 2;

  /** Files of version 1 have 1 / √(variance + ε). */
  static override upgrade(fields: FieldTable, version: number): void {
    const std = fields.get('running_std') as Tensor | undefined;
    if (version >= 2 || !std) return;
    fields.set(
      'running_var',
      std
        .clone()
        .pow(-2)
        .add(-(fields.get('eps') as number)),
    );
    fields.delete('running_std');
  }

  affine: boolean;
  eps: number;
  momentum: number;
  running_mean: Tensor;
  running_var: Tensor;

  /** @throws RangeError unless nOutput is a whole number from 1 up. */
  constructor(nOutput: number, eps: number = 1e-5, momentum: number = 0.1, affine: boolean = true) {
    super();
    checkNumbers(this.constructor.name, { nOutput }, count);
    checkNumbers(this.constructor.name, { eps, momentum });
    this.affine = affine;
    this.eps = eps;
    this.momentum = momentum;
    this.running_mean = this.buffer().resize(nOutput);
    this.running_var = this.buffer().resize(nOutput);
    if (affine) {
      this.makeParameter('weight', nOutput);
      this.makeParameter('bias', nOutput);
    }
    this.reset();
  }

  /** Draws the gain, zeroes the bias, and forgets the running statistics. */
  reset(): this {
    this.weight?.uniform();
    this.bias?.zero();
    this.running_mean.zero();
    this.running_var.fill(1);
    return this;
  }

  /** How many dimensions a batch has. */
  protected batchDims(): number {
    return 2;
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensor('forward', input).contiguous();
    const n = this.running_mean.nElement();
    const d = this.batchDims();
    const alone = x.dim() === d - 1 && !this.train;
    if ((x.dim() !== d && !alone) || x._size[alone ? 0 : 1] !== n) {
      const rest = ' × …'.repeat(d - 2);
      throw this.wrongShape('forward', `input (N × ${n}${rest})${this.train ? ' to train on' : ''}`, x);
    }
    this.setRows(rowsAlong(x._size, alone ? 0 : 1));
    if (this.train && x._size[0] > 1) this.takeFrom(x, this.eps, this.learner(x.nElement() / n));
    else this.takeConstants(this.running_mean, this.running_var, this.eps);
    return this.normalise(x);
  }

  /** What moves the running statistics of a plane towards those of a batch of `count` elements. */
  private learner(count: number): (f: number, mean: number, squares: number) => void {
    const { momentum, running_mean, running_var } = this;
    const move = (running: Tensor, f: number, value: number): void => {
      const [numbers, i] = [vector(running), running._offset + f];
      numbers[i] = momentum * value + (1 - momentum) * numbers[i];
    };
    return (f, mean, squares) => {
      move(running_mean, f, mean);
      move(running_var, f, squares / (count - 1));
    };
  }

  override toString(): string {
    return `${super.toString()} (${this.batchDims()}D) (${this.running_mean.nElement()})`;
  }
}
