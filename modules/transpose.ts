/** @file Dimensions exchanged. */

import { checkNumbers, orNone, wholeNumber } from '../lib/nn/numbers.js';
import { Selection } from '../lib/nn/selection.js';
import { oneBased, optional, type TorchFields, whole } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * S: x with the dimensions of each pair exchanged, pair after pair; Selection has the passes. With numInputDims, the pairs speak of the
 * last numInputDims dimensions. Dimensions count from 0, or from the end when negative.
 */
type Pair = [number, number];

const isPair = (value: unknown): value is Pair => Array.isArray(value) && value.length === 2;

export class Transpose extends Selection {
  static override readonly torch: TorchFields = {
    permutations: {
      toTorch: (pairs, owner) => (pairs as Pair[]).map((pair) => pair.map((d) => oneBased.toTorch(d, owner))),
      fromTorch: (pairs, expect, owner) => {
        if (!Array.isArray(pairs) || !pairs.every(isPair)) return expect('a list of pairs of dimensions');
        return pairs.map((pair) => pair.map((d) => oneBased.fromTorch(d, expect, owner)));
      },
    },
    numInputDims: optional(whole(1)),
  };

  permutations: Pair[];
  numInputDims: number | undefined = undefined;

  constructor(...pairs: Pair[]) {
    super();
    this.permutations = pairs;
  }

  setNumInputDims(numInputDims: number | undefined): this {
    checkNumbers('Transpose.setNumInputDims', { numInputDims }, orNone(wholeNumber));
    this.numInputDims = numInputDims;
    return this;
  }

  protected override select(x: Tensor): Tensor {
    const batch = this.numInputDims === undefined ? 0 : x.dim() - this.numInputDims;
    let y = x;
    for (const pair of this.permutations) {
      const [a, b] = pair.map((d) => (d < 0 ? d + x.dim() : d + batch));
      if (!(a in x._size && b in x._size))
        throw this.wrongShape('forward', `input with dimensions ${pair.join(' and ')}`, x);
      y = y.transpose(a, b);
    }
    return y;
  }
}
