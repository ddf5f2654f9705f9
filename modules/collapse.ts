/** @file All dimensions of a sample in one. */

import { checkNumbers, wholeNumber } from '../lib/nn/numbers.js';
import { Reshaping } from '../lib/nn/reshaping.js';
import { type TorchFields, whole } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/** y = x as one vector (n), or, where x has more than nInputDim dimensions, the first one being the batch, as (N × n). */
export class Collapse extends Reshaping {
  static override readonly torch: TorchFields = { nInputDim: whole(0) };

  nInputDim: number;

  constructor(nInputDim: number) {
    super();
    checkNumbers(this.constructor.name, { nInputDim }, wholeNumber);
    this.nInputDim = nInputDim;
  }

  protected override outputSize(x: Tensor): readonly number[] {
    const batch = x._size[0];
    return x.dim() > this.nInputDim ? [batch, x.nElement() / batch] : [x.nElement()];
  }
}
