/** @file A dimension of size 1 more. */

import { checkNumbers, orNone, wholeNumber } from '../lib/nn/numbers.js';
import { Reshaping } from '../lib/nn/reshaping.js';
import { oneBased, optional, type TorchFields, whole } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * y = x with a dimension of size 1 at `pos` of a sample, which has numInputDims dimensions: those before are the batch. When it is not
 * set, the first forward sets it to the dimensions of x, as in Torch. `pos` counts from 0, or from the end when negative: −1 is last.
 */
export class Unsqueeze extends Reshaping {
  static override readonly torch: TorchFields = { pos: oneBased, numInputDims: optional(whole(0)) };

  pos: number;
  numInputDims: number | undefined;

  constructor(pos: number, numInputDims?: number) {
    super();
    checkNumbers(this.constructor.name, { pos }, wholeNumber);
    checkNumbers(this.constructor.name, { numInputDims }, orNone(wholeNumber));
    this.pos = pos;
    this.numInputDims = numInputDims;
  }

  setNumInputDims(numInputDims: number | undefined): this {
    checkNumbers('Unsqueeze.setNumInputDims', { numInputDims }, orNone(wholeNumber));
    this.numInputDims = numInputDims;
    return this;
  }

  protected override outputSize(x: Tensor): readonly number[] {
    const dims = this.numInputDims ?? x.dim();
    const batch = x.dim() - dims;
    const at = (this.pos < 0 ? this.pos + dims + 1 : this.pos) + batch;
    if (batch < 0 || at < batch || at > x.dim()) {
      throw this.wrongShape('forward', `input with ${dims} dimensions or more, and place ${this.pos} in a sample`, x);
    }
    this.numInputDims = dims;
    return [...x._size.slice(0, at), 1, ...x._size.slice(at)];
  }

  override toString(): string {
    return `${super.toString()}(dim ${this.pos < 0 ? this.pos : this.pos + 1})`;
  }

  override describe(): string {
    return `${this.constructor.name}(${this.pos})`;
  }
}
