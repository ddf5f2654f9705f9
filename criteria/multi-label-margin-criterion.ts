/** @file Hinge loss of many classes, of which several are right at once. */
import { checkedBase, type IndexBase, indexError, torchIndexBase } from '../lib/nn/class-target.js';
import { type Target, TensorCriterion } from '../lib/nn/criterion.js';
import { buffer, flag, optional, type TorchFields } from '../lib/nn/torch-field.js';
import { Tensor } from '../lib/tensor/index.js';

/**
 * x: (N × n) or (n), scores; t: of the same shape, the labels Tᵢ of each row from its start on, ended by one below indexBase (−1, or 0
 * where labels count from 1) unless there are n; zᵢⱼₖ = 1 − x(i, j) + x(i, k) for j in Tᵢ and k not in Tᵢ, of which those with z > 0
 * count; c = n N when averaging, else n.
 *   forward    E   = Σ z / c
 *   backward   gx(i, k) += 1 / c,   gx(i, j) −= 1 / c   for every z
 *   rForward   R{E} = ⟨gx, Rx⟩
 *   rBackward  Rgx = 0 almost everywhere
 * A label that a row has twice counts twice, as in Torch.
 */
export class MultiLabelMarginCriterion extends TensorCriterion {
  static override readonly torch: TorchFields = {
    sizeAverage: optional(flag, true),
    indexBase: torchIndexBase,
    isTarget: buffer,
  };

  sizeAverage: boolean = true;
  indexBase: IndexBase;

  constructor(indexBase: IndexBase = 0) {
    super();
    this.indexBase = checkedBase(this.constructor.name, indexBase);
  }

  protected override loss(x: Tensor, target: Target): number {
    const d = x.dim();
    const who = `${this.describe()}.forward`;
    if (d !== 1 && d !== 2) throw this.wrongShape('forward', 'input (N × n) or (n)', x);
    if (!(target instanceof Tensor)) {
      throw new TypeError(`${who}: expected target to be one tensor, got ${typeof target}`);
    }
    if (!target.isSameSizeAs(x)) throw this.wrongShape('forward', `target (${x._size.join(' × ')})`, target);
    const n = x._size[d - 1];
    const t = this.checked('forward', target, n);
    let sum = 0;
    this.each(x, t, (z) => {
      sum += z;
    });
    return sum / this.divisor(x);
  }

  protected override gradient(x: Tensor, target: Target, gx: Tensor): void {
    gx.zero();
    const { data } = gx._storage;
    const g = 1 / this.divisor(x);
    const t = this.checked('backward', target as Tensor, x._size[x.dim() - 1]);
    this.each(x, t, (_z, j, k) => {
      data[gx._offset + j] -= g;
      data[gx._offset + k] += g;
    });
  }

  /** The labels, all of which have to stand for one of n classes or for none. */
  private checked(method: string, target: Tensor, n: number): Tensor {
    const t = target.contiguous();
    for (let i = 0; i < t.nElement(); i++) {
      const label = t._storage.data[t._offset + i];
      const k = label - this.indexBase;
      if (Number.isInteger(k) && k >= -1 && k < n) continue;
      throw indexError(`${this.describe()}.${method}`, 'target', label, n, this.indexBase);
    }
    return t;
  }

  private divisor(x: Tensor): number {
    return this.sizeAverage ? x.nElement() : x._size[x.dim() - 1];
  }

  /** Calls f with every z that counts, and the row-major places of j and k. */
  private each(x: Tensor, t: Tensor, f: (z: number, j: number, k: number) => void): void {
    const { _storage, _offset } = x.contiguous();
    const n = x._size[x.dim() - 1];
    for (let row = 0; row < x.nElement(); row += n) {
      const labels = this.labels(t, row, n);
      for (const j of labels) {
        for (let k = 0; k < n; k++) {
          const z = 1 - _storage.data[_offset + row + j] + _storage.data[_offset + row + k];
          if (z > 0 && !labels.includes(k)) f(z, row + j, row + k);
        }
      }
    }
  }

  /** The labels, from 0, of the row that starts at `row`. */
  private labels(t: Tensor, row: number, n: number): number[] {
    const labels: number[] = [];
    for (let i = 0; i < n; i++) {
      const k = t._storage.data[t._offset + row + i] - this.indexBase;
      if (k < 0) break;
      labels.push(k);
    }
    return labels;
  }
}
