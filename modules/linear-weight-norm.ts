/** @file Affine map whose weights are lengths times directions. */
import { type Activation, isZero, type RActivation } from '../lib/nn/activation.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { addRToParts, addToParts, compose, composeR, makeRowWeights, type RowWeights } from '../lib/nn/row-weights.js';
import { buffer, number, optional, type TorchFields, tensor, unsaved } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';
import { Linear } from './linear.js';

/**
 * Linear with W = g u, row by row, u = v / n, n = max(‖v‖, eps); v: (m × n), g: (m × 1): gradients and images as in lib/nn/row-weights.
 * Torch leaves parts of gv and gg of earlier backward passes behind; here they add up. Below eps n is taken to be constant.
 * Initial weights: Linear's, v = W, g = n. (Salimans, Kingma 2016.)
 */
export class LinearWeightNorm extends Linear {
  static override readonly torch: TorchFields = {
    eps: number(),
    v: tensor(2),
    g: tensor((owner: LinearWeightNorm) => [owner.v._size[0], 1]),
    bias: optional(tensor((owner: LinearWeightNorm) => [owner.v._size[0]])),
    weight: unsaved((owner: LinearWeightNorm) => owner.weight),
    gradWeight: unsaved((owner: LinearWeightNorm) => owner.gradWeight),
    outputSize: unsaved((owner: LinearWeightNorm) => owner.v._size[0]),
    inputSize: unsaved((owner: LinearWeightNorm) => owner.v._size[1]),
    norm: buffer,
    scale: buffer,
  };

  eps: number;
  declare v: Tensor;
  declare gradV: Tensor;
  declare rV: Tensor;
  declare rGradV: Tensor;
  declare g: Tensor;
  declare gradG: Tensor;
  declare rG: Tensor;
  declare rGradG: Tensor;
  declare private rows: RowWeights;

  /** A module that computes what `linear` does. */
  static fromLinear(linear: Linear): LinearWeightNorm {
    const [m, n] = linear.weight._size;
    const module = new LinearWeightNorm(n, m, linear.bias !== undefined).type(linear.type());
    if (linear.bias) module.bias?.copy(linear.bias);
    return module.initFromWeight(linear.weight);
  }

  /** @throws RangeError when a size is not a whole number from 1 up. */
  constructor(inputSize: number, outputSize: number, bias: boolean = true, eps: number = 1e-16) {
    super(inputSize, outputSize, bias);
    checkNumbers(this.constructor.name, { eps });
    this.eps = eps;
    this.makeParameter('v', outputSize, inputSize);
    this.makeParameter('g', outputSize, 1);
    this.initFromWeight();
  }

  /** W and its gradients are made of v and g in each pass. */
  protected override makeBuffers(): void {
    super.makeBuffers();
    this.rows = makeRowWeights(() => this.buffer());
    for (const name of ['weight', 'gradWeight', 'rWeight', 'rGradWeight'] as const) this[name] = this.buffer();
  }

  override parameterNames(): readonly string[] {
    return ['v', 'g', 'bias'];
  }

  /** Draws new weights as Linear does, v and g of them. */
  override reset(stdv?: number): this {
    // Linear's constructor calls this before there is a v.
    if (this.v) this.weight.resizeAs(this.v);
    super.reset(stdv);
    return this.v ? this.initFromWeight() : this;
  }

  /** v and g such that W is `weight`. */
  initFromWeight(weight: Tensor = this.weight): this {
    this.v.copy(weight);
    const lengths = weight.norm(2, 1).view(this.g.size(0), 1);
    this.g.copy(lengths).cmax(this.eps);
    return this;
  }

  /** A Linear that computes what this does. */
  toLinear(): Linear {
    const [m, n] = this.v._size;
    const linear = new Linear(n, m, this.bias !== undefined).type(this.type());
    this.compose();
    linear.weight.copy(this.weight);
    if (this.bias) linear.bias?.copy(this.bias);
    return linear;
  }

  override updateOutput(input: Activation): Tensor {
    this.compose();
    return super.updateOutput(input);
  }

  override accGradParameters(input: Activation, gradOutput: Activation, scale: number = 1): void {
    const { v, gradWeight } = this;
    this.adjointWeight(input as Tensor, gradOutput as Tensor, gradWeight.resizeAs(v).zero(), 1);
    if (this.gradBias) this.collectBias(gradOutput as Tensor, this.gradBias, scale);
    addToParts(this.rows, this, gradWeight, scale);
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    composeR(this.rows, this, this.rWeight);
    return super.updateROutput(input, rInput);
  }

  override accRGradParameters(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number = 1,
  ): void {
    const { gradWeight, rGradWeight } = this;
    rGradWeight.resizeAs(this.v).zero();
    if (!isZero(rInput)) this.adjointWeight(rInput as Tensor, gradOutput as Tensor, rGradWeight, 1);
    if (!isZero(rGradOutput)) {
      this.adjointWeight(input as Tensor, rGradOutput as Tensor, rGradWeight, 1);
      if (this.rGradBias) this.collectBias(rGradOutput as Tensor, this.rGradBias, scale);
    }
    addRToParts(this.rows, this, gradWeight, rGradWeight, scale);
  }

  override toString(): string {
    const [m, n] = this.v._size;
    return `${this.typename}(${n} -> ${m})${this.bias ? '' : ' without bias'}`;
  }

  private compose(): void {
    const { eps } = this;
    compose(this.rows, this, this.weight, (length) => (length > eps ? [1 / length, 1 / length] : [1 / eps, 0]));
  }
}
