/** @file Affine map of sparse vectors, given as keys and values. */
import { type Activation, entry, isZero, type RActivation, shapeOf } from '../lib/nn/activation.js';
import type { IndexBase } from '../lib/nn/class-target.js';
import { checkIs } from '../lib/nn/kinds.js';
import { checkNumbers, wholeNumber } from '../lib/nn/numbers.js';
import { checkSizes } from '../lib/nn/sizes.js';
import { SparseMap, type Visit } from '../lib/nn/sparse-map.js';
import { isBatch, type Sample, samplesOf } from '../lib/nn/sparse-samples.js';
import {
  buffer,
  flag,
  named,
  optional,
  plain,
  type TorchField,
  type TorchFields,
  tableBuffer,
  unsaved,
} from '../lib/nn/torch-field.js';
import { Tensor, torch, vector } from '../lib/tensor/index.js';

/** Torch keeps what it adds to a key that counts from 1 to get an index that counts from 0. */
const offsetField: TorchField = {
  toTorch: (value) => (value as number) - 1,
  fromTorch: (value, expect) => (Number.isInteger(value) ? (value as number) + 1 : expect('a whole number')),
};

/** What a row of the weight begins with when features are normalised: the maximum, its inverse, a mark of Torch's, and c. */
const [MAXIMUM, INVERSE, SEEN, SHIFT, LEADING] = [0, 1, 2, 3, 4];

/**
 * SparseMap, W: (n × m). Input: {keys, values}, two vectors, y: (m); {{keys, …}, {values, …}}, N of each, y: (N × m); or {keys, values,
 * sizes}, N samples end to end, y: (N × m). The index of a key is key + keysOffset, counted from indexBase. gx, with doGradInput, has the
 * input's form, with all n keys for each sample; of samples end to end, {(N × n), (N × n)}. Initial weights: zero, or those that are given.
 * In Torch gradWeight holds the rows of the keys alone; here it is all of it, with zeros in the others.
 *
 * With `normalize` W is multiplied by v̂ = clamp(v / M_i, −1, 1) + c_i in place of v, for M_i the largest |v| at i that training has met, up to
 * this v, and c_i learnt. As in Torch the weight is (n × (4 + m)): of each row the first four are M_i, 1 / M_i, whether training has met i,
 * and c_i. A forward pass in training changes the first three, as batch normalisation its running statistics, and backward and R passes take
 * them for constants: their gradients are 0, what v has in their places is not read, and Hv is 0 there. They are part of `parameters()`, so
 * `getParameters()` keeps them, and a method that moves parameters otherwise than along gradients (weight decay) moves them too. With
 * s and R{v̂} = Rc_i + Rv / M_i (Rc_i where |v| > M_i):
 *   backward  gW_i += s v̂ gy               gc_i += s W_iᵀ gy
 *   R         Ry = Rb + Σ (v̂ RW_i + R{v̂} W_i)
 *             RgW_i += s (v̂ Rgy + R{v̂} gy)  Rgc_i += s (W_iᵀ Rgy + RW_iᵀ gy)
 * weightDecay is for W alone. gx is not to be had, as in Torch, where a new module does not train either before `training()` is called. A key
 * has to be in range whatever its value. Torch's `updateParameters` takes a step for each entry in turn, here it is one along the gradient.
 */
export class IndexLinear extends SparseMap {
  static override readonly torch: TorchFields = {
    train: optional(flag, false),
    offset: named('keysOffset', offsetField),
    normalize: plain('0 or 4', (columns) => columns === 0 || columns === LEADING),
    inputSize: unsaved((owner: IndexLinear) => owner.weight._size[0]),
    outputSize: unsaved((owner: IndexLinear) => owner.bias._size[0]),
    gradWeightBuffer: buffer,
    valuesBuffer: buffer,
    normalizedValues: buffer,
    sizesCache: tableBuffer,
    cumSumSizesCache: tableBuffer,
    running: unsaved(
      () =>
        new Map<string, unknown>([
          ['cumSumSizes', []],
          ['keys', []],
          ['gradWeight', []],
          ['counter', 1],
        ]),
    ),
    ...Object.fromEntries(
      ['cumSumSizes', 'isFlat', 'keys', 'lkeys', 'lvalues', 'noBatch', 'sizes', 'values', 'zerokeys'].map((name) => [
        name,
        unsaved(),
      ]),
    ),
    updateKeys: unsaved(),
    updateKeysBuffer: unsaved(),
  };

