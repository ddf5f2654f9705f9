/** @file One thing beside each entry of a table. */
import { type Activation, entry, type RActivation, shapeOf, sumInto } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { buffer, type TorchFields, tableBuffer } from '../lib/nn/torch-field.js';

/**
 *   forward    yᵢ = (v, tᵢ):     {v, {a, b, c}} becomes {{v, a}, {v, b}, {v, c}}
 *   backward   gv = Σᵢ gyᵢ₁,     gtᵢ = gyᵢ₂
 *   rForward   Ryᵢ = (Rv, Rtᵢ)
 *   rBackward  as backward, of Rgy
 * x: a table of something and a table. Nothing is copied forwards.
 */
export class ZipTableOneToMany extends LinearMap {
  static override readonly torch: TorchFields = { output: tableBuffer, gradInput: tableBuffer, gradInputEl: buffer };

  protected override map(input: Activation, x: RActivation): RActivation {
    const [, table] = Array.isArray(input) ? input : [];
    if (!Array.isArray(input) || input.length !== 2 || !Array.isArray(table) || table.length === 0) {
      throw new TypeError(`${this.describe()}.forward: expected {v, a table, not empty}, got ${shapeOf(input)}`);
    }
    return table.map((_, i) => [entry(x, 0), entry(entry(x, 1), i)]);
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): RActivation {
    const [, table] = input as [Activation, Activation[]];
    const pairs = table.map((_, i) => entry(g, i));
    const one = sumInto(
      entry(last, 0),
      pairs.map((pair) => entry(pair, 0)),
    );
    const many = pairs.map((pair, i) => sumInto(entry(entry(last, 1), i), [entry(pair, 1)]));
    return [one, many];
  }
}
