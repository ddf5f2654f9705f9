/** @file Sum of absolute values. */
import { type Target, TensorCriterion } from '../lib/nn/criterion.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * x: any shape; no target.
 *   forward    E   = Σ |x|
 *   backward   gx  = sign(x), and 0 at the kink x = 0
 *   rForward   R{E} = ⟨gx, Rx⟩
 *   rBackward  Rgx = 0 almost everywhere
 */
export class L1Cost extends TensorCriterion {
  protected override loss(x: Tensor): number {
    return x.norm(1);
  }

  protected override gradient(x: Tensor, _target: Target, gx: Tensor): void {
    gx.sign(x);
  }
}