  /** Torch's gradient of the last keys alone is not one of the weight. */
  static override upgrade(fields: Map<unknown, unknown>): void {
    const [w, g] = [fields.get('weight'), fields.get('gradWeight')];
    if (w instanceof Tensor && g instanceof Tensor && !g.isSameSizeAs(w)) fields.delete('gradWeight');
  }

  keysOffset: number;
  /** The columns of the weight before W: 4 with normalised features, otherwise 0. */
  normalize: number;
  /** v̂ of each entry of the last input, and its slope in v. */
  declare private normalizedValues: Tensor;
  declare private slopes: Tensor;
  declare private keys: Tensor;
  declare private rKeys: Tensor;

  /** @throws RangeError when a size is not a whole number from 1 up, or weight and bias do not fit each other. */
  constructor(
    inputSize: number,
    outputSize: number,
    doGradInput: boolean = false,
    keysOffset: number = 0,
    weight?: Tensor,
    bias?: Tensor,
    normalize: boolean = false,
    indexBase: IndexBase = 0,
  ) {
    const leading = normalize ? LEADING : 0;
    super(doGradInput, indexBase, ...checked(inputSize, outputSize, leading, weight, bias));
    this.normalize = leading;
    if (normalize) this.train = false;
    checkNumbers('IndexLinear', { keysOffset }, wholeNumber);
    this.keysOffset = keysOffset;
  }

  protected override get inputs(): 0 {
    return 0;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.normalizedValues = this.buffer();
    this.slopes = this.buffer();
    this.keys = torch.LongTensor();
    this.rKeys = torch.LongTensor();
  }

  protected override get leading(): number {
    return this.normalize;
  }

  /** @internal */
  override parameterStatistics(): readonly Tensor[] {
    return this.normalize ? [this.weight.narrow(1, MAXIMUM, SHIFT)] : [];
  }

  /** As `SparseMap.reset`; of normalised features all is forgotten. */
  override reset(stdv?: number): this {
    super.reset(stdv);
    if (this.normalize) this.weight.narrow(1, 0, LEADING).zero();
    return this;
  }

