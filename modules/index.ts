/** @file Slices chosen by an index tensor. */
import { type Activation, entry, type RActivation, shapeOf } from '../lib/nn/activation.js';
import { axisOf, type Rows, rowsAlong } from '../lib/nn/axis.js';
import { checkedBase, type IndexBase, indexError, torchIndexBase } from '../lib/nn/class-target.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers, wholeNumber } from '../lib/nn/numbers.js';
import { oneBased, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import { Tensor, vector } from '../lib/tensor/index.js';

/**
 * Input: the table {x, i}, i a vector of indices (any type) along `dimension` of x.
 *   forward    y   = the slices i of x
 *   backward   gx  = the slices of gy added where x's were taken; i gets zeros
 *   rForward   Ry  = the slices i of Rx
 *   rBackward  Rgx = as gx, of Rgy
 * `dimension` counts from 0, or from the end when negative; indices count from indexBase.
 */
export class Index extends LinearMap {
  static override readonly torch: TorchFields = {
    dimension: oneBased,
    indexBase: torchIndexBase,
    gradInput: unsaved(({ _type }) => [Tensor.zeros(_type, []), Tensor.zeros(_type, [])]),
  };

  dimension: number;
  indexBase: IndexBase;

  constructor(dimension: number, indexBase: IndexBase = 0) {
    super();
    checkNumbers(this.constructor.name, { dimension }, wholeNumber);
    this.dimension = dimension;
    this.indexBase = checkedBase(this.constructor.name, indexBase);
  }

  protected override map(input: Activation, x: RActivation, last: RActivation): RActivation {
    const [point, indices] = this.operands(input);
    const from = entry(x, 0) as Tensor | undefined;
    if (!from) return undefined;
    const d = axisOf(this.dimension, point.dim());
    const y = this.reuse(last).resize(point._size.map((s, k) => (k === d ? indices.nElement() : s)));
    const source = from.contiguous();
    this.eachSlice(point, indices, (at, place, length) => {
      const data = vector(source);
      vector(y).set(data.subarray(source._offset + at, source._offset + at + length), place);
    });
    return y;
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): RActivation {
    const [point, indices] = input as [Tensor, Tensor];
    const gx = this.reuse(entry(last, 0)).resizeAs(point).zero();
    const from = (g as Tensor).contiguous();
    const [gs, to] = [vector(from), vector(gx)];
    this.eachSlice(point, indices, (at, place, length) => {
      for (let i = 0; i < length; i++) to[gx._offset + at + i] += gs[from._offset + place + i];
    });
    return [gx, this.reuse(entry(last, 1)).resize(indices._size).zero()];
  }

  /** Every stretch of contiguous x that is taken: where it begins there and in y, and how long it is. */
  private eachSlice(x: Tensor, indices: Tensor, visit: (at: number, place: number, length: number) => void): void {
    const { outer, n, inner }: Rows = rowsAlong(x._size, axisOf(this.dimension, x.dim()));
    const count = indices.nElement();
    for (let o = 0; o < outer; o++) {
      for (let k = 0; k < count; k++) {
        const i = indices._storage.data[indices._offset + k * indices._stride[0]] - this.indexBase;
        visit((o * n + i) * inner, (o * count + k) * inner, inner);
      }
    }
  }

  private operands(input: Activation): [Tensor, Tensor] {
    const [x, indices] = Array.isArray(input) ? input : [];
    if (!(x instanceof Tensor && indices instanceof Tensor) || indices.dim() !== 1) {
      throw new TypeError(`${this.describe()}.forward: expected {x, a vector of indices}, got ${shapeOf(input)}`);
    }
    const point = this.tensor('forward', x);
    const size = point._size[axisOf(this.dimension, point.dim())];
    if (size === undefined) throw this.wrongShape('forward', `x with dimension ${this.dimension}`, input);
    for (let k = 0; k < indices._size[0]; k++) {
      const i = indices._storage.data[indices._offset + k * indices._stride[0]];
      const place = i - this.indexBase;
      if (!(Number.isInteger(place) && place >= 0 && place < size)) {
        throw indexError(`${this.describe()}.forward`, 'index', i, size, this.indexBase);
      }
    }
    return [point, indices];
  }
}
