/** @file Mean squared error. */
import { type Target, TensorCriterion } from '../lib/nn/criterion.js';
import { flag, optional, type TorchFields } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * x, t: any shape, as many elements each; c = the number of elements when averaging, else 1.
 *   forward    E   = Σ (x − t)² / c
 *   backward   gx  = 2 (x − t) / c
 *   rForward   R{E} = ⟨gx, Rx⟩
 *   rBackward  Rgx = 2 Rx / c
 */
export class MSECriterion extends TensorCriterion {
  static override readonly torch: TorchFields = { sizeAverage: optional(flag, true) };

  sizeAverage: boolean;

  constructor(sizeAverage: boolean = true) {
    super();
    this.sizeAverage = sizeAverage;
  }

  protected override loss(x: Tensor, target: Target): number {
    const [a, b] = [x.contiguous(), this.targetLike(x, target).contiguous()];
    const n = x.nElement();
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const z = a._storage.data[a._offset + i] - b._storage.data[b._offset + i];
      sum += z * z;
    }
    return this.sizeAverage ? sum / n : sum;
  }

  protected override gradient(x: Tensor, target: Target, gx: Tensor): void {
    gx.copy(x).add(-1, this.targetLike(x, target)).mul(this.factor(x));
  }

  protected override hessian(x: Tensor, rx: Tensor, _target: Target, rgx: Tensor): void {
    rgx.mul(rx, this.factor(x));
  }

  private factor(x: Tensor): number {
    return this.sizeAverage ? 2 / x.nElement() : 2;
  }
}
