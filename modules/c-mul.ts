/** @file Componentwise multiplication by learned weights. */
import { Repeating } from '../lib/nn/repeating.js';
import { type TorchFields, tensor } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * w: any sizes; s = scale; E repeats w over x, as Repeating says, Eᵀ sums over repeated elements.
 *   forward    y   = E w ∘ x
 *   backward   gx  = E w ∘ gy                gw  += s Eᵀ(x ∘ gy)
 *   rForward   Ry  = E Rw ∘ x + E w ∘ Rx
 *   rBackward  Rgx = E w ∘ Rgy + E Rw ∘ gy   Rgw += s Eᵀ(x ∘ Rgy + Rx ∘ gy)
 */
export class CMul extends Repeating {
  static override readonly torch: TorchFields = { weight: tensor() };

  declare weight: Tensor;
  declare gradWeight: Tensor;
  declare rWeight: Tensor;
  declare rGradWeight: Tensor;

  /** @throws RangeError when a size is not a whole number from 1 up. */
  constructor(...size: number[] | [readonly number[]]) {
    super('weight', size);
  }

  protected override product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    const { data: weights } = w._storage;
    const source = x.contiguous();
    const { data: from } = source._storage;
    const { data: to } = y._storage;
    const [n, step] = this.line();
    const count = y.nElement();
    for (let i = 0; i < count; i += n) {
      const wo = w._offset + this.lineAt(i / n);
      const xo = source._offset + i;
      const yo = y._offset + i;
      if (accumulate) for (let j = 0; j < n; j++) to[yo + j] += weights[wo + j * step] * from[xo + j];
      else for (let j = 0; j < n; j++) to[yo + j] = weights[wo + j * step] * from[xo + j];
    }
  }

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    const { data: to } = gw._storage;
    const a = x.contiguous();
    const b = g.contiguous();
    const { data: as } = a._storage;
    const { data: bs } = b._storage;
    const [n, step] = this.line();
    const count = a.nElement();
    for (let i = 0; i < count; i += n) {
      const wo = gw._offset + this.lineAt(i / n);
      const ao = a._offset + i;
      const bo = b._offset + i;
      for (let j = 0; j < n; j++) to[wo + j * step] += scale * as[ao + j] * bs[bo + j];
    }
  }
}
