/** @file Hinge loss of which of two scores is the larger. */
import type { Target } from '../lib/nn/criterion.js';
import { DifferenceCriterion } from '../lib/nn/difference-criterion.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { flag, number, optional, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import { Tensor } from '../lib/tensor/index.js';

/**
 * z = a − b; t: as many elements, 1 (a is to be the larger) or −1 each, or one number for scores of one element; m = margin;
 * c = the first size of t when averaging, else 1. DifferenceCriterion has the passes.
 *   h  = Σ max(0, m − t z) / c
 *   h′ = −t / c where t z ≤ m (the kink included), else 0
 *   h″ = 0 almost everywhere
 */
export class MarginRankingCriterion extends DifferenceCriterion {
  static override readonly torch: TorchFields = {
    margin: optional(number(), 1),
    sizeAverage: optional(flag, true),
    gradInput: unsaved((owner) => [Tensor.zeros(owner._type, [1]), Tensor.zeros(owner._type, [1])]),
    dist: unsaved(),
    mask: unsaved(),
  };

  margin: number;
  sizeAverage: boolean = true;

  constructor(margin: number = 1) {
    super();
    checkNumbers(this.constructor.name, { margin });
    this.margin = margin;
  }

  protected override loss(z: Tensor, target: Target): number {
    const t = this.inTensor(target);
    if (!(t instanceof Tensor)) {
      throw new TypeError(
        `${this.describe()}.forward: expected target to be a number or a tensor, got ${typeof target}`,
      );
    }
    if (t.nElement() !== z.nElement()) {
      throw this.wrongShape('forward', `target (${z._size.join(' × ')})`, t);
    }
    const [a, y] = [z, t.contiguous()];
    let sum = 0;
    for (let i = 0; i < z.nElement(); i++) {
      sum += Math.max(0, this.margin - y._storage.data[y._offset + i] * a._storage.data[a._offset + i]);
    }
    return sum / this.divisor(target);
  }

  protected override gradient(z: Tensor, target: Target, gz: Tensor): void {
    const y = (this.inTensor(target) as Tensor).contiguous();
    const c = this.divisor(target);
    for (let i = 0; i < z.nElement(); i++) {
      const t = y._storage.data[y._offset + i];
      gz._storage.data[gz._offset + i] = t * z._storage.data[z._offset + i] <= this.margin ? -t / c : 0;
    }
  }

  private divisor(target: Target): number {
    return this.sizeAverage && target instanceof Tensor ? target._size[0] : 1;
  }
}
