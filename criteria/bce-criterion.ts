/** @file Binary cross-entropy. */
import { checkWeights } from '../lib/nn/class-target.js';
import { ElementwiseCriterion } from '../lib/nn/elementwise-criterion.js';
import { optional, type TorchFields, tensor } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/** Torch's: keeps the logarithms and quotients finite at 0 and 1. */
const EPS = 1e-12;

/**
 * x: probabilities; t: as many elements, usually 0 or 1; ε = 1e-12; a = x + ε, b = 1 − x + ε. With ElementwiseCriterion's weights W:
 *   e  = −(t log a + (1 − t) log b)
 *   e′ = (x − t) / (a b)
 *   e″ = (t (1 − x)² + (1 − t) x² + ε + ε²) / (a b)²
 * e′ is Torch's, which is short of ∂e/∂x by ε (2t − 1) / (a b): this shows within some ε of 0 and 1 only (at x = t = 0, e′ is 0
 * and ∂e/∂x is 1). e″ is the exact derivative of e′, written so that nothing cancels.
 *
 * forward throws a RangeError where an element of x is not within 0..1.
 */
export class BCECriterion extends ElementwiseCriterion {
  static override readonly torch: TorchFields = { weights: optional(tensor(1)) };

  constructor(weights?: Tensor, sizeAverage?: boolean) {
    super(sizeAverage);
    checkWeights(this.describe(), weights);
    this.weights = weights;
  }

  protected override e(x: number, t: number): number {
    if (!(x >= 0 && x <= 1)) throw new RangeError(`${this.describe()}.forward: expected input within 0..1, got ${x}`);
    return -(t * Math.log(x + EPS) + (1 - t) * Math.log(1 - x + EPS));
  }

  protected override de(x: number, t: number): number {
    return (x - t) / ((1 - x + EPS) * (x + EPS));
  }

  protected override dde(x: number, t: number): number {
    return (t * (1 - x) ** 2 + (1 - t) * x ** 2 + EPS + EPS ** 2) / ((1 - x + EPS) * (x + EPS)) ** 2;
  }
}
