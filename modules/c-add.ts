/** @file Componentwise addition of learned numbers. */
import { Repeating } from '../lib/nn/repeating.js';
import { type TorchFields, tensor } from '../lib/nn/torch-field.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

/**
 * b: any sizes; s = scale; E repeats b over x, as Repeating says, Eᵀ sums over repeated elements.
 *   forward    y   = x + E b
 *   backward   gx  = gy         gb  += s Eᵀgy
 *   rForward   Ry  = Rx + E Rb
 *   rBackward  Rgx = Rgy        Rgb += s EᵀRgy
 */
export class CAdd extends Repeating {
  static override readonly torch: TorchFields = { bias: tensor() };

  declare bias: Tensor;
  declare gradBias: Tensor;
  declare rBias: Tensor;
  declare rGradBias: Tensor;

  /** @throws RangeError when a size is not a whole number from 1 up. */
  constructor(...size: number[] | [readonly number[]]) {
    super('bias', size);
  }

  protected override product(_w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    if (accumulate) y.add(x);
    else y.copy(x);
  }

  protected override spreadBias(b: Tensor, y: Tensor): void {
    const [from, to] = [vector(b), vector(y)];
    const [n, step] = this.line();
    const count = y.nElement();
    for (let i = 0; i < count; i += n) {
      const bo = b._offset + this.lineAt(i / n);
      for (let j = 0; j < n; j++) to[y._offset + i + j] = from[bo + j * step];
    }
  }

  protected override collectBias(g: Tensor, gb: Tensor, scale: number): void {
    const source = g.contiguous();
    const [from, to] = [vector(source), vector(gb)];
    const [n, step] = this.line();
    const count = g.nElement();
    for (let i = 0; i < count; i += n) {
      const bo = gb._offset + this.lineAt(i / n);
      for (let j = 0; j < n; j++) to[bo + j * step] += scale * from[source._offset + i + j];
    }
  }
}
