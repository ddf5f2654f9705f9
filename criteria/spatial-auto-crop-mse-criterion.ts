/** @file Mean squared error from the middle of larger targets. */
import type { Target } from '../lib/nn/criterion.js';
import { Tensor } from '../lib/tensor/index.js';
import { MSECriterion } from './mse-criterion.js';

/**
 * MSECriterion of x and the middle of t. x: (N × C × H × W) or (C × H × W); t: the same but for its height and width, which may be
 * larger; the piece starts at ⌊(height − H) / 2⌋ and ⌊(width − W) / 2⌋. All four passes crop; Torch's backward expects a target
 * of the size of x.
 */
export class SpatialAutoCropMSECriterion extends MSECriterion {
  declare private middle: Tensor;

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.middle = this.buffer();
  }

  protected override targetLike(x: Tensor, target: Target): Tensor {
    const d = x.dim();
    if (d !== 3 && d !== 4) throw this.wrongShape('forward', 'input (N × C × H × W) or (C × H × W)', x);
    if (!(target instanceof Tensor)) return super.targetLike(x, target);
    const isMap = (k: number): boolean => k >= d - 2;
    const fits = target._size.every((n, k) => (isMap(k) ? n >= x._size[k] : n === x._size[k]));
    if (target.dim() !== d || !fits) {
      throw this.wrongShape('forward', `target (${x._size.join(' × ')}), or higher and wider`, target);
    }
    let piece = target;
    for (let k = d - 2; k < d; k++) {
      piece = piece.narrow(k, Math.floor((target._size[k] - x._size[k]) / 2), x._size[k]);
    }
    super.targetLike(x, piece);
    return this.middle.resizeAs(piece).copy(piece);
  }
}
