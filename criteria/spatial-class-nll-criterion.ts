/** @file Negative log-likelihood of the class of every pixel. */
import { ClassCriterion } from '../lib/nn/class-criterion.js';
import { classAt, type IndexBase, weightAt } from '../lib/nn/class-target.js';
import type { Target } from '../lib/nn/criterion.js';
import { oneBuffer, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import { Tensor } from '../lib/tensor/index.js';

/**
 * ClassNLLCriterion of pixels. x: (N × n × H × W), log-probabilities; t: (N × H × W), labels; W the classes' weights (n).
 *   forward    E   = −Σₚ W(tₚ) xₚ(tₚ) / c over all pixels p,   c = Σₚ W(tₚ) when averaging (Torch's rule), else 1
 *   backward   gxₚ(tₚ) = −W(tₚ) / c, zero elsewhere
 *   rForward   R{E} = ⟨gx, Rx⟩
 *   rBackward  Rgx = 0: E is linear in x
 * Where all weights are 0, E and gx are 0.
 */
export class SpatialClassNLLCriterion extends ClassCriterion {
  static override readonly torch: TorchFields = {
    output_tensor: oneBuffer,
    total_weight_tensor: oneBuffer,
    target: unsaved(() => Tensor.zeros('Long', [1])),
  };

  declare private total: number;

  constructor(weights?: Tensor, sizeAverage: boolean = true, indexBase: IndexBase = 0) {
    super(weights, sizeAverage, indexBase);
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.total = 0;
  }

  protected override loss(x: Tensor, target: Target): number {
    const classes = this.weights?.nElement();
    if (x.dim() !== 4 || x._size[1] !== (classes ?? x._size[1])) {
      throw this.wrongShape('forward', `input (N × ${classes ?? 'n'} × H × W)`, x);
    }
    if (!(target instanceof Tensor)) {
      throw new TypeError(`${this.describe()}.forward: expected target to be one tensor, got ${typeof target}`);
    }
    const [rows, , height, width] = x._size;
    if (target._size.join() !== `${rows},${height},${width}`) {
      throw this.wrongShape('forward', `target (${rows} × ${height} × ${width})`, target);
    }
    const { _storage, _offset } = x.contiguous();
    let [sum, total] = [0, 0];
    this.each(x, target, (place, w) => {
      total += w;
      sum -= w * _storage.data[_offset + place];
    });
    this.total = total;
    return sum / this.divisor();
  }

  protected override gradient(x: Tensor, target: Target, gx: Tensor): void {
    gx.zero();
    const { data } = gx._storage;
    this.each(x, target as Tensor, (place, w) => {
      data[gx._offset + place] = -w / this.divisor();
    });
  }

  override weightInAverage(): number {
    return this.sizeAverage ? this.total : 1;
  }

  private divisor(): number {
    return this.sizeAverage && this.total !== 0 ? this.total : 1;
  }

  /** Calls f with the row-major place in x of every pixel's label, and the weight of that. */
  private each(x: Tensor, target: Tensor, f: (place: number, w: number) => void): void {
    const [, n, height, width] = x._size;
    const pixels = height * width;
    const labels = target.contiguous().view(-1);
    for (let i = 0; i < labels.nElement(); i++) {
      const k = classAt(`${this.describe()}.forward`, labels, i, n, this.indexBase);
      const image = Math.floor(i / pixels);
      f((image * n + k) * pixels + (i % pixels), weightAt(this.weights, k));
    }
  }
}
