/** @file The mean over a dimension. */
import { Sum } from './sum.js';

/** Sum with sizeAverage: y = Σ x / (size of the dimension). */
export class Mean extends Sum {
  constructor(dimension: number = 0, nInputDims?: number) {
    super(dimension, nInputDims, true);
  }
}
