/** @file Affine map of sparse vectors, given as pairs. */
import { type Activation, entry, type RActivation, shapeOf } from '../lib/nn/activation.js';
import type { IndexBase } from '../lib/nn/class-target.js';
import { checkSizes } from '../lib/nn/sizes.js';
import { SparseMap, type Visit } from '../lib/nn/sparse-map.js';
import { type TorchFields, tableBuffer, unsaved } from '../lib/nn/torch-field.js';
import { Tensor, torch, vector } from '../lib/tensor/index.js';

/**
 * SparseMap, W: (m × n). Input, of any type: (k × 2), with an index and a value in each line, y: (m); a table of N such, y: (N × m); or
 * (N × k × 2), y: (N × m). gx, with doGradInput, has a line for each of the n inputs: (n × 2) each in a table, or (N × n × 2).
 * Indices count from indexBase. Initial weights: uniform in ±1/√n, biases 10⁻⁶ times as large.
 */
export class SparseLinear extends SparseMap {
  static override readonly torch: TorchFields = {
    gradInput: tableBuffer,
    sparseUpdate: unsaved(() => 0),
    lastInput: unsaved(),
    formatted_input: unsaved(),
    legacyMode: unsaved(),
  };

  declare private pairs: Tensor;
  declare private rPairs: Tensor;

  /** @throws RangeError when a size is not a whole number from 1 up. */
  constructor(inputSize: number, outputSize: number, doGradInput: boolean = false, indexBase: IndexBase = 0) {
    checkSizes('SparseLinear', [inputSize, outputSize]);
    super(doGradInput, indexBase, torch.zeros(outputSize, inputSize), torch.zeros(outputSize));
    this.reset();
  }

  protected override get inputs(): 1 {
    return 1;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.pairs = this.buffer();
    this.rPairs = this.buffer();
  }

  protected override rowsOf(input: Activation): { rows: number; batch: boolean } {
    const single = input instanceof Tensor;
    const samples = single ? [input] : (input as Activation[]);
    const fits = (x: Activation): boolean => {
      return x instanceof Tensor && (x.dim() === 2 || (single && x.dim() === 3)) && x._size[x.dim() - 1] === 2;
    };
    if (samples.length === 0 || !samples.every(fits)) {
      const expected = 'pairs (k × 2), a table of such, or (N × k × 2)';
      throw new RangeError(`${this.describe()}.forward: expected ${expected}, got ${shapeOf(input)}`);
    }
    const batch = !single || input.dim() === 3;
    return { rows: single ? (batch ? input._size[0] : 1) : samples.length, batch };
  }

  protected override eachEntry(input: Activation, values: RActivation, visit: Visit): void {
    const single = input instanceof Tensor;
    if (single && input.dim() === 3) {
      for (let i = 0; i < input._size[0]; i++) {
        this.eachPair(input.select(0, i), (values as Tensor).select(0, i), i, visit);
      }
    } else if (single) this.eachPair(input, values as Tensor, 0, visit);
    else {
      for (const [i, x] of input.entries())
        this.eachPair(x as Tensor, entry(values, i) as Tensor | undefined, i, visit);
    }
  }

  protected override spread(dense: Tensor, input: Activation, isImage: boolean): RActivation {
    const [rows, n] = dense._size;
    const to = (isImage ? this.rPairs : this.pairs).resize(rows, n, 2);
    const [from, out] = [vector(dense), vector(to)];
    for (let i = 0; i < rows * n; i++) {
      out[2 * i] = isImage ? 0 : (i % n) + this.indexBase;
      out[2 * i + 1] = from[i];
    }
    if (input instanceof Tensor && input.dim() === 3) return to;
    return Array.from({ length: rows }, (_, i) => to.select(0, i));
  }

  private eachPair(x: Tensor, values: Tensor | undefined, row: number, visit: Visit): void {
    if (!values) return;
    const [down] = x._stride;
    const { data } = x._storage;
    const { data: from } = values._storage;
    for (let i = 0; i < x._size[0]; i++) {
      const value = from[values._offset + i * values._stride[0] + values._stride[1]];
      visit(row, data[x._offset + i * down] - this.indexBase, value);
    }
  }
}
