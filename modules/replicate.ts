/** @file The input repeated along a new dimension. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { type Rows, rowsAlong, spreadRows, sumRows } from '../lib/nn/axis.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers, count, from, orNone, wholeNumber } from '../lib/nn/numbers.js';
import { oneBased, optional, type TorchFields, whole } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * Σ goes over the new dimension.
 *   forward    y   = x, nFeatures times along a new dimension `dim`
 *   backward   gx  = Σ gy
 *   rForward   Ry  = Rx, as often
 *   rBackward  Rgx = Σ Rgy
 * With ndim, an x with more dimensions is a batch, and the new dimension is the next one. `dim` counts from 0. y is a copy: the
 * modules behind would need one.
 */
export class Replicate extends LinearMap {
  static override readonly torch: TorchFields = {
    nfeatures: whole(1),
    dim: optional(oneBased, 0),
    ndim: optional(whole(0)),
  };

  nfeatures: number;
  dim: number;
  ndim: number | undefined;

  /** @throws RangeError unless nFeatures ≥ 1 and dim ≥ 0. */
  constructor(nFeatures: number, dim: number = 0, ndim?: number) {
    super();
    checkNumbers(this.constructor.name, { nFeatures }, count);
    checkNumbers(this.constructor.name, { dim }, from(0));
    checkNumbers(this.constructor.name, { ndim }, orNone(wholeNumber));
    this.nfeatures = nFeatures;
    this.dim = dim;
    this.ndim = ndim;
  }

  protected override map(input: Activation, x: RActivation, last: RActivation): Tensor {
    const size = this.outputSize(this.tensor('forward', input));
    const y = this.reuse(last).resize(size);
    spreadRows(this.rows(input as Tensor), (x as Tensor).contiguous(), y);
    return y;
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): Tensor {
    const gx = this.reuse(last).resizeAs(input as Tensor);
    sumRows(this.rows(input as Tensor), (g as Tensor).contiguous(), gx);
    return gx;
  }

  private place(x: Tensor): number {
    return this.dim + (this.ndim !== undefined && x.dim() > this.ndim ? 1 : 0);
  }

  private outputSize(x: Tensor): number[] {
    const at = this.place(x);
    const least = Math.max(at, 1);
    if (x.dim() < least) throw this.wrongShape('forward', `input with ${least} dimensions or more`, x);
    return [...x._size.slice(0, at), this.nfeatures, ...x._size.slice(at)];
  }

  private rows(x: Tensor): Rows {
    return rowsAlong(this.outputSize(x), this.place(x));
  }
}
