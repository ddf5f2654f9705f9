/** @file Binary cross-entropy. */
import { type Target, TensorCriterion } from '../lib/nn/criterion.js';
import { flag, optional, type TorchFields, tensor } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/** Torch's: keeps the logarithms and quotients finite at 0 and 1. */
const EPS = 1e-12;

/**
 * x: probabilities; t: as many elements, usually 0 or 1; W: weights (n) of the columns of t: (N × n) or (n), all 1 when left out; c = the
 * number of elements when averaging, else 1; ε = 1e-12; a = x + ε, b = 1 − x + ε.
 *   forward    E   = −Σ W (t log a + (1 − t) log b) / c
 *   backward   gx  = W (x − t) / (a b) / c
 *   rForward   R{E} = ⟨gx, Rx⟩
 *   rBackward  Rgx = W (t (1 − x)² + (1 − t) x² + ε + ε²) / (a b)² / c ∘ Rx
 * gx is Torch's, which is short of ∂E/∂x by W ε (2t − 1) / (a b) / c: this shows within some ε of 0 and 1 only (at x = t = 0, gx is 0
 * and ∂E/∂x is 1/c). Rgx is the exact derivative of gx, written so that nothing cancels.
 */
export class BCECriterion extends TensorCriterion {
  static override readonly torch: TorchFields = {
    weights: optional(tensor(1)),
    sizeAverage: optional(flag, true),
  };

  weights: Tensor | undefined;
  sizeAverage: boolean;

  constructor(weights?: Tensor, sizeAverage: boolean = true) {
    super();
    if (weights && weights.dim() !== 1) {
      throw new RangeError(`BCECriterion: expected weights (n), got ${weights.describe()}`);
    }
    this.weights = weights;
    this.sizeAverage = sizeAverage;
  }

  /** @throws RangeError where an element of x is not within 0..1. */
  protected override loss(x: Tensor, target: Target): number {
    const t = this.targetLike(x, target);
    const columns = t._size[t.dim() - 1];
    if (this.weights && (t.dim() > 2 || columns !== this.weights.nElement())) {
      const n = this.weights.nElement();
      throw this.wrongShape('forward', `target (N × ${n}) or (${n}), one column for each weight`, t);
    }
    let sum = 0;
    this.each(x, t, (xi, ti, w) => {
      if (!(xi >= 0 && xi <= 1))
        throw new RangeError(`${this.describe()}.forward: expected input within 0..1, got ${xi}`);
      sum -= w * (ti * Math.log(xi + EPS) + (1 - ti) * Math.log(1 - xi + EPS));
    });
    return this.sizeAverage ? sum / x.nElement() : sum;
  }

  protected override gradient(x: Tensor, target: Target, gx: Tensor): void {
    const c = this.sizeAverage ? x.nElement() : 1;
    const { data } = gx._storage;
    this.each(x, target as Tensor, (xi, ti, w, i) => {
      data[gx._offset + i] = (w * (xi - ti)) / ((1 - xi + EPS) * (xi + EPS)) / c;
    });
  }

  protected override hessian(x: Tensor, rx: Tensor, target: Target, rgx: Tensor): void {
    const c = this.sizeAverage ? x.nElement() : 1;
    const { data } = rgx._storage;
    this.each(x, target as Tensor, (xi, ti, w, i) => {
      const ab = (1 - xi + EPS) * (xi + EPS);
      data[rgx._offset + i] = (w * (ti * (1 - xi) ** 2 + (1 - ti) * xi ** 2 + EPS + EPS ** 2)) / ab ** 2 / c;
    });
    rgx.cmul(rx);
  }

  /** Calls f with every element of x and t, its weight, and its row-major place. */
  private each(x: Tensor, t: Tensor, f: (xi: number, ti: number, w: number, i: number) => void): void {
    const [a, b] = [x.contiguous(), t.contiguous()];
    const { weights } = this;
    const columns = t._size[t.dim() - 1];
    const n = x.nElement();
    for (let i = 0; i < n; i++) {
      const w = weights ? weights._storage.data[weights._offset + (i % columns) * weights._stride[0]] : 1;
      f(a._storage.data[a._offset + i], b._storage.data[b._offset + i], w, i);
    }
  }
}
