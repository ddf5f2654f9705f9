/** @file Negative log-likelihood of classes. */
import {
  checkLabels,
  type IndexBase,
  indexError,
  labelAt,
  labelField,
  torchIndexBase,
} from '../lib/nn/class-target.js';
import { type Target, TensorCriterion } from '../lib/nn/criterion.js';
import { flag, oneBuffer, optional, type TorchFields, tensor, unsaved } from '../lib/nn/torch-field.js';
import { Tensor } from '../lib/tensor/index.js';

/**
 * x: (N × n) or (n), log-probabilities; t: N labels (a 1-D tensor of any type, or a number for one row); W the classes' weights.
 *   forward    E   = −Σᵢ W(tᵢ) x(i, tᵢ) / c,   c = Σᵢ W(tᵢ) when averaging (Torch's rule), else 1
 *   backward   gx(i, tᵢ) = −W(tᵢ) / c, zero elsewhere
 *   rForward   R{E} = ⟨gx, Rx⟩
 *   rBackward  Rgx = 0: E is linear in x
 * Rows whose label is ignoreIndex count nothing. If no row counts, E = 0.
 */
export class ClassNLLCriterion extends TensorCriterion {
  static override readonly torch: TorchFields = {
    weights: optional(tensor(1)),
    sizeAverage: optional(flag, true),
    ignoreIndex: labelField,
    indexBase: torchIndexBase,
    output_tensor: oneBuffer,
    total_weight_tensor: oneBuffer,
    target: unsaved(() => Tensor.zeros('Long', [1])),
  };

  weights: Tensor | undefined;
  sizeAverage: boolean;
  ignoreIndex: number;
  indexBase: IndexBase;
  declare private total: number;

  constructor(weights?: Tensor, sizeAverage: boolean = true, ignoreIndex: number = -100, indexBase: IndexBase = 0) {
    super();
    if (weights && weights.dim() !== 1) {
      throw new RangeError(`ClassNLLCriterion: expected weights (n), got ${weights.describe()}`);
    }
    this.weights = weights;
    this.sizeAverage = sizeAverage;
    this.ignoreIndex = ignoreIndex;
    this.indexBase = indexBase;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.total = 0;
  }

  protected override loss(x: Tensor, target: Target): number {
    const d = x.dim();
    const who = `${this.describe()}.forward`;
    if (d !== 1 && d !== 2) throw this.wrongShape('forward', 'input (N × n) or (n)', x);
    const n = x._size[d - 1];
    const rows = d === 1 ? 1 : x._size[0];
    if (this.weights && this.weights.nElement() !== n) {
      throw this.wrongShape('forward', `input of ${this.weights.nElement()} classes, one for each weight`, x);
    }
    checkLabels(who, target, rows);
    let sum = 0;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      const label = labelAt(target, i);
      if (label === this.ignoreIndex) continue;
      const k = label - this.indexBase;
      if (!(Number.isInteger(k) && k >= 0 && k < n)) throw indexError(who, 'target', label, n, this.indexBase);
      const w = this.weightOf(k);
      total += w;
      sum -= w * (d === 1 ? at(x, 0, k, 0, x._stride[0]) : at(x, i, k, x._stride[0], x._stride[1]));
    }
    this.total = total;
    return this.sizeAverage && total !== 0 ? sum / total : sum;
  }

  protected override gradient(x: Tensor, target: Target, gx: Tensor): void {
    gx.zero();
    const n = x._size[x.dim() - 1];
    const rows = x.dim() === 1 ? 1 : x._size[0];
    const scale = this.sizeAverage && this.total !== 0 ? 1 / this.total : 1;
    const { data } = gx._storage;
    for (let i = 0; i < rows; i++) {
      const label = labelAt(target, i);
      if (label === this.ignoreIndex) continue;
      const k = label - this.indexBase;
      data[gx._offset + i * n + k] = -this.weightOf(k) * scale;
    }
  }

  override weightInAverage(): number {
    return this.sizeAverage ? this.total : 1;
  }

  private weightOf(k: number): number {
    return this.weights ? this.weights._storage.data[this.weights._offset + k * this.weights._stride[0]] : 1;
  }
}

function at(x: Tensor, i: number, k: number, rowStride: number, columnStride: number): number {
  return x._storage.data[x._offset + i * rowStride + k * columnStride];
}
