/** @file A tensor split along a dimension into a table. */
import { type Activation, entry, type RActivation, shapeOf } from '../lib/nn/activation.js';
import { axisOf } from '../lib/nn/axis.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers, orNone, wholeNumber } from '../lib/nn/numbers.js';
import { oneBased, optional, type TorchFields, whole } from '../lib/nn/torch-field.js';
import { Tensor } from '../lib/tensor/index.js';

/**
 *   forward    yᵢ  = x at index i of `dimension`, which disappears
 *   backward   gx  = gy₁, …, gyₙ put together again
 *   rForward   Ryᵢ = Rx at i
 *   rBackward  Rgx = Rgy₁, …, Rgyₙ put together again
 * x: a tensor of any type with 2 dimensions or more; of a vector, every y is a tensor of one element. The y are views of x where
 * those are contiguous, otherwise copies, which the modules behind would have to make.
 * `dimension` counts from 0, or from the end when negative. With nInputDims it speaks of one sample: an x with one dimension more, a
 * batch, is split along dimension + 1.
 */
export class SplitTable extends LinearMap {
  static override readonly torch: TorchFields = { dimension: oneBased, nInputDims: optional(whole(1)) };

  dimension: number;
  nInputDims: number | undefined;

  constructor(dimension: number, nInputDims?: number) {
    super();
    checkNumbers(this.constructor.name, { dimension }, wholeNumber);
    checkNumbers(this.constructor.name, { nInputDims }, orNone(wholeNumber));
    this.dimension = dimension;
    this.nInputDims = nInputDims;
  }

  protected override map(input: Activation, x: RActivation, last: RActivation): Tensor[] {
    if (!(input instanceof Tensor)) {
      throw new TypeError(`${this.describe()}.forward: expected input to be one tensor, got ${shapeOf(input)}`);
    }
    const d = this.axis(input);
    if (!(d in input._size)) throw this.wrongShape('forward', `input with dimension ${this.dimension}`, input);
    return Array.from({ length: input._size[d] }, (_, i) => {
      const slice = (x as Tensor).select(d, i);
      return this.reshaped(slice, slice._size, entry(last, i));
    });
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): Tensor {
    const x = input as Tensor;
    const d = this.axis(x);
    const gx = this.reuse(last).resizeAs(x);
    if ((g as RActivation[]).includes(undefined)) gx.zero();
    for (let i = 0; i < x._size[d]; i++) {
      const piece = entry(g, i) as Tensor | undefined;
      if (piece) gx.select(d, i).copy(piece);
    }
    return gx;
  }

  private axis(x: Tensor): number {
    return axisOf(this.dimension, x.dim(), this.nInputDims);
  }
}
