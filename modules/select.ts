/** @file One index of one dimension. */
import { axisOf } from '../lib/nn/axis.js';
import { checkNumbers, wholeNumber } from '../lib/nn/numbers.js';
import { Selection } from '../lib/nn/selection.js';
import { oneBased, type TorchFields } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * S: x at `index` of `dimension`, which disappears (of a vector, one element is left); Selection has the passes. Both count from 0, or
 * from the end when negative.
 */
export class Select extends Selection {
  static override readonly torch: TorchFields = { dimension: oneBased, index: oneBased };

  dimension: number;
  index: number;

  constructor(dimension: number, index: number) {
    super();
    checkNumbers(this.constructor.name, { dimension, index }, wholeNumber);
    this.dimension = dimension;
    this.index = index;
  }

  protected override select(x: Tensor): Tensor {
    const d = axisOf(this.dimension, x.dim());
    const size = x._size[d] ?? 0;
    const i = this.index < 0 ? this.index + size : this.index;
    if (i < 0 || i >= size) {
      throw this.wrongShape('forward', `input with index ${this.index} in dimension ${this.dimension}`, x);
    }
    return x.select(d, i);
  }
}
