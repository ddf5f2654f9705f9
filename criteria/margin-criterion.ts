/** @file Hinge loss of two classes. */
import { ElementwiseCriterion } from '../lib/nn/elementwise-criterion.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { number, optional, type TorchFields } from '../lib/nn/torch-field.js';

/**
 * x: scores; t: 1 or −1 each; m = margin.
 * e = max(0, m − x t);  e′ = −t where x t < m, else 0 (at the kink, too);  e″ = 0 almost everywhere.
 */
export class MarginCriterion extends ElementwiseCriterion {
  static override readonly torch: TorchFields = { margin: optional(number(), 1) };

  margin: number;

  constructor(margin: number = 1) {
    super();
    checkNumbers(this.constructor.name, { margin });
    this.margin = margin;
  }

  protected override e(x: number, t: number): number {
    return Math.max(0, this.margin - x * t);
  }

  protected override de(x: number, t: number): number {
    return x * t < this.margin ? -t : 0;
  }
}
