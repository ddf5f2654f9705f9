/** @file The positive part. */
import { number, optional, type TorchFields } from '../lib/nn/torch-field.js';
import { Threshold } from './threshold.js';

/** y = max(x, 0);  f′ = 1 where x > 0, else 0 (at 0 too);  f″ = 0. Any shape; `inplace` as in Threshold. */
export class ReLU extends Threshold {
  static override readonly torch: TorchFields = { threshold: optional(number(), 0), val: optional(number(), 0) };

  constructor(inplace: boolean = false) {
    super(0, 0, inplace);
  }
}
