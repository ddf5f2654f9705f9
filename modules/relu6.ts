/** @file The positive part, up to 6. */
import { implied, type TorchFields } from '../lib/nn/torch-field.js';
import { HardTanh } from './hard-tanh.js';

/** y = min(max(x, 0), 6);  f′ = 1 where 0 < x < 6, else 0 (at 0 and 6 too);  f″ = 0. Any shape; `inplace` as in HardTanh. */
export class ReLU6 extends HardTanh {
  static override readonly torch: TorchFields = { min_val: implied(0), max_val: implied(6) };

  constructor(inplace: boolean = false) {
    super(0, 6, inplace);
  }
}
