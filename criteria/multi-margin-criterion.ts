/** @file Hinge loss of many classes. */
import { ClassCriterion } from '../lib/nn/class-criterion.js';
import { classAt, type IndexBase, weightAt } from '../lib/nn/class-target.js';
import type { Target } from '../lib/nn/criterion.js';
import { checkNumbers, type NumberRule } from '../lib/nn/numbers.js';
import { number, optional, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

const oneOrTwo: NumberRule = { words: '1 or 2', holds: (p) => p === 1 || p === 2 };

/**
 * x, t, W as in ClassCriterion, x scores; m = margin,
 * p = 1 or 2; zᵢₖ = m − x(i, tᵢ) + x(i, k), of which those with k ≠ tᵢ and z > 0 count; c = n N when averaging, else n.
 *   forward    E   = Σᵢ W(tᵢ) Σₖ zᵢₖᵖ / c
 *   backward   gx(i, k) = W(tᵢ) p zᵢₖᵖ⁻¹ / c,            gx(i, tᵢ)  = −Σₖ gx(i, k)
 *   rForward   R{E} = ⟨gx, Rx⟩
 *   rBackward  Rgx(i, k) = 2 W(tᵢ) (Rx(i, k) − Rx(i, tᵢ)) / c,   Rgx(i, tᵢ) = −Σₖ Rgx(i, k);   0 for p = 1, almost everywhere
 */
export class MultiMarginCriterion extends ClassCriterion {
  static override readonly torch: TorchFields = {
    p: optional(
      number('1 or 2', (p) => p === 1 || p === 2),
      1,
    ),
    margin: optional(number(), 1),
    target_tensor: unsaved(),
  };

  p: number;
  margin: number;

  constructor(p: number = 1, weights?: Tensor, margin: number = 1, indexBase: IndexBase = 0) {
    super(weights, true, indexBase);
    checkNumbers(this.constructor.name, { p }, oneOrTwo);
    checkNumbers(this.constructor.name, { margin });
    this.p = p;
    this.margin = margin;
  }

  protected override isFlat(): boolean {
    return this.p === 1;
  }

  protected override loss(x: Tensor, target: Target): number {
    const rows = this.rows(x, target);
    const n = x._size[x.dim() - 1];
    for (let i = 0; i < rows; i++) classAt(`${this.describe()}.forward`, target, i, n, this.indexBase);
    let sum = 0;
    this.each(x, target, (z, w) => {
      sum += w * (this.p === 1 ? z : z * z);
    });
    return sum / this.divisor(x);
  }

  protected override gradient(x: Tensor, target: Target, gx: Tensor): void {
    gx.zero();
    const { data } = gx._storage;
    const c = this.divisor(x);
    this.each(x, target, (z, w, k, t) => {
      const g = (this.p === 1 ? w : 2 * w * z) / c;
      data[gx._offset + k] += g;
      data[gx._offset + t] -= g;
    });
  }

  protected override hessian(x: Tensor, rx: Tensor, target: Target, rgx: Tensor): void {
    rgx.zero();
    const r = rx.contiguous();
    const { data } = rgx._storage;
    const c = this.divisor(x);
    this.each(x, target, (_z, w, k, t) => {
      const rg = (2 * w * (r._storage.data[r._offset + k] - r._storage.data[r._offset + t])) / c;
      data[rgx._offset + k] += rg;
      data[rgx._offset + t] -= rg;
    });
  }

  private divisor(x: Tensor): number {
    return this.sizeAverage ? x.nElement() : x._size[x.dim() - 1];
  }

  /** Calls f with every z that counts, its row's weight, and the row-major places of its element and of its row's label. */
  private each(x: Tensor, target: Target, f: (z: number, w: number, k: number, t: number) => void): void {
    const { _storage, _offset } = x.contiguous();
    const n = x._size[x.dim() - 1];
    const who = `${this.describe()}.forward`;
    for (let row = 0; row < x.nElement(); row += n) {
      const label = classAt(who, target, row / n, n, this.indexBase);
      const w = weightAt(this.weights, label);
      for (let k = 0; k < n; k++) {
        const z = this.margin - _storage.data[_offset + row + label] + _storage.data[_offset + row + k];
        if (k !== label && z > 0) f(z, w, row + k, row + label);
      }
    }
  }
}
