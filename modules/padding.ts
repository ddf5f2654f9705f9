/** @file A constant put in along a dimension. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { axisOf } from '../lib/nn/axis.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers, orNone, wholeNumber } from '../lib/nn/numbers.js';
import { integer, number, oneBased, optional, sizesBuffer, type TorchFields, whole } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * y has |pad| elements `value` in dimension `dim`: before element `index` of x when pad < 0; when pad > 0, as far from its end, so
 * that index 0, the default, means in front or behind.
 *   forward    y   = x with `value` put in
 *   backward   gx  = gy without what was put in
 *   rForward   Ry  = Rx with 0 put in
 *   rBackward  Rgx = Rgy without what was put in
 * `dim` counts from 0, or from the end when negative. With nInputDim it speaks of one sample: in an x with another number of dimensions, a
 * batch, it is the next one.
 */
export class Padding extends LinearMap {
  static override readonly torch: TorchFields = {
    dim: oneBased,
    pad: integer,
    nInputDim: optional(whole(1)),
    value: number(),
    index: oneBased,
    outputSize: sizesBuffer,
  };

  dim: number;
  pad: number;
  nInputDim: number | undefined;
  value: number;
  index: number;

  constructor(dim: number, pad: number, nInputDim?: number, value: number = 0, index: number = 0) {
    super();
    checkNumbers(this.constructor.name, { dim, pad, index }, wholeNumber);
    checkNumbers(this.constructor.name, { nInputDim }, orNone(wholeNumber));
    checkNumbers(this.constructor.name, { value });
    this.dim = dim;
    this.pad = pad;
    this.nInputDim = nInputDim;
    this.value = value;
    this.index = index;
  }

  override updateOutput(input: Activation): Tensor {
    return this.padded(this.tensor('forward', input), this.value, this.output as Tensor);
  }

  protected override map(_input: Activation, x: RActivation, last: RActivation): Tensor {
    return this.padded(x as Tensor, 0, this.reuse(last));
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): Tensor {
    const gx = this.reuse(last).resizeAs(input as Tensor);
    this.eachPart(gx, g as Tensor, (part, padded) => part.copy(padded));
    return gx;
  }

  private padded(x: Tensor, value: number, y: Tensor): Tensor {
    const d = this.axis(x);
    if (!(d in x._size) || !(this.index >= 0 && this.index <= x._size[d])) {
      throw this.wrongShape('forward', `input with place ${this.index} in dimension ${this.dim}`, x);
    }
    y.resize(x._size.map((s, k) => (k === d ? s + Math.abs(this.pad) : s))).fill(value);
    this.eachPart(x, y, (part, padded) => padded.copy(part));
    return y;
  }

  private axis(x: Tensor): number {
    const batch = this.nInputDim !== undefined && x.dim() !== this.nInputDim;
    return axisOf(this.dim, x.dim(), batch ? x.dim() - 1 : undefined);
  }

  /** The part of x before what is put in and the one behind it, each with its place in the padded tensor. */
  private eachPart(x: Tensor, padded: Tensor, visit: (part: Tensor, padded: Tensor) => void): void {
    const d = this.axis(x);
    const n = x._size[d];
    const at = this.pad > 0 ? n - this.index : this.index;
    if (at > 0) visit(x.narrow(d, 0, at), padded.narrow(d, 0, at));
    if (at < n) visit(x.narrow(d, at, n - at), padded.narrow(d, at + Math.abs(this.pad), n - at));
  }
}
