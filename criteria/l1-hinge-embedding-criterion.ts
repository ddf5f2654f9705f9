/** @file Hinge loss of the L1 distance between two things that are alike or not. */
import type { Target } from '../lib/nn/criterion.js';
import { DifferenceCriterion } from '../lib/nn/difference-criterion.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { number, optional, type TorchFields } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * z = a − b, d = Σ |z|; t: a number, −1 or, as in Torch, any other one (alike); m = margin. DifferenceCriterion has the passes.
 *   h  = max(0, m − d) where t = −1, else d
 *   h′ = −sign(z) where t = −1 and d ≤ m (the kink included), 0 where d > m; sign(z) for other t
 *   h″ = 0 almost everywhere
 * sign(0) = 0, where Torch draws 1 or −1.
 */
export class L1HingeEmbeddingCriterion extends DifferenceCriterion {
  static override readonly torch: TorchFields = { margin: optional(number(), 1) };

  margin: number;

  constructor(margin: number = 1) {
    super();
    checkNumbers(this.constructor.name, { margin });
    this.margin = margin;
  }

  protected override loss(z: Tensor, target: Target): number {
    if (typeof target !== 'number') {
      throw new TypeError(`${this.describe()}.forward: expected target to be a number, got ${typeof target}`);
    }
    const d = z.norm(1);
    return target === -1 ? Math.max(0, this.margin - d) : d;
  }

  protected override gradient(z: Tensor, target: Target, gz: Tensor): void {
    if (target !== -1) gz.sign(z);
    else if (z.norm(1) > this.margin) gz.zero();
    else gz.sign(z).mul(-1);
  }
}
