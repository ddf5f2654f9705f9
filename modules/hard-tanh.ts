/** @file The identity between two bounds. */
import { kernels, type Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { flag, number, optional, type TorchFields } from '../lib/nn/torch-field.js';

/**
 * y = x brought into [min, max];  f′ = 1 where min < x < max, else 0 (at both bounds, as in Torch);  f″ = 0. NaN passes through as
 * max, as in Torch. Any shape. `inplace` is kept for compatibility; the module never overwrites its input.
 */
export class HardTanh extends Elementwise {
  static override readonly torch: TorchFields = {
    min_val: optional(number(), -1),
    max_val: optional(number(), 1),
    inplace: optional(flag, false),
  };

  min_val: number;
  max_val: number;
  inplace: boolean;

  /** @throws RangeError unless min < max. */
  constructor(min: number = -1, max: number = 1, inplace: boolean = false) {
    super();
    checkNumbers(this.constructor.name, { min, max });
    if (!(min < max)) throw new RangeError(`${this.constructor.name}: expected min < max, got ${min} and ${max}`);
    this.min_val = min;
    this.max_val = max;
    this.inplace = inplace;
  }

  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    kernels.clamp(n, this.min_val, this.max_val, x, xo, y, 0);
  }

  protected override df(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    const { min_val: min, max_val: max } = this;
    for (let i = 0; i < n; i++) d[i] = 1 - (+(x[xo + i] <= min) | +(x[xo + i] >= max));
  }
}
