/** @file Squares for small errors, absolute values for large ones. */
import { ElementwiseCriterion } from '../lib/nn/elementwise-criterion.js';

/**
 * z = x − t (Girshick 2015, Fast R-CNN, equation 3):
 *   e  = z² / 2 where |z| < 1, |z| − 1/2 elsewhere
 *   e′ = z where |z| ≤ 1, sign(z) elsewhere
 *   e″ = 1 where |z| ≤ 1, 0 elsewhere (e′ has its kinks at |z| = 1)
 */
export class SmoothL1Criterion extends ElementwiseCriterion {
  protected override e(x: number, t: number): number {
    const z = Math.abs(x - t);
    return z < 1 ? (z * z) / 2 : z - 0.5;
  }

  protected override de(x: number, t: number): number {
    return Math.max(-1, Math.min(1, x - t));
  }

  protected override dde(x: number, t: number): number {
    return Math.abs(x - t) <= 1 ? 1 : 0;
  }
}
