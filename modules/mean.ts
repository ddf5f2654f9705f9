/** @file The mean over a dimension. */
import { flag, optional, type TorchFields } from '../lib/nn/torch-field.js';
import { Sum } from './sum.js';

/** Sum with sizeAverage: y = Σ x / (size of the dimension). */
export class Mean extends Sum {
  static override readonly torch: TorchFields = { sizeAverage: optional(flag, true) };

  constructor(dimension: number = 0, nInputDims?: number) {
    super(dimension, nInputDims, true);
  }
}
