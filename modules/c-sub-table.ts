/** @file The difference of two tensors. */
import { type Activation, entry, type RActivation } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { type TorchFields, tableBuffer } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 *   forward    y   = x₁ − x₂
 *   backward   gx₁  = gy,     gx₂  = −gy
 *   rForward   Ry  = Rx₁ − Rx₂
 *   rBackward  Rgx₁ = Rgy,    Rgx₂ = −Rgy
 * x: a table of two tensors with as many elements; y has the shape of the first.
 */
export class CSubTable extends LinearMap {
  static override readonly torch: TorchFields = { gradInput: tableBuffer };

  protected override map(input: Activation, x: RActivation, last: RActivation): RActivation {
    const shapes = this.tensors('forward', input);
    if (shapes.length !== 2 || shapes[0].nElement() !== shapes[1].nElement()) {
      throw this.wrongShape('forward', 'a table of two tensors of one size', input);
    }
    const [first, second] = [0, 1].map((i) => entry(x, i) as Tensor | undefined);
    const y = this.reuse(last).resizeAs(shapes[0]);
    if (!second) return y.copy(first as Tensor);
    return first ? y.copy(first).csub(second) : y.copy(second).neg();
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): RActivation {
    const [first, second] = (input as Tensor[]).map((x, i) =>
      this.reuse(entry(last, i))
        .resizeAs(x)
        .copy(g as Tensor),
    );
    return [first, second.neg()];
  }
}
