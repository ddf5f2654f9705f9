/** @file Criteria that add up one function of each element and its target. */
import type { Tensor } from '../tensor/index.js';
import { weightAt } from './class-target.js';
import { type Target, TensorCriterion } from './criterion.js';
import { flag, optional, type TorchFields } from './torch-field.js';

/**
 * A subclass writes e(x, t), e′ and e″, derivatives by x; without e″, it is zero wherever it exists. x, t: any shape, as many elements
 * each; W: weights of the columns of t, (N × n) or (n), in subclasses that have them, else 1; c = the number of elements when averaging,
 * else 1.
 *   forward    E   = Σ W e(x, t) / c
 *   backward   gx  = W e′(x, t) / c
 *   rForward   R{E} = ⟨gx, Rx⟩
 *   rBackward  Rgx = W e″(x, t) ∘ Rx / c
 */
export abstract class ElementwiseCriterion extends TensorCriterion {
  static override readonly torch: TorchFields = { sizeAverage: optional(flag, true) };

  sizeAverage: boolean;
  weights: Tensor | undefined = undefined;

  constructor(sizeAverage: boolean = true) {
    super();
    this.sizeAverage = sizeAverage;
  }

  protected abstract e(x: number, t: number): number;
  protected abstract de(x: number, t: number): number;
  protected dde?(x: number, t: number): number;

  protected override isFlat(): boolean {
    return !this.dde;
  }

  protected override loss(x: Tensor, target: Target): number {
    const t = this.targetLike(x, target);
    const { weights } = this;
    if (weights && (t.dim() > 2 || t._size[t.dim() - 1] !== weights.nElement())) {
      const n = weights.nElement();
      throw this.wrongShape('forward', `target (N × ${n}) or (${n}), one column for each weight`, t);
    }
    let sum = 0;
    this.each(x, t, (xi, ti, w) => {
      sum += w * this.e(xi, ti);
    });
    return this.sizeAverage ? sum / x.nElement() : sum;
  }

  protected override gradient(x: Tensor, target: Target, gx: Tensor): void {
    const { data } = gx._storage;
    const c = this.sizeAverage ? x.nElement() : 1;
    this.each(x, this.targetLike(x, target), (xi, ti, w, i) => {
      data[gx._offset + i] = (w * this.de(xi, ti)) / c;
    });
  }

  protected override hessian(x: Tensor, rx: Tensor, target: Target, rgx: Tensor): void {
    const { data } = rgx._storage;
    const c = this.sizeAverage ? x.nElement() : 1;
    this.each(x, this.targetLike(x, target), (xi, ti, w, i) => {
      data[rgx._offset + i] = (w * (this.dde?.(xi, ti) ?? 0)) / c;
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
      f(a._storage.data[a._offset + i], b._storage.data[b._offset + i], weightAt(weights, i % columns), i);
    }
  }
}
