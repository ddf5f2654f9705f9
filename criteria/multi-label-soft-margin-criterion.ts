/** @file Binary cross-entropy of scores, for several labels at once. */
import { checkWeights } from '../lib/nn/class-target.js';
import { ElementwiseCriterion } from '../lib/nn/elementwise-criterion.js';
import { optional, type TorchFields, tensor, unsaved } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';
import { Sigmoid } from '../modules/sigmoid.js';

/**
 * x: scores (N × n) or (n); t: as many elements, 0 or 1 each. With ElementwiseCriterion's weights W (n), and σ(x) = 1 / (1 + exp(−x)):
 *   e  = −(t log σ(x) + (1 − t) log σ(−x))
 *   e′ = σ(x) − t
 *   e″ = σ(x) σ(−x)
 * all finite for every finite x.
 */
export class MultiLabelSoftMarginCriterion extends ElementwiseCriterion {
  static override readonly torch: TorchFields = {
    weights: optional(tensor(1)),
    sigmoid: unsaved(() => new Sigmoid()),
  };

  constructor(weights?: Tensor, sizeAverage?: boolean) {
    super(sizeAverage);
    checkWeights(this.describe(), weights);
    this.weights = weights;
  }

  protected override e(x: number, t: number): number {
    return Math.max(0, x) - x * t + Math.log1p(Math.exp(-Math.abs(x)));
  }

  protected override de(x: number, t: number): number {
    return 1 / (1 + Math.exp(-x)) - t;
  }

  protected override dde(x: number): number {
    return 1 / ((1 + Math.exp(x)) * (1 + Math.exp(-x)));
  }
}
