/** @file One entry of a table. */
import { type Activation, entry, NamedTable, type RActivation, shapeOf, sumInto } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers, wholeNumber } from '../lib/nn/numbers.js';
import { oneBased, type TorchField, type TorchFields, tableBuffer } from '../lib/nn/torch-field.js';

const indexOrName: TorchField = {
  toTorch: (value, owner) => (typeof value === 'string' ? value : oneBased.toTorch(value, owner)),
  fromTorch: (value, ...rest) => (typeof value === 'string' ? value : oneBased.fromTorch(value, ...rest)),
};

/**
 *   forward    y   = xᵢ,    i = index
 *   backward   gxᵢ  = gy,   zero for the other entries
 *   rForward   Ry  = Rxᵢ
 *   rBackward  Rgxᵢ = Rgy,  zero for the other entries
 * x: a table of tensors or tables; y is the entry itself, not a copy. `index` counts from 0, or from the end when negative; it
 * may be a name, of a NamedTable.
 */
export class SelectTable extends LinearMap {
  static override readonly torch: TorchFields = { index: indexOrName, gradInput: tableBuffer };

  index: number | string;

  constructor(index: number | string) {
    super();
    if (typeof index !== 'string') checkNumbers(this.constructor.name, { index }, wholeNumber);
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
    if (typeof this.index === 'string') return table instanceof NamedTable ? table.names.indexOf(this.index) : -1;
    return this.index < 0 ? this.index + table.length : this.index;
  }

  override toString(): string {
    const { index } = this;
    return `${super.toString()}(${typeof index === 'string' || index < 0 ? index : index + 1})`;
  }

  override describe(): string {
    return `${this.constructor.name}(${this.index})`;
  }
}
