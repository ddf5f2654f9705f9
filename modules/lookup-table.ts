/** @file Rows of a learned table, by index. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { BilinearMap } from '../lib/nn/bilinear-map.js';
import { checkedBase, type IndexBase, indexError, torchIndexBase } from '../lib/nn/class-target.js';
import { anyNumber, checkNumbers, orNone, positive, wholeNumber } from '../lib/nn/numbers.js';
import { checkSizes } from '../lib/nn/sizes.js';
import { flag, number, optional, type TorchField, type TorchFields, tensor, unsaved } from '../lib/nn/torch-field.js';
import { Tensor, vector } from '../lib/tensor/index.js';

/** An index; Torch writes 0, which is none, where there is none. */
const paddingField: TorchField = {
  toTorch: (value, owner) => (value === undefined ? 0 : (value as number) + 1 - (owner as LookupTable).indexBase),
  fromTorch: (value = 0, expect) => (Number.isInteger(value) ? value || undefined : expect('a whole number')),
};

/**
 * W: (nIndex × nOutput); i: indices, (n) or (N × n), of any type; c = scale, over the number of times that i occurs here once
 * `scaleGradByFreq()` was called (then gW is not the gradient, as in Torch).
 *   forward    y   = W(i)             y: (n × nOutput) or (N × n × nOutput)
 *   backward   gx  = 0                gW(i)  += c gy      for i other than paddingValue
 *   rForward   Ry  = RW(i)
 *   rBackward  Rgx = 0                RgW(i) += c Rgy     likewise
 * With maxNorm, forward first shortens each row that it takes, if its p-norm s (p = normType) is larger, by maxNorm / (s + 10⁻⁷). W itself
 * changes, and no derivative goes through that. Indices and paddingValue count from indexBase. Initial weights: standard normal.
 */
export class LookupTable extends BilinearMap {
  static override readonly torch: TorchFields = {
    indexBase: torchIndexBase,
    weight: tensor(2),
    paddingValue: paddingField,
    maxNorm: optional(number()),
    normType: optional(
      number('p > 0', (p) => p > 0),
      2,
    ),
    shouldScaleGradByFreq: optional(flag, false),
    copiedInput: unsaved(),
  };
  static override readonly torchVersion: number = 4;

  declare weight: Tensor;
  declare gradWeight?: Tensor;
  declare rWeight: Tensor;
  declare rGradWeight: Tensor;
  paddingValue: number | undefined;
  maxNorm: number | undefined;
  normType: number;
  shouldScaleGradByFreq: boolean = false;
  indexBase: IndexBase;
  /** How often each index occurs, where that is asked for. */
  declare private counts: Tensor;

  /** @throws RangeError when a size is not a whole number from 1 up, or unless normType > 0. */
  constructor(
    nIndex: number,
    nOutput: number,
    paddingValue?: number,
    maxNorm?: number,
    normType: number = 2,
    indexBase: IndexBase = 0,
  ) {
    super();
    checkNumbers(this.constructor.name, { paddingValue }, orNone(wholeNumber));
    checkNumbers(this.constructor.name, { maxNorm }, orNone(anyNumber));
    checkSizes('LookupTable', [nIndex, nOutput]);
    this.paddingValue = paddingValue;
    this.maxNorm = maxNorm;
    checkNumbers(this.constructor.name, { normType }, positive);
    this.normType = normType;
    this.indexBase = checkedBase(this.constructor.name, indexBase);
    this.makeParameter('weight', nIndex, nOutput);
    this.reset();
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.counts = this.buffer();
  }

  /** Draws new weights: normal, with standard deviation stdv. */
  reset(stdv: number = 1): this {
    checkNumbers('LookupTable.reset', { stdv });
    this.weight.normal(0, stdv);
    return this;
  }

  setPadding(paddingValue: number | undefined): this {
    checkNumbers('LookupTable.setPadding', { paddingValue }, orNone(wholeNumber));
    this.paddingValue = paddingValue;
    return this;
  }

  setMaxNorm(maxNorm: number | undefined): this {
    checkNumbers('LookupTable.setMaxNorm', { maxNorm }, orNone(anyNumber));
    this.maxNorm = maxNorm;
    return this;
  }

  /** @throws RangeError unless p > 0. */
  setNormType(p: number): this {
    checkNumbers('LookupTable.setNormType', { p }, positive);
    this.normType = p;
    return this;
  }

  /** From now on gradients of a row are divided by the number of times that it is taken. */
  scaleGradByFreq(): this {
    this.shouldScaleGradByFreq = true;
    return this;
  }

