/** @file Affine map of sparse vectors, given as keys and values. */
import { type Activation, entry, type RActivation, shapeOf } from '../lib/nn/activation.js';
import type { IndexBase } from '../lib/nn/class-target.js';
import { checkNumbers, wholeNumber } from '../lib/nn/numbers.js';
import { checkSizes } from '../lib/nn/sizes.js';
import { SparseMap } from '../lib/nn/sparse-map.js';
import { buffer, named, type TorchField, type TorchFields, tableBuffer, unsaved } from '../lib/nn/torch-field.js';
import { Tensor, torch } from '../lib/tensor/index.js';

/** Torch keeps what it adds to a key that counts from 1 to get an index that counts from 0. */
const offsetField: TorchField = {
  toTorch: (value) => (value as number) - 1,
  fromTorch: (value, expect) => (Number.isInteger(value) ? (value as number) + 1 : expect('a whole number')),
};

const notNormalized: TorchField = {
  toTorch: () => 0,
  fromTorch: (value, expect) => (value === 0 ? undefined : expect('0 (normalised features are not offered)')),
};

/** `count` keys of a sample, and the numbers beside them (undefined: structural zeros), from place `from` on. */
interface Sample {
  keys: Tensor;
  values: Tensor | undefined;
  from: number;
  count: number;
}

/**
 * SparseMap, W: (n × m). Input: {keys, values}, two vectors, y: (m); {{keys, …}, {values, …}}, N of each, y: (N × m); or {keys, values,
 * sizes}, N samples end to end, y: (N × m). The index of a key is key + keysOffset, counted from indexBase. gx, with doGradInput, has the
 * input's form, with all n keys for each sample; of samples end to end, {(N × n), (N × n)}. Initial weights: zero, or those that are given.
 * In Torch gradWeight holds the rows of the keys alone; here it is all of it, with zeros in the others. Normalised features are not offered.
 */
export class IndexLinear extends SparseMap {
  static override readonly torch: TorchFields = {
    offset: named('keysOffset', offsetField),
    normalize: notNormalized,
    inputSize: unsaved((owner: IndexLinear) => owner.weight._size[0]),
    outputSize: unsaved((owner: IndexLinear) => owner.weight._size[1]),
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
  declare private keys: Tensor;
  declare private rKeys: Tensor;

  /** @throws RangeError when a size is not a whole number from 1 up, or W and b do not fit each other; Error for normalised features. */
  constructor(
    inputSize: number,
    outputSize: number,
    doGradInput: boolean = false,
    keysOffset: number = 0,
    weight: Tensor = torch.zeros(checked(inputSize, outputSize)),
    bias: Tensor = torch.zeros(weight.size(-1)),
    normalize: boolean = false,
    indexBase: IndexBase = 0,
  ) {
    if (normalize) throw new Error('IndexLinear: normalised features are not offered');
    super(doGradInput, indexBase, weight, bias);
    if (weight.dim() !== 2 || bias.dim() !== 1 || bias._size[0] !== weight._size[1]) {
      const got = `${weight.describe()} and ${bias.describe()}`;
      throw new RangeError(`IndexLinear: expected weight (n × m) and bias (m), got ${got}`);
    }
    checkNumbers('IndexLinear', { keysOffset }, wholeNumber);
    this.keysOffset = keysOffset;
  }

  protected override get inputs(): 0 {
    return 0;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.keys = torch.LongTensor();
    this.rKeys = torch.LongTensor();
  }

  protected override rowsOf(input: Activation): { rows: number; batch: boolean } {
    const samples = samplesOf(input, input);
    if (!samples) {
      const expected = '{keys, values}, {{keys, …}, {values, …}} or {keys, values, sizes}';
      throw new RangeError(`${this.describe()}.forward: expected ${expected}, got ${shapeOf(input)}`);
    }
    return { rows: samples.length, batch: isBatch(input) };
  }

  protected override eachEntry(
    input: Activation,
    values: RActivation,
    visit: (row: number, index: number, value: number) => void,
  ): void {
    const shift = this.keysOffset - this.indexBase;
    for (const [row, { keys, values: numbers, from, count }] of (samplesOf(input, values) as Sample[]).entries()) {
      if (!numbers) continue;
      const [{ data }, { data: numbersData }] = [keys._storage, numbers._storage];
      for (let i = from; i < from + count; i++) {
        const key = data[keys._offset + i * keys._stride[0]];
        visit(row, key + shift, numbersData[numbers._offset + i * numbers._stride[0]]);
      }
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

function checked(inputSize: number, outputSize: number): number[] {
  checkSizes('IndexLinear', [inputSize, outputSize]);
  return [inputSize, outputSize];
}

function isBatch(input: Activation): boolean {
  return (input as Activation[]).length === 3 || Array.isArray(entry(input, 0));
}

/** The samples of an input, with the numbers of `values`, which is the input or its image; undefined where it has no such form. */
function samplesOf(input: Activation, values: RActivation): Sample[] | undefined {
  if (!Array.isArray(input) || input.length < 2 || input.length > 3) return undefined;
  const [keys, point, sizes] = input;
  const numbers = entry(values, 1);
  if (Array.isArray(keys)) {
    if (sizes || !Array.isArray(point) || keys.length !== point.length || keys.length === 0) return undefined;
    if (!keys.every((k, i) => areBeside(k, point[i]))) return undefined;
    return keys.map((k, i) => whole(k as Tensor, entry(numbers, i) as Tensor | undefined));
  }
  if (!areBeside(keys, point)) return undefined;
  if (!sizes) return [whole(keys, numbers as Tensor | undefined)];
  const counts = sizes instanceof Tensor && sizes.dim() === 1 ? (sizes.toArray() as number[]) : [];
  if (counts.some((c) => !Number.isInteger(c) || c < 0)) return undefined;
  let from = 0;
  const samples = counts.map((count) => {
    from += count;
    return { keys, values: numbers as Tensor | undefined, from: from - count, count };
  });
  return from === keys._size[0] ? samples : undefined;
}

function areBeside(keys: Activation, values: Activation): keys is Tensor {
  return keys instanceof Tensor && keys.dim() === 1 && values instanceof Tensor && values.isSameSizeAs(keys);
}

function whole(keys: Tensor, values: Tensor | undefined): Sample {
  return { keys, values, from: 0, count: keys._size[0] };
}
