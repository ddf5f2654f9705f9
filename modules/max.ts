/** @file The largest element along a dimension. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { axisOf, rowsAlong } from '../lib/nn/axis.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers, orNone, wholeNumber } from '../lib/nn/numbers.js';
import { oneBased, optional, type TorchFields, whole } from '../lib/nn/torch-field.js';
import { Tensor } from '../lib/tensor/index.js';

/**
 * i*: where along `dimension` x is largest, found in forward; the first of several equal ones, as in Torch; a NaN counts as largest.
 *   forward    y       = x(i*)
 *   backward   gx(i*)  = gy,    zero elsewhere
 *   rForward   Ry      = Rx(i*)
 *   rBackward  Rgx(i*) = Rgy,   zero elsewhere
 * `dimension`, which disappears (of a vector, size 1 is left), counts from 0, or from the end when negative. With nInputDims it speaks
 * of one sample: in an x with one dimension more, a batch, it is the next one.
 */
export class Max extends LinearMap {
  static override readonly torch: TorchFields = { dimension: oneBased, nInputDims: optional(whole(1)) };

  dimension: number;
  nInputDims: number | undefined;
  /** i*, one for each line of x along the dimension, which stand in row-major order. */
  declare private _indices: Tensor;

  constructor(dimension: number = 0, nInputDims?: number) {
    super();
    checkNumbers(this.constructor.name, { dimension }, wholeNumber);
    checkNumbers(this.constructor.name, { nInputDims }, orNone(wholeNumber));
    this.dimension = dimension;
    this.nInputDims = nInputDims;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this._indices = Tensor.zeros('Long', []);
  }

  /** Whether a stands before b, which came earlier in x. */
  protected beats(a: number, b: number): boolean {
    return !(a <= b);
  }

  override updateOutput(input: Activation): Activation {
    const x = this.tensor('forward', input).contiguous();
    const d = axisOf(this.dimension, x.dim(), this.nInputDims);
    if (!(d in x._size)) throw this.wrongShape('forward', `input with dimension ${this.dimension}`, x);
    this._indices.resize(x.nElement() / x._size[d]);
    const { data } = x._storage;
    this.eachLine(x, d, (line, at, step, n) => {
      let best = 0;
      for (let i = 1; i < n; i++) {
        const leader = data[x._offset + at + best * step];
        if (leader === leader && this.beats(data[x._offset + at + i * step], leader)) best = i;
      }
      this._indices._storage.data[line] = best;
    });
    return super.updateOutput(input);
  }

  protected override map(input: Activation, x: RActivation, last: RActivation): Tensor {
    const point = input as Tensor;
    const d = axisOf(this.dimension, point.dim(), this.nInputDims);
    const from = (x as Tensor).contiguous();
    const size = point.dim() === 1 ? [1] : point._size.filter((_, k) => k !== d);
    const y = this.reuse(last).resize(size);
    const { data: arg } = this._indices._storage;
    this.eachLine(point, d, (line, at, step) => {
      y._storage.data[y._offset + line] = from._storage.data[from._offset + at + arg[line] * step];
    });
    return y;
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): Tensor {
    const point = input as Tensor;
    const d = axisOf(this.dimension, point.dim(), this.nInputDims);
    const from = (g as Tensor).contiguous();
    const gx = this.reuse(last).resizeAs(point).zero();
    const { data: arg } = this._indices._storage;
    this.eachLine(point, d, (line, at, step) => {
      gx._storage.data[gx._offset + at + arg[line] * step] = from._storage.data[from._offset + line];
    });
    return gx;
  }

  /** Every line of a contiguous tensor of x's sizes along d: its number, where it begins, and the n elements' distance. */
  private eachLine(x: Tensor, d: number, visit: (line: number, at: number, step: number, n: number) => void): void {
    const { outer, n, inner } = rowsAlong(x._size, d);
    for (let o = 0, line = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++, line++) visit(line, o * n * inner + i, inner, n);
    }
  }
}