  /** Keeps no gradient from now on, which may be large: `accUpdateGradParameters` alone changes W. */
  accUpdateOnly(): this {
    this.gradWeight = undefined;
    return this;
  }

  override updateOutput(input: Activation): Tensor {
    if (!(input instanceof Tensor)) return super.updateOutput(input);
    const y = this.output as Tensor;
    this.resizeOutput(input, y);
    if (this.maxNorm !== undefined) this.eachRow(input, (row) => this.shorten(row, this.maxNorm as number));
    this.product(this.weight, input, y);
    return y;
  }

  /** Zeros of the input's type. */
  override updateGradInput(input: Activation): Tensor {
    const x = input as Tensor;
    if ((this.gradInput as Tensor).elementType !== x.elementType) this.gradInput = x.new();
    return (this.gradInput as Tensor).resizeAs(x).zero();
  }

  /** @throws Error after `accUpdateOnly()`. */
  override accGradParameters(input: Activation, gradOutput: Activation, scale: number = 1): void {
    if (this.gradWeight === undefined)
      throw new Error(`${this.describe()}.backward: no gradient is kept after accUpdateOnly(), call backwardUpdate`);
    super.accGradParameters(input, gradOutput, scale);
  }

  /** The gradient does not depend on W: it goes there at once, to the rows that are taken. */
  override accUpdateGradParameters(input: Activation, gradOutput: Activation, learningRate: number): void {
    this.adjointWeight(input as Tensor, gradOutput as Tensor, this.weight, -learningRate);
  }

  override updateROutput(input: Activation, _rInput: RActivation): RActivation {
    return super.updateROutput(input, undefined);
  }

  override updateRGradInput(): RActivation {
    return this.setRGradInput(undefined);
  }

  override accRGradParameters(
    input: Activation,
    _rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number = 1,
  ): void {
    super.accRGradParameters(input, undefined, gradOutput, rGradOutput, scale);
  }

  protected override resizeOutput(x: Tensor, y: Tensor): void {
    const [n, width] = this.weight._size;
    if (x.dim() !== 1 && x.dim() !== 2) throw this.wrongShape('forward', 'indices (n) or (N × n)', x);
    this.eachRow(x, (row) => {
      if (!(Number.isInteger(row) && row >= 0 && row < n)) {
        throw indexError(`${this.describe()}.forward`, 'index', row + this.indexBase, n, this.indexBase);
      }
    });
    y.resize([...x._size, width]);
  }

  protected override product(w: Tensor, x: Tensor, y: Tensor): void {
    const [from, to] = [vector(w), vector(y)];
    const width = w._size[1];
    this.eachRow(x, (row, i) => {
      const at = w._offset + row * width;
      for (let k = 0; k < width; k++) to[y._offset + i * width + k] = from[at + k];
    });
  }

  /** Nothing: indices do not move. */
  protected override adjointInput(): void {}

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    const source = g.contiguous();
    const [from, to] = [vector(source), vector(gw)];
    const width = gw._size[1];
    const counts = this.shouldScaleGradByFreq ? vector(this.counts.resize(gw._size[0]).zero()) : undefined;
    if (counts) this.eachRow(x, (row) => counts[row]++);
    const padding = this.paddingValue === undefined ? -1 : this.paddingValue - this.indexBase;
    this.eachRow(x, (row, i) => {
      if (row === padding) return;
      const c = counts ? scale / counts[row] : scale;
      const [at, go] = [gw._offset + row * width, source._offset + i * width];
      for (let k = 0; k < width; k++) to[at + k] += c * from[go + k];
    });
  }

  private shorten(row: number, maxNorm: number): void {
    const w = vector(this.weight);
    const width = this.weight._size[1];
    const at = this.weight._offset + row * width;
    let sum = 0;
    for (let k = 0; k < width; k++) sum += Math.abs(w[at + k]) ** this.normType;
    const norm = sum ** (1 / this.normType);
    if (norm <= maxNorm) return;
    for (let k = 0; k < width; k++) w[at + k] *= maxNorm / (norm + 1e-7);
  }

  /** Every index: the row that it names, and its place in the input. */
  private eachRow(x: Tensor, visit: (row: number, i: number) => void): void {
    const { data } = x._storage;
    const [rows, columns] = x.dim() === 1 ? [1, x._size[0]] : x._size;
    const [down, right] = x.dim() === 1 ? [0, x._stride[0]] : x._stride;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        visit(data[x._offset + i * down + j * right] - this.indexBase, i * columns + j);
      }
    }
  }
}
