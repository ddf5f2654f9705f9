/** @file Without dimensions of size 1. */
import { axisOf } from '../lib/nn/axis.js';
import { checkNumbers, orNone, wholeNumber } from '../lib/nn/numbers.js';
import { Reshaping } from '../lib/nn/reshaping.js';
import { oneBased, optional, type TorchFields, whole } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * y = x without its dimensions of size 1, or without dimension `dim` if its size is 1. With numInputDims, x may have one dimension
 * more, a batch: `dim` is then the next one, and the batch stays, if its size is 1 too. `dim` counts from 0, or from the end when
 * negative.
 */
export class Squeeze extends Reshaping {
  static override readonly torch: TorchFields = { dim: optional(oneBased), numInputDims: optional(whole(1)) };

  dim: number | undefined;
  numInputDims: number | undefined;

  constructor(dim?: number, numInputDims?: number) {
    super();
    checkNumbers(this.constructor.name, { dim, numInputDims }, orNone(wholeNumber));
    this.dim = dim;
    this.numInputDims = numInputDims;
  }

  setNumInputDims(numInputDims: number | undefined): this {
    checkNumbers('Squeeze.setNumInputDims', { numInputDims }, orNone(wholeNumber));
    this.numInputDims = numInputDims;
    return this;
  }

  protected override outputSize(x: Tensor): readonly number[] {
    const batched = x.dim() - 1 === this.numInputDims;
    if (this.dim === undefined) {
      const kept = x._size.filter((s, d) => s !== 1 || (batched && d === 0));
      return kept.length > 0 ? kept : [1];
    }
    const d = axisOf(this.dim, x.dim(), this.numInputDims);
    if (!(d in x._size)) throw this.wrongShape('forward', `input with dimension ${this.dim}`, x);
    return x._size[d] === 1 && x.dim() > 1 ? x._size.filter((_, k) => k !== d) : x._size;
  }
}
