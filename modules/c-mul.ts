/** @file Componentwise multiplication by learned weights. */
import { BilinearMap } from '../lib/nn/bilinear-map.js';
import { type TorchFields, tensor, unsaved } from '../lib/nn/torch-field.js';
import { Storage, type Tensor } from '../lib/tensor/index.js';

/**
 * w: any sizes; s = scale. x has as many elements as w; or as many dimensions, and w's of size 1 are repeated; or is a
 * batch of as many elements each, over which w is repeated; one weight is repeated over anything. E is that repetition,
 * Eᵀ the sum over repeated elements.
 *   forward    y   = E w ∘ x
 *   backward   gx  = E w ∘ gy                gw  += s Eᵀ(x ∘ gy)
 *   rForward   Ry  = E Rw ∘ x + E w ∘ Rx
 *   rBackward  Rgx = E w ∘ Rgy + E Rw ∘ gy   Rgw += s Eᵀ(x ∘ Rgy + Rx ∘ gy)
 * Initial weights: uniform in ±1/√(number of weights), drawn in Torch's order.
 */
export class CMul extends BilinearMap {
  static override readonly torch: TorchFields = {
    weight: tensor(),
    size: unsaved((owner: CMul) => new Storage('Long', owner.weight._size)),
  };

  declare weight: Tensor;
  declare gradWeight: Tensor;
  declare rWeight: Tensor;
  declare rGradWeight: Tensor;
  /** The sizes that the input is walked in, and how far each dimension moves in the weight: 0 where it is repeated. */
  declare private extent: readonly number[];
  declare private steps: readonly number[];

  /** @throws RangeError when a size is not a whole number from 1 up. */
  constructor(...size: number[] | [readonly number[]]) {
    super();
    const sizes = size.flat();
    if (sizes.length === 0 || sizes.some((n) => !Number.isInteger(n) || n < 1)) {
      throw new RangeError(`CMul: expected sizes from 1 up, got (${sizes.join(', ')})`);
    }
    this.makeParameter('weight', ...sizes);
    this.reset();
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.extent = [];
    this.steps = [];
  }

  /** Draws new weights: uniform in ±stdv·√3, or in ±1/√(number of weights). */
  reset(stdv?: number): this {
    const bound = stdv === undefined ? 1 / Math.sqrt(this.weight.nElement()) : stdv * Math.sqrt(3);
    this.weight.uniform(-bound, bound);
    return this;
  }

  override describe(): string {
    return `CMul(${this.weight._size.join(', ')})`;
  }

  protected override resizeOutput(x: Tensor, y: Tensor): void {
    const { _size: size, _stride: stride } = this.weight;
    const n = this.weight.nElement();
    if (n === x.nElement() || (size.length !== x.dim() && x.nElement() === x._size[0] * n)) {
      this.extent = [x.nElement() / n, n];
      this.steps = [0, 1];
    } else if (n === 1) {
      this.extent = [x.nElement()];
      this.steps = [0];
    } else {
      if (size.length !== x.dim() || size.some((s, d) => s !== 1 && s !== x._size[d])) {
        throw this.wrongShape('forward', `input that weight (${size.join(' × ')}) can be repeated over`, x);
      }
      this.extent = x._size;
      this.steps = size.map((s, d) => (s === 1 ? 0 : stride[d]));
    }
    y.resizeAs(x);
  }

  protected override product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    const { data: weights } = w._storage;
    const source = x.contiguous();
    const { data: from } = source._storage;
    const { data: to } = y._storage;
    const [n, step] = this.line();
    const count = y.nElement();
    for (let i = 0; i < count; i += n) {
      const wo = w._offset + this.weightAt(i / n);
      const xo = source._offset + i;
      const yo = y._offset + i;
      if (accumulate) for (let j = 0; j < n; j++) to[yo + j] += weights[wo + j * step] * from[xo + j];
      else for (let j = 0; j < n; j++) to[yo + j] = weights[wo + j * step] * from[xo + j];
    }
  }

  protected override adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    this.product(w, g, gx, accumulate);
  }

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    const { data: to } = gw._storage;
    const a = x.contiguous();
    const b = g.contiguous();
    const { data: as } = a._storage;
    const { data: bs } = b._storage;
    const [n, step] = this.line();
    const count = a.nElement();
    for (let i = 0; i < count; i += n) {
      const wo = gw._offset + this.weightAt(i / n);
      const ao = a._offset + i;
      const bo = b._offset + i;
      for (let j = 0; j < n; j++) to[wo + j * step] += scale * as[ao + j] * bs[bo + j];
    }
  }

  /** The last dimension: its size, and its step in the weight. */
  private line(): [number, number] {
    const last = this.extent.length - 1;
    return [this.extent[last], this.steps[last]];
  }

  /** Where in the weight line `row` (all dimensions but the last) begins. */
  private weightAt(row: number): number {
    let at = 0;
    for (let d = this.extent.length - 2; d >= 0; d--) {
      at += (row % this.extent[d]) * this.steps[d];
      row = Math.floor(row / this.extent[d]);
    }
    return at;
  }
}
