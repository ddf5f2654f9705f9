/** @file Logistic loss of two classes. */
import { ElementwiseCriterion } from '../lib/nn/elementwise-criterion.js';

/**
 * x: scores; t: 1 or −1 each; u = x t, σ(u) = 1 / (1 + exp(−u)).
 * e = log(1 + exp(−u));  e′ = −t σ(−u);  e″ = t² σ(u) σ(−u): written so that they are finite for every finite u.
 */
export class SoftMarginCriterion extends ElementwiseCriterion {
  /** As in Torch, `sizeAverage` is a field, and no argument. */
  constructor() {
    super(true);
  }

  protected override e(x: number, t: number): number {
    return Math.max(0, -x * t) + Math.log1p(Math.exp(-Math.abs(x * t)));
  }

  protected override de(x: number, t: number): number {
    return -t / (1 + Math.exp(x * t));
  }

  protected override dde(x: number, t: number): number {
    return (t * t) / ((1 + Math.exp(x * t)) * (1 + Math.exp(-x * t)));
  }
}
