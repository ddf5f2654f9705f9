/** @file The identity above a threshold, a constant below. */
import { kernels, type Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { flag, number, optional, type TorchFields } from '../lib/nn/torch-field.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

/**
 * y = x where x > threshold, else val;  f′ = 1 where x > threshold, else 0;  f″ = 0. At the kink itself f′ is 0, as in
 * Torch. NaN passes through. Any shape. `inplace` is kept for compatibility; the module never overwrites its input.
 */
export class Threshold extends Elementwise {
  static override readonly torch: TorchFields = { threshold: number(), val: number(), inplace: optional(flag, false) };

  threshold: number;
  val: number;
  inplace: boolean;

  constructor(threshold: number = 1e-6, val: number = 0, inplace: boolean = false) {
    super();
    checkNumbers(this.constructor.name, { threshold, val });
    this.threshold = threshold;
    this.val = val;
    this.inplace = inplace;
  }

  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    kernels.threshold(n, this.threshold, this.val, x, xo, y, 0);
  }

  protected override timesSlope(input: Tensor, g: Tensor, z: Tensor): void {
    const x = input.contiguous();
    kernels.gate(x.nElement(), this.threshold, vector(x), x._offset, vector(g), g._offset, vector(z), z._offset);
  }
}
