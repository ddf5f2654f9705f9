/** @file SparseMap: y = W x + b of sparse x. A class says how its input holds indices and values; all methods come from here. */
import { gemm, type Tensor, vector } from '../tensor/index.js';
import { type Activation, isZero, type RActivation } from './activation.js';
import { collectBias, spreadBias } from './axis.js';
import { checkedBase, type IndexBase, indexError, torchIndexBase } from './class-target.js';
import { uniformBound } from './drawing.js';
import { Module } from './module.js';
import { flag, number, optional, type TorchFields, tensor } from './torch-field.js';

/** Called with the row of an entry, its index (from 0) and a number. */
export type Visit = (row: number, index: number, value: number) => void;

/**
 * x of N rows has the values v at indices i, zero elsewhere; W_i is what W has for input i, (m); s = scale.
 *   forward    y   = b + Σ v W_i
 *   backward   gW_i += s v gy                     gb  += s 1ᵀgy               gx  = Wᵀ gy, dense, where doGradInput asks for it
 *   rForward   Ry  = Rb + Σ (v RW_i + Rv W_i)
 *   rBackward  RgW_i += s (v Rgy + Rv gy)         Rgb += s 1ᵀRgy              Rgx = Wᵀ Rgy + RWᵀ gy, likewise
 * An index may come twice; one that is out of range may only have the value 0, and is left out. Where weightDecay λ is not 0, backward
 * passes add λW to gW too, as in Torch, and their images λRW. What gx and Rgx look like is up to the class; without doGradInput both are
 * empty tables.
 */
export abstract class SparseMap extends Module {
  static override readonly torch: TorchFields = {
    doGradInput: flag,
    weightDecay: optional(number(), 0),
    indexBase: torchIndexBase,
    weight: tensor(2),
    bias: tensor(1),
  };

  declare weight: Tensor;
  declare gradWeight: Tensor;
  declare rWeight: Tensor;
  declare rGradWeight: Tensor;
  declare bias: Tensor;
  declare gradBias: Tensor;
  declare rBias: Tensor;
  declare rGradBias: Tensor;
  doGradInput: boolean;
  weightDecay: number = 0;
  indexBase: IndexBase;
  /** gx and Rgx, (N × n). */
  declare private dense: Tensor;
  declare private rDense: Tensor;

  /** The dimension of W that counts inputs. */
  protected abstract readonly inputs: 0 | 1;
  /** How many columns of the weight come before those of W. */
  protected get leading(): number {
    return 0;
  }

  /** How many rows the input has, and whether the output is a matrix. Throws unless the input is of a known form. */
  protected abstract rowsOf(input: Activation): { rows: number; batch: boolean };
  /** Every entry of the input, with the number in `values`, which is the input or its image, at its value. */
  protected abstract eachEntry(input: Activation, values: RActivation, visit: Visit): void;
  /** Every number that a W_i is multiplied by: v, where a class makes nothing else of it. */
  protected eachFactor(input: Activation, visit: Visit): void {
    this.eachEntry(input, input, visit);
  }

  /** The images of those. */
  protected eachFactorImage(input: Activation, rInput: RActivation, visit: Visit): void {
    if (!isZero(rInput)) this.eachEntry(input, rInput, visit);
  }

  /** gx or Rgx in the class's form; of Rgx, indices do not move. */
  protected abstract spread(dense: Tensor, input: Activation, isImage: boolean): RActivation;

  /** Zeros of W's and b's sizes, or those that are given. */
  constructor(doGradInput: boolean, indexBase: IndexBase, weight: Tensor, bias: Tensor) {
    super();
    this.doGradInput = doGradInput;
    this.indexBase = checkedBase(this.constructor.name, indexBase);
    [this.weight, this.bias] = [weight, bias];
    const [w, b] = [(): Tensor => this.buffer().resizeAs(weight), (): Tensor => this.buffer().resizeAs(bias)];
    [this.gradWeight, this.rWeight, this.rGradWeight] = [w(), w(), w()];
    [this.gradBias, this.rBias, this.rGradBias] = [b(), b(), b()];
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.gradInput = [];
    this.dense = this.buffer();
    this.rDense = this.buffer();
  }

  override describe(): string {
    return `${this.constructor.name}(${this.weight.size(this.inputs)} -> ${this.bias.size(0)})`;
  }

  /** Draws new weights: uniform in ±stdv·√3, or in ±1/√(W's second size), and biases 10⁻⁶ times as large. */
  reset(stdv?: number): this {
    const bound = uniformBound(this.constructor.name, stdv, 1 / Math.sqrt(this.weight.size(1)));
    this.weight.uniform(-bound, bound);
    this.bias.uniform(-bound, bound).mul(1e-6);
    return this;
  }

