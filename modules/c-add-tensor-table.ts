/** @file One tensor added to each of a table. */
import { type Activation, entry, type RActivation, shapeOf, sumInto } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { type TorchFields, tableBuffer } from '../lib/nn/torch-field.js';
import { Tensor } from '../lib/tensor/index.js';

/**
 *   forward    yᵢ   = v + tᵢ
 *   backward   gv  = Σᵢ gyᵢ,      gtᵢ  = gyᵢ
 *   rForward   Ryᵢ  = Rv + Rtᵢ
 *   rBackward  Rgv = Σᵢ Rgyᵢ,     Rgtᵢ = Rgyᵢ
 * x: {v, {t₁, …, tₙ}}, tensors of one size.
 */
export class CAddTensorTable extends LinearMap {
  static override readonly torch: TorchFields = { gradInput: tableBuffer };

  protected override map(input: Activation, x: RActivation, last: RActivation): RActivation {
    const [v, table] = Array.isArray(input) ? input : [];
    if (!(v instanceof Tensor && Array.isArray(table)) || table.length === 0) {
      throw new TypeError(`${this.describe()}.forward: expected {v, {t, …}}, got ${shapeOf(input)}`);
    }
    if (!table.every((t) => t instanceof Tensor && t.isSameSizeAs(v))) {
      throw this.wrongShape('forward', 'tensors of one size', input);
    }
    for (const [i, t] of [v, ...table].entries()) this.tensor('forward', t, i === 0 ? 'v' : `t[${i - 1}]`);
    return table.map((_, i) => sumInto(entry(last, i), [entry(x, 0), entry(entry(x, 1), i)]));
  }

  protected override adjoint(_input: Activation, g: RActivation, last: RActivation): RActivation {
    const gradients = g as RActivation[];
    return [
      sumInto(entry(last, 0), gradients),
      gradients.map((gradient, i) => sumInto(entry(entry(last, 1), i), [gradient])),
    ];
  }
}
