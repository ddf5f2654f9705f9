/** @file The sum over a dimension. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { axisOf, rowsAlong, spreadRows, sumRows } from '../lib/nn/axis.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers, orNone, wholeNumber } from '../lib/nn/numbers.js';
import { flag, oneBased, optional, type TorchFields, whole } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * c = 1, or 1 / (size of the dimension) with sizeAverage.
 *   forward    y   = c Σ x
 *   backward   gx  = c gy, at every index of the dimension
 *   rForward   Ry  = c Σ Rx
 *   rBackward  Rgx = c Rgy, at every index of the dimension
 * `dimension` disappears (of a vector, size 1 is left), or with squeeze false stays with size 1. It counts from 0, or from the end when
 * negative. With nInputDims it speaks of one sample: in an x with one dimension more, a batch, it is the next one.
 */
export class Sum extends LinearMap {
  static override readonly torch: TorchFields = {
    dimension: oneBased,
    nInputDims: optional(whole(1)),
    sizeAverage: optional(flag, false),
    squeeze: optional(flag, true),
  };

  dimension: number;
  nInputDims: number | undefined;
  sizeAverage: boolean;
  squeeze: boolean;

  constructor(dimension: number = 0, nInputDims?: number, sizeAverage: boolean = false, squeeze: boolean = true) {
    super();
    checkNumbers(this.constructor.name, { dimension }, wholeNumber);
    checkNumbers(this.constructor.name, { nInputDims }, orNone(wholeNumber));
    this.dimension = dimension;
    this.nInputDims = nInputDims;
    this.sizeAverage = sizeAverage;
    this.squeeze = squeeze;
  }

  protected override map(input: Activation, x: RActivation, last: RActivation): Tensor {
    const point = this.tensor('forward', input);
    const d = this.axis(point);
    if (!(d in point._size)) throw this.wrongShape('forward', `input with dimension ${this.dimension}`, point);
    const size = point.size();
    if (this.squeeze && size.length > 1) size.splice(d, 1);
    else size[d] = 1;
    const y = this.reuse(last).resize(size);
    sumRows(rowsAlong(point._size, d), (x as Tensor).contiguous(), y);
    return this.sizeAverage ? y.div(point._size[d]) : y;
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): Tensor {
    const point = input as Tensor;
    const d = this.axis(point);
    const gx = this.reuse(last).resizeAs(point);
    spreadRows(rowsAlong(point._size, d), (g as Tensor).contiguous(), gx);
    return this.sizeAverage ? gx.div(point._size[d]) : gx;
  }

  private axis(x: Tensor): number {
    return axisOf(this.dimension, x.dim(), this.nInputDims);
  }
}
