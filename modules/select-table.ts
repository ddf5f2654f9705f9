/** @file One entry of a table. */
import { type Activation, entry, type RActivation, shapeOf, sumInto } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { oneBased, type TorchFields, tableBuffer } from '../lib/nn/torch-field.js';

/**
 *   forward    y   = xᵢ,    i = index
 *   backward   gxᵢ  = gy,   zero for the other entries
 *   rForward   Ry  = Rxᵢ
 *   rBackward  Rgxᵢ = Rgy,  zero for the other entries
 * x: a table of tensors or tables; y is the entry itself, not a copy. `index` counts from 0, or from the end when negative.
 */
export class SelectTable extends LinearMap {
  static override readonly torch: TorchFields = { index: oneBased, gradInput: tableBuffer };

  index: number;

  constructor(index: number) {
    super();
    this.index = index;
  }

  protected override map(input: Activation, x: RActivation): RActivation {
    if (!Array.isArray(input)) {
      throw new TypeError(`${this.describe()}.forward: expected input to be a table, got ${shapeOf(input)}`);
    }
    const i = this.place(input);
    if (!(i in input)) throw this.wrongShape('forward', `a table with entry ${this.index}`, input);
    return entry(x, i);
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): RActivation {
    const table = input as Activation[];
    const at = this.place(table);
    return table.map((_, i) => (i === at ? sumInto(entry(last, i), [g]) : undefined));
  }

  private place(table: Activation[]): number {
    return this.index < 0 ? this.index + table.length : this.index;
  }

  override toString(): string {
    return `${super.toString()}(${this.index < 0 ? this.index : this.index + 1})`;
  }

  override describe(): string {
    return `${this.constructor.name}(${this.index})`;
  }
}
