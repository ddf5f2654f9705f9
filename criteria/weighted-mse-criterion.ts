/** @file Mean squared error from targets that are weighted. */
import type { Target } from '../lib/nn/criterion.js';
import { type TorchFields, tensor, unsaved } from '../lib/nn/torch-field.js';
import { Tensor } from '../lib/tensor/index.js';
import { MSECriterion } from './mse-criterion.js';

/**
 * MSECriterion with W ∘ t in place of t. W: the size of x, or that of one row of x. As in Torch, it is not the errors that are
 * weighted: E = Σ (x − W t)² / c.
 */
export class WeightedMSECriterion extends MSECriterion {
  static override readonly torch: TorchFields = { weight: tensor(), buffer: unsaved() };

  weight: Tensor;
  declare private weighted: Tensor;

  constructor(weight: Tensor) {
    super();
    if (!(weight instanceof Tensor)) {
      throw new TypeError(`WeightedMSECriterion: expected weight to be a tensor, got ${typeof weight}`);
    }
    this.weight = weight.clone();
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.weighted = this.buffer();
  }

  protected override targetLike(x: Tensor, target: Target): Tensor {
    const { weight } = this;
    const row = x.dim() - 1 === weight.dim() ? x._size.slice(1) : x._size;
    if (weight._size.join() !== row.join()) {
      const size = weight._size.join(' × ');
      throw this.wrongShape('forward', `input (${size}) or (N × ${size})`, x);
    }
    const t = this.weighted.resizeAs(x).copy(super.targetLike(x, target));
    return t.cmul(weight.expandAs(x));
  }
}
