/** @file Mean absolute error. */
import { ElementwiseCriterion } from '../lib/nn/elementwise-criterion.js';

/** e = |x − t|;  e′ = sign(x − t), and 1 at the kink x = t, as Torch;  e″ = 0 almost everywhere. */
export class AbsCriterion extends ElementwiseCriterion {
  protected override e(x: number, t: number): number {
    return Math.abs(x - t);
  }

  protected override de(x: number, t: number): number {
    return 2 * +(x - t >= 0) - 1;
  }
}
