/** @file Rows of a table of tables as columns. */
import { type Activation, entry, type RActivation, shapeOf } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { type TorchFields, tableBuffer } from '../lib/nn/torch-field.js';

/**
 *   forward    yⱼᵢ  = xᵢⱼ:     {{a1, a2}, {b1, b2}, {c1, c2}} becomes {{a1, b1, c1}, {a2, b2, c2}}
 *   backward   gxᵢⱼ  = gyⱼᵢ
 *   rForward   Ryⱼᵢ  = Rxᵢⱼ
 *   rBackward  Rgxᵢⱼ = Rgyⱼᵢ
 * x: a table of tables of one length. Nothing is copied.
 */
export class ZipTable extends LinearMap {
  static override readonly torch: TorchFields = { output: tableBuffer, gradInput: tableBuffer };

  protected override map(input: Activation, x: RActivation): RActivation {
    const [first] = Array.isArray(input) ? input : [];
    const n = Array.isArray(first) ? first.length : 0;
    if (!Array.isArray(input) || n === 0 || !input.every((row) => Array.isArray(row) && row.length === n)) {
      throw new TypeError(
        `${this.describe()}.forward: expected a table of tables of one length, got ${shapeOf(input)}`,
      );
    }
    return exchanged(x, input.length, n);
  }

  protected override adjoint(input: Activation, g: RActivation): RActivation {
    const rows = input as Activation[][];
    return exchanged(g, rows[0].length, rows.length);
  }
}

/** Entry (j, i) of the result is entry (i, j) of x, of which there are (rows × columns). */
function exchanged(x: RActivation, rows: number, columns: number): RActivation[][] {
  return Array.from({ length: columns }, (_, j) => Array.from({ length: rows }, (_, i) => entry(entry(x, i), j)));
}
