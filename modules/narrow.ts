/** @file A range of one dimension. */
import { axisOf } from '../lib/nn/axis.js';
import { checkNumbers, wholeNumber } from '../lib/nn/numbers.js';
import { Selection } from '../lib/nn/selection.js';
import { number, oneBased, type TorchFields } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * S: the `length` elements from `offset` on of `dimension`; Selection has the passes. A negative length is counted from the end: −1
 * reaches to the last element, −2 to the one before it. A negative offset means, as in Torch, all but that many from the start: size −
 * length elements from 0 on. `dimension` counts from 0, or from the end when negative.
 */
export class Narrow extends Selection {
  static override readonly torch: TorchFields = {
    dimension: oneBased,
    index: oneBased,
    length: number('a whole number', Number.isInteger),
  };

  dimension: number;
  /** The offset. */
  index: number;
  length: number;

  constructor(dimension: number, offset: number, length: number = 1) {
    super();
    checkNumbers(this.constructor.name, { dimension, offset, length }, wholeNumber);
    this.dimension = dimension;
    this.index = offset;
    this.length = length;
  }

  protected override select(x: Tensor): Tensor {
    const d = axisOf(this.dimension, x.dim());
    const size = x._size[d] ?? 0;
    const start = Math.max(this.index, 0);
    const given = this.length < 0 ? size - this.index + this.length + 1 : this.length;
    const length = this.index < 0 ? size - given : given;
    if (length < 1 || start + length > size) {
      const range = `${this.length} elements from ${this.index} in dimension ${this.dimension}`;
      throw this.wrongShape('forward', `input with ${range}`, x);
    }
    return x.narrow(d, start, length);
  }
}
