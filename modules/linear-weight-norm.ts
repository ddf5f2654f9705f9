/** @file Affine map whose weights are lengths times directions. */
import { type Activation, isZero, type RActivation } from '../lib/nn/activation.js';
import { buffer, number, optional, type TorchFields, tensor, unsaved } from '../lib/nn/torch-field.js';
import { addRUnitAdjoint, addUnitAdjoint, makeUnitRows, toRUnit, toUnit, type UnitRows } from '../lib/nn/unit-rows.js';
import { type Tensor, vector } from '../lib/tensor/index.js';
import { Linear } from './linear.js';

/**
 * Linear with W = g u, row by row, u = v / n, n = max(‖v‖, eps); v: (m × n), g: (m × 1). Of Linear's gW and RgW, here not added up and
 * not scaled; A* is the adjoint of the division at v (lib/nn/unit-rows), c = scale:
 *   backward   gg  += c ⟨u, gW⟩                       gv  += c A*(g gW)
 *   rForward   Ru = R{v / n},  RW = Rg u + g Ru
 *   rBackward  Rgg += c (⟨Ru, gW⟩ + ⟨u, RgW⟩)         Rgv += c R{A*}(g gW), with its image Rg gW + g RgW
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
  declare private directions: UnitRows;
  /** g gW, and its image. */
  declare private slope: Tensor;
  declare private rSlope: Tensor;

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
    this.eps = eps;
    this.makeParameter('v', outputSize, inputSize);
    this.makeParameter('g', outputSize, 1);
    this.initFromWeight();
  }

  /** W and its gradients are made of v and g in each pass. */
  protected override makeBuffers(): void {
    super.makeBuffers();
    this.directions = makeUnitRows(() => this.buffer());
    for (const name of ['weight', 'gradWeight', 'rWeight', 'rGradWeight', 'slope', 'rSlope'] as const) {
      this[name] = this.buffer();
    }
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
    const { v, g, gradG, directions, slope, gradWeight } = this;
    this.adjointWeight(input as Tensor, gradOutput as Tensor, gradWeight.resizeAs(v).zero(), 1);
    if (this.gradBias) this.collectBias(gradOutput as Tensor, this.gradBias, scale);
    addRowProducts(directions.unit, gradWeight, gradG, scale);
    addUnitAdjoint(directions, v, slope.resizeAs(v).cmul(gradWeight, g.expandAs(v)), this.gradV, scale);
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const { v, g, rG, directions } = this;
    toRUnit(directions, v, this.rV);
    this.rWeight.resizeAs(v).cmul(directions.unit, rG.expandAs(v)).addcmul(1, directions.rUnit, g.expandAs(v));
    return super.updateROutput(input, rInput);
  }

  override accRGradParameters(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number = 1,
  ): void {
    const { v, g, rG, rGradG, directions, slope, rSlope, gradWeight, rGradWeight } = this;
    rGradWeight.resizeAs(v).zero();
    if (!isZero(rInput)) this.adjointWeight(rInput as Tensor, gradOutput as Tensor, rGradWeight, 1);
    if (!isZero(rGradOutput)) {
      this.adjointWeight(input as Tensor, rGradOutput as Tensor, rGradWeight, 1);
      if (this.rGradBias) this.collectBias(rGradOutput as Tensor, this.rGradBias, scale);
    }
    addRowProducts(directions.rUnit, gradWeight, rGradG, scale);
    addRowProducts(directions.unit, rGradWeight, rGradG, scale);
    rSlope.resizeAs(v).cmul(gradWeight, rG.expandAs(v)).addcmul(1, rGradWeight, g.expandAs(v));
    addRUnitAdjoint(directions, v, this.rV, slope, rSlope, this.rGradV, scale);
  }

  override toString(): string {
    const [m, n] = this.v._size;
    return `${this.typename}(${n} -> ${m})${this.bias ? '' : ' without bias'}`;
  }

  private compose(): void {
    const { v, eps, directions } = this;
    toUnit(directions, v, (length) => (length > eps ? [1 / length, 1 / length] : [1 / eps, 0]));
    this.weight.resizeAs(v).cmul(directions.unit, this.g.expandAs(v));
  }
}

/** to ← to + s ⟨a, b⟩, row by row. */
function addRowProducts(a: Tensor, b: Tensor, to: Tensor, scale: number): void {
  const [as, bs, sums] = [a, b, to].map(vector);
  const [rows, n] = a._size;
  for (let i = 0, at = 0; i < rows; i++, at += n) {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += as[a._offset + at + k] * bs[b._offset + at + k];
    sums[to._offset + i] += scale * sum;
  }
}
