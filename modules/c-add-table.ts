/** @file The sum of a table's tensors. */
import { type Activation, entry, type RActivation, sumInto } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { flag, optional, type TorchFields, tableBuffer } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 *   forward    y   = Σᵢ xᵢ
 *   backward   gxᵢ  = gy
 *   rForward   Ry  = Σᵢ Rxᵢ
 *   rBackward  Rgxᵢ = Rgy
 * x: a table of tensors with as many elements each; y has the shape of the first. `inplace` is kept for compatibility; the module
 * never overwrites its input.
 */
export class CAddTable extends LinearMap {
  static override readonly torch: TorchFields = { inplace: optional(flag, false), gradInput: tableBuffer };

  inplace: boolean;

  constructor(inplace: boolean = false) {
    super();
    this.inplace = inplace;
  }

  protected override map(input: Activation, x: RActivation, last: RActivation): RActivation {
    const shapes = this.tensors('forward', input);
    const n = shapes[0].nElement();
    if (shapes.some((shape) => shape.nElement() !== n)) {
      throw this.wrongShape('forward', 'a table of tensors of one size', input);
    }
    return (sumInto(this.reuse(last), x as RActivation[]) as Tensor).resizeAs(shapes[0]);
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): RActivation {
    return (input as Tensor[]).map((x, i) =>
      this.reuse(entry(last, i))
        .resizeAs(x)
        .copy(g as Tensor),
    );
  }
}