  override updateOutput(input: Activation): Tensor {
    if (this.normalize) {
      this.rowsOf(input);
      this.eachEntry(input, input, (_, index) => this.checkIndex(index));
      this.normalizeValues(input);
    }
    return super.updateOutput(input);
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Activation {
    if (this.normalize && this.doGradInput) {
      const expected = 'doGradInput to be false with normalised features';
      throw new TypeError(`${this.describe()}.backward: expected ${expected}, got true`);
    }
    return super.updateGradInput(input, gradOutput);
  }

  override accGradParameters(input: Activation, gradOutput: Activation, scale: number = 1): void {
    if (this.normalize) this.addShifts(input, this.weight, gradOutput as Tensor, this.gradWeight, scale);
    super.accGradParameters(input, gradOutput, scale);
  }

  override accRGradParameters(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number = 1,
  ): void {
    if (this.normalize) {
      this.addShifts(input, this.rWeight, gradOutput as Tensor, this.rGradWeight, scale);
      if (!isZero(rGradOutput)) this.addShifts(input, this.weight, rGradOutput as Tensor, this.rGradWeight, scale);
    }
    super.accRGradParameters(input, rInput, gradOutput, rGradOutput, scale);
  }

  protected override eachFactor(input: Activation, visit: Visit): void {
    if (!this.normalize) {
      super.eachFactor(input, visit);
      return;
    }
    const values = vector(this.normalizedValues);
    this.eachPlace(input, input, (row, index, _, place) => visit(row, index, values[place]));
  }

  protected override eachFactorImage(input: Activation, rInput: RActivation, visit: Visit): void {
    if (!this.normalize) {
      super.eachFactorImage(input, rInput, visit);
      return;
    }
    const { rWeight } = this;
    const [shifts, slopes] = [vector(rWeight), vector(this.slopes)];
    const shiftOf = (index: number): number =>
      shifts[rWeight._offset + index * rWeight._stride[0] + SHIFT * rWeight._stride[1]];
    this.eachEntry(input, input, (row, index) => visit(row, index, shiftOf(index)));
    if (isZero(rInput)) return;
    this.eachPlace(input, rInput, (row, index, rv, place) => visit(row, index, slopes[place] * rv));
  }

  /** v̂ and its slope, entry by entry; in training the statistics move on the way. */
  private normalizeValues(input: Activation): void {
    let entries = 0;
    this.eachEntry(input, input, () => entries++);
    const [values, slopes] = [this.normalizedValues.resize(entries), this.slopes.resize(entries)].map(vector);
    const { weight, train } = this;
    const w = vector(weight);
    const [down, right] = weight._stride;
    this.eachPlace(input, input, (_, index, v, at) => {
      const row = weight._offset + index * down;
      const size = Math.abs(v);
      if (train && size > w[row + MAXIMUM * right]) {
        w[row + MAXIMUM * right] = size;
        w[row + INVERSE * right] = 1 / size;
      }
      if (train) w[row + SEEN * right] = 1;
      const clamped = size > w[row + MAXIMUM * right];
      const slope = w[row + INVERSE * right];
      values[at] = (clamped ? Math.sign(v) : v * slope) + w[row + SHIFT * right];
      slopes[at] = clamped ? 0 : slope;
    });
  }

  /** gc_i ← gc_i + s W_iᵀ g, for every entry. */
  private addShifts(input: Activation, weight: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    const from = g.contiguous();
    const [ws, gs, to] = [vector(weight), vector(from), vector(gw)];
    const m = this.bias._size[0];
    const [down, right] = weight._stride;
    this.eachEntry(input, input, (row, index) => {
      const [at, go] = [weight._offset + index * down + LEADING * right, from._offset + row * m];
      let sum = 0;
      for (let j = 0; j < m; j++) sum += ws[at + j * right] * gs[go + j];
      to[gw._offset + index * gw._stride[0] + SHIFT * gw._stride[1]] += scale * sum;
    });
  }

  protected override rowsOf(input: Activation): { rows: number; batch: boolean } {
    const samples = samplesOf(input, input);
    if (!samples) {
      const expected = '{keys, values}, {{keys, …}, {values, …}} or {keys, values, sizes}';
      throw new RangeError(`${this.describe()}.forward: expected ${expected}, got ${shapeOf(input)}`);
    }
    return { rows: samples.length, batch: isBatch(input) };
  }

  protected override eachEntry(input: Activation, values: RActivation, visit: Visit): void {
    this.eachPlace(input, values, visit);
  }

  /** As `eachEntry`, and how many entries of the input come before. */
  private eachPlace(
    input: Activation,
    values: RActivation,
    visit: (...entry: [...Parameters<Visit>, place: number]) => void,
  ): void {
    const shift = this.keysOffset - this.indexBase;
    let first = 0;
    for (const [row, { keys, values: numbers, from, count }] of (samplesOf(input, values) as Sample[]).entries()) {
      if (numbers) {
        const [{ data }, { data: numbersData }] = [keys._storage, numbers._storage];
        for (let i = from; i < from + count; i++) {
          const key = data[keys._offset + i * keys._stride[0]];
          const value = numbersData[numbers._offset + i * numbers._stride[0]];
          visit(row, key + shift, value, first + i - from);
        }
      }
      first += count;
    }
  }

  protected override spread(dense: Tensor, input: Activation, isImage: boolean): RActivation {
    const [rows, n] = dense._size;
    const keys = (isImage ? this.rKeys : this.keys).resizeAs(dense);
    const { data } = keys._storage;
    for (let i = 0; i < rows * n; i++) data[i] = isImage ? 0 : (i % n) + this.indexBase - this.keysOffset;
    if (!isBatch(input)) return [keys.select(0, 0), dense.select(0, 0)];
    if (!Array.isArray(entry(input, 0))) return [keys, dense];
    return [keys, dense].map((matrix) => Array.from({ length: rows }, (_, i) => matrix.select(0, i)));
  }
}

/** The weight and the bias, as they are given or zeros of these sizes. */
function checked(
  inputSize: number,
  outputSize: number,
  leading: number,
  weight: Tensor | undefined,
  bias: Tensor | undefined,
): [weight: Tensor, bias: Tensor] {
  if (weight === undefined) checkSizes('IndexLinear', [inputSize, outputSize]);
  else checkIs('IndexLinear', 'weight to be a tensor', weight, Tensor);
  if (bias !== undefined) checkIs('IndexLinear', 'bias to be a tensor', bias, Tensor);
  const w = weight ?? torch.zeros(inputSize, outputSize + leading);
  const b = bias ?? torch.zeros(weight ? Math.max(0, weight.size(-1) - leading) : outputSize);
  if (w.dim() === 2 && b.dim() === 1 && b._size[0] + leading === w._size[1]) return [w, b];
  const expected = `weight (n × ${leading ? '(4 + m)' : 'm'}) and bias (m)`;
  throw new RangeError(`IndexLinear: expected ${expected}, got ${w.describe()} and ${b.describe()}`);
}
