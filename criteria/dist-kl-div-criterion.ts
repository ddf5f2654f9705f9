/** @file Kullback-Leibler divergence of distributions. */
import type { Target } from '../lib/nn/criterion.js';
import { ElementwiseCriterion } from '../lib/nn/elementwise-criterion.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * x: log-probabilities; t: probabilities, of the same shape.
 * e = t (log t − x) where t > 0, else 0;  e′ = −t where t > 0, else 0;  e″ = 0: E is linear in x. Torch's average, too, is over all
 * elements, not rows.
 */
export class DistKLDivCriterion extends ElementwiseCriterion {
  /** As in Torch, `sizeAverage` is a field, and no argument. */
  constructor() {
    super(true);
  }

  protected override e(x: number, t: number): number {
    return t > 0 ? t * (Math.log(t) - x) : 0;
  }

  protected override de(_x: number, t: number): number {
    return t > 0 ? -t : 0;
  }

  protected override targetLike(x: Tensor, target: Target): Tensor {
    const t = super.targetLike(x, target);
    if (!t.isSameSizeAs(x)) throw this.wrongShape('forward', `target (${x._size.join(' × ')})`, t);
    return t;
  }
}
