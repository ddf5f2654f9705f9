/** @file How much smaller the distance of what is alike is than that of what is not. */
import type { Target } from '../lib/nn/criterion.js';
import { DifferenceCriterion } from '../lib/nn/difference-criterion.js';
import { flag, optional, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * {a, b}: distances between things that are alike, and that are not; no target; z = a − b, σ(z) = 1 / (1 + exp(−z)); c = the first
 * size of a when averaging, else 1 (Hoffer, Hubara and Ailon 2016, arXiv 1610.00243). DifferenceCriterion
 * has the passes.
 *   h   = Σ −log(exp(−a) / (exp(−a) + exp(−b))) / c = Σ log(1 + exp(z)) / c
 *   h′  = σ(z) / c
 *   h″ Rz = σ(z) σ(−z) ∘ Rz / c
 * all finite for every finite z.
 */
export class DistanceRatioCriterion extends DifferenceCriterion {
  static override readonly torch: TorchFields = {
    sizeAverage: optional(flag, true),
    dX: unsaved(),
    dY: unsaved(),
    loss: unsaved(),
  };

  sizeAverage: boolean;

  constructor(sizeAverage: boolean = true) {
    super();
    this.sizeAverage = sizeAverage;
  }

  protected override loss(z: Tensor): number {
    let sum = 0;
    for (let i = 0; i < z.nElement(); i++) {
      const zi = z._storage.data[z._offset + i];
      sum += Math.max(0, zi) + Math.log1p(Math.exp(-Math.abs(zi)));
    }
    return sum / this.divisor(z);
  }

  protected override gradient(z: Tensor, _target: Target, gz: Tensor): void {
    gz.sigmoid(z).div(this.divisor(z));
  }

  protected override hessian(z: Tensor, rz: Tensor, rgz: Tensor): void {
    for (let i = 0; i < z.nElement(); i++) {
      const zi = z._storage.data[z._offset + i];
      rgz._storage.data[rgz._offset + i] = 1 / ((1 + Math.exp(zi)) * (1 + Math.exp(-zi)));
    }
    rgz.cmul(rz).div(this.divisor(z));
  }

  private divisor(z: Tensor): number {
    return this.sizeAverage ? z._size[0] : 1;
  }
}
