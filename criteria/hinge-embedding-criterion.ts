/** @file Hinge loss of distances between things that are alike or not. */
import type { Target } from '../lib/nn/criterion.js';
import { ElementwiseCriterion } from '../lib/nn/elementwise-criterion.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { number, optional, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * x: distances; t: as many elements, 1 (alike) or −1 each, or one number for one distance; m = margin.
 *   e  = x where t = 1, max(0, m − x) where t = −1
 *   e′ = 1 where t = 1; −1 where t = −1 and x ≤ m (the kink included), else 0
 *   e″ = 0 almost everywhere
 * Of any other t Torch adds both, e = x + max(0, m − x), and says e′ = t, which is not the derivative; so does this.
 */
export class HingeEmbeddingCriterion extends ElementwiseCriterion {
  static override readonly torch: TorchFields = {
    margin: optional(number(), 1),
    buffer: unsaved(),
    ty: unsaved(),
  };

  margin: number;

  constructor(margin: number = 1) {
    super();
    checkNumbers(this.constructor.name, { margin });
    this.margin = margin;
  }

  protected override e(x: number, t: number): number {
    return (t === -1 ? 0 : x) + (t === 1 ? 0 : Math.max(0, this.margin - x));
  }

  protected override de(x: number, t: number): number {
    return t === -1 && x > this.margin ? 0 : t;
  }

  protected override targetLike(x: Tensor, target: Target): Tensor {
    return super.targetLike(x, this.inTensor(target));
  }
}