  override updateOutput(input: Activation): Tensor {
    const { rows, batch } = this.rowsOf(input);
    this.eachEntry(input, input, (_, index, value) => {
      if (value !== 0) this.checkIndex(index);
    });
    const m = this.bias._size[0];
    const y = this.output as Tensor;
    if (batch) y.resize(rows, m);
    else y.resize(m);
    spreadBias(this.bias, y);
    this.addProduct(this.weight, (visit) => this.eachFactor(input, visit), y);
    return y;
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Activation {
    if (!this.doGradInput) return this.gradInput;
    this.product(gradOutput as Tensor, this.weight, 0, this.dense);
    this.gradInput = this.spread(this.dense, input, false) as Activation;
    return this.gradInput;
  }

  override accGradParameters(input: Activation, gradOutput: Activation, scale: number = 1): void {
    this.addOuter((visit) => this.eachFactor(input, visit), gradOutput as Tensor, this.gradWeight, scale);
    collectBias(gradOutput as Tensor, this.gradBias, scale);
    this.decay(this.gradWeight, this.weight);
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const ry = this.reuse(this.rOutput).resizeAs(this.output as Tensor);
    spreadBias(this.rBias, ry);
    this.addProduct(this.rWeight, (visit) => this.eachFactor(input, visit), ry);
    this.addProduct(this.weight, (visit) => this.eachFactorImage(input, rInput, visit), ry);
    return this.setROutput(ry);
  }

  override updateRGradInput(
    input: Activation,
    _rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    if (!this.doGradInput) return this.setRGradInput([]);
    this.product(gradOutput as Tensor, this.rWeight, 0, this.rDense);
    if (!isZero(rGradOutput)) this.product(rGradOutput as Tensor, this.weight, 1, this.rDense);
    return this.setRGradInput(this.spread(this.rDense, input, true));
  }

  override accRGradParameters(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number = 1,
  ): void {
    this.addOuter((visit) => this.eachFactorImage(input, rInput, visit), gradOutput as Tensor, this.rGradWeight, scale);
    if (!isZero(rGradOutput)) {
      this.addOuter((visit) => this.eachFactor(input, visit), rGradOutput as Tensor, this.rGradWeight, scale);
      collectBias(rGradOutput as Tensor, this.rGradBias, scale);
    }
    this.decay(this.rGradWeight, this.rWeight);
  }

  /** Rgx has the class's form, not the input's, and no structural zeros. */
  protected override filled(name: 'rOutput' | 'rGradInput', x: Activation, r: RActivation): Activation {
    return name === 'rGradInput' ? (r as Activation) : super.filled(name, x, r);
  }

  /** @throws RangeError when there is no such input */
  protected checkIndex(index: number): void {
    const n = this.weight.size(this.inputs);
    if (isInside(index, n)) return;
    throw indexError(`${this.describe()}.forward`, 'index', index + this.indexBase, n, this.indexBase);
  }

  private decay(gw: Tensor, w: Tensor): void {
    if (this.weightDecay === 0) return;
    const [to, from] = [gw, w].map((x) => (this.leading === 0 ? x : x.narrow(1, this.leading, this.bias._size[0])));
    to.add(this.weightDecay, from);
  }

  /** y ← y + Σ v W_i. */
  private addProduct(w: Tensor, each: (visit: Visit) => void, y: Tensor): void {
    const [ws, ys] = [vector(w), vector(y)];
    const [m, step, across] = [this.bias._size[0], w._stride[1 - this.inputs], w._stride[this.inputs]];
    const n = w._size[this.inputs];
    const first = w._offset + this.leading * step;
    each((row, index, value) => {
      if (!isInside(index, n)) return;
      const [at, to] = [first + index * across, y._offset + row * m];
      for (let j = 0; j < m; j++) ys[to + j] += value * ws[at + j * step];
    });
  }

  /** gW_i ← gW_i + s v g. */
  private addOuter(each: (visit: Visit) => void, g: Tensor, gw: Tensor, scale: number): void {
    const from = g.contiguous();
    const [gs, ws] = [vector(from), vector(gw)];
    const [m, step, across] = [this.bias._size[0], gw._stride[1 - this.inputs], gw._stride[this.inputs]];
    const n = gw._size[this.inputs];
    const first = gw._offset + this.leading * step;
    each((row, index, value) => {
      if (!isInside(index, n)) return;
      const [at, go] = [first + index * across, from._offset + row * m];
      for (let j = 0; j < m; j++) ws[at + j * step] += scale * value * gs[go + j];
    });
  }

  /** to ← g W, of all rows, or added to it. */
  private product(g: Tensor, w: Tensor, beta: number, to: Tensor): void {
    const rows = g.dim() === 1 ? g.contiguous().view(1, g._size[0]) : g;
    gemm(false, this.inputs === 0, 1, rows, w, beta, to.resize(rows._size[0], w._size[this.inputs]));
  }
}

function isInside(index: number, n: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < n;
}
