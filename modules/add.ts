/** @file Addition of a learned bias. */
import { BilinearMap } from '../lib/nn/bilinear-map.js';
import { uniformBound } from '../lib/nn/drawing.js';
import { checkSizes } from '../lib/nn/sizes.js';
import { flag, oneBuffer, optional, type TorchFields, tensor } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * b: (n), any sizes, or one number for all elements (scalar); x: of b's size, or a batch of as many elements each,
 * or, with scalar, any shape; s = scale.
 *   forward    y   = x + b
 *   backward   gx  = gy       gb  += s 1ᵀgy
 *   rForward   Ry  = Rx + Rb
 *   rBackward  Rgx = Rgy      Rgb += s 1ᵀRgy
 * Initial bias: uniform in ±1/√n (n: its first size), drawn in Torch's order.
 */
export class Add extends BilinearMap {
  static override readonly torch: TorchFields = { scalar: optional(flag, false), bias: tensor(), _ones: oneBuffer };

  declare bias: Tensor;
  declare gradBias: Tensor;
  declare rBias: Tensor;
  declare rGradBias: Tensor;
  scalar: boolean;

  /** @throws RangeError when a size is not a whole number from 1 up. */
  constructor(inputSize: number | readonly number[], scalar: boolean = false) {
    super();
    const size = scalar ? [1] : [inputSize].flat();
    checkSizes('Add', size);
    // Torch takes whatever stands here for true, nn.Add(2, 3) included.
    this.scalar = Boolean(scalar);
    this.makeParameter('bias', ...size);
    this.reset();
  }

  /** Draws a new bias: uniform in ±stdv·√3, or in ±1/√n. */
  reset(stdv?: number): this {
    const bound = uniformBound(this.constructor.name, stdv, 1 / Math.sqrt(this.bias.size(0)));
    this.bias.uniform(-bound, bound);
    return this;
  }

  override describe(): string {
    return `Add(${this.scalar ? 'scalar' : this.bias._size.join(', ')})`;
  }

  protected override resizeOutput(x: Tensor, y: Tensor): void {
    if (!this.scalar && !x.isSameSizeAs(this.bias) && x.nElement() !== x._size[0] * this.bias.nElement()) {
      const size = this.bias._size.join(' × ');
      throw this.wrongShape('forward', `input (${size}) or (N × ${size})`, x);
    }
    y.resizeAs(x);
  }

  protected override product(_w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    if (accumulate) y.add(x);
    else y.copy(x);
  }

  protected override adjointInput(_w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    this.product(_w, g, gx, accumulate);
  }
}
