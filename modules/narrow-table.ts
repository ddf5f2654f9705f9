/** @file A range of a table. */
import { type Activation, entry, type RActivation, shapeOf, sumInto } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers, wholeNumber } from '../lib/nn/numbers.js';
import { number, oneBased, type TorchFields, tableBuffer } from '../lib/nn/torch-field.js';

/**
 *   forward    y   = (xᵢ) for the `length` entries from `offset` on
 *   backward   gxᵢ  = gy of these, zero for the other entries
 *   rForward   Ry  = (Rxᵢ) of these
 *   rBackward  Rgxᵢ = Rgy of these, zero for the other entries
 * x: a table of tensors or tables; y holds the entries themselves. `offset` counts from 0, or from the end when negative; a negative
 * length is counted from the end: −1 reaches to the last entry, −2 to the one before it.
 */
export class NarrowTable extends LinearMap {
  static override readonly torch: TorchFields = {
    offset: oneBased,
    length: number(),
    output: tableBuffer,
    gradInput: tableBuffer,
  };

  offset: number;
  length: number;

  constructor(offset: number, length: number = 1) {
    super();
    checkNumbers(this.constructor.name, { offset, length }, wholeNumber);
    this.offset = offset;
    this.length = length;
  }

  protected override map(input: Activation, x: RActivation): RActivation {
    const [first, end] = this.range(input);
    return (x as RActivation[]).slice(first, end);
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): RActivation {
    const [first, end] = this.range(input);
    const table = input as Activation[];
    return table.map((_, i) => (i >= first && i < end ? sumInto(entry(last, i), [entry(g, i - first)]) : undefined));
  }

  private range(input: Activation): [number, number] {
    if (!Array.isArray(input)) {
      throw new TypeError(`${this.describe()}.forward: expected input to be a table, got ${shapeOf(input)}`);
    }
    const first = this.offset < 0 ? this.offset + input.length : this.offset;
    const end = this.length < 0 ? input.length + this.length + 1 : first + this.length;
    if (first < 0 || end > input.length || end <= first) {
      throw this.wrongShape('forward', `a table with ${this.length} entries from ${this.offset}`, input);
    }
    return [first, end];
  }
}
