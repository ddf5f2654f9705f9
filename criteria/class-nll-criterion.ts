/** @file Negative log-likelihood of classes. */
import { ClassCriterion } from '../lib/nn/class-criterion.js';
import { classAt, type IndexBase, labelAt, labelField, weightAt } from '../lib/nn/class-target.js';
import type { Target } from '../lib/nn/criterion.js';
import { checkNumbers, wholeNumber } from '../lib/nn/numbers.js';
import { oneBuffer, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import { Tensor } from '../lib/tensor/index.js';

/**
 * x: (N × n) or (n), log-probabilities; t: N labels (a 1-D tensor of any type, or a number for one row); W the classes' weights.
 *   forward    E   = −Σᵢ W(tᵢ) x(i, tᵢ) / c,   c = Σᵢ W(tᵢ) when averaging (Torch's rule), else 1
 *   backward   gx(i, tᵢ) = −W(tᵢ) / c, zero elsewhere
 *   rForward   R{E} = ⟨gx, Rx⟩
 *   rBackward  Rgx = 0: E is linear in x
 * Rows whose label is ignoreIndex count nothing. If no row counts, E = 0.
 */
export class ClassNLLCriterion extends ClassCriterion {
  static override readonly torch: TorchFields = {
    ignoreIndex: labelField,
    output_tensor: oneBuffer,
    total_weight_tensor: oneBuffer,
    target: unsaved(() => Tensor.zeros('Long', [1])),
  };

  ignoreIndex: number;
  declare private total: number;

  constructor(weights?: Tensor, sizeAverage: boolean = true, ignoreIndex: number = -100, indexBase: IndexBase = 0) {
    super(weights, sizeAverage, indexBase);
    checkNumbers(this.constructor.name, { ignoreIndex }, wholeNumber);
    this.ignoreIndex = ignoreIndex;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.total = 0;
  }

  protected override loss(x: Tensor, target: Target): number {
    const rows = this.rows(x, target);
    const d = x.dim();
    const n = x._size[d - 1];
    const who = `${this.describe()}.forward`;
    let sum = 0;
    let total = 0;
    for (let i = 0; i < rows; i++) {
      if (labelAt(target, i) === this.ignoreIndex) continue;
      const k = classAt(who, target, i, n, this.indexBase);
      const w = weightAt(this.weights, k);
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
    const who = `${this.describe()}.backward`;
    for (let i = 0; i < rows; i++) {
      if (labelAt(target, i) === this.ignoreIndex) continue;
      const k = classAt(who, target, i, n, this.indexBase);
      data[gx._offset + i * n + k] = -weightAt(this.weights, k) * scale;
    }
  }

  override weightInAverage(): number {
    return this.sizeAverage ? this.total : 1;
  }
}

function at(x: Tensor, i: number, k: number, rowStride: number, columnStride: number): number {
  return x._storage.data[x._offset + i * rowStride + k * columnStride];
}
