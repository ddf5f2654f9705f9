/** @file A power with a fixed exponent. */
import type { Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { number, type TorchFields } from '../lib/nn/torch-field.js';

/**
 * y = xᵖ;  f′ = p x^(p−1);  f″ = p (p − 1) x^(p−2). Any shape; NaN below 0 when p is no integer.
 * What a factor of 0 in front makes vanish is 0 at x = 0 as well; and for 1 < p < 2, where f′(0) = 0 and f″(0) is infinite, f″(0)
 * is taken as 0.
 */
export class Power extends Elementwise {
  static override readonly torch: TorchFields = { pow: number() };

  pow: number;

  constructor(p: number) {
    super();
    checkNumbers(this.constructor.name, { p });
    this.pow = p;
  }

  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    for (let i = 0; i < n; i++) y[i] = x[xo + i] ** this.pow;
  }

  protected override df(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    const p = this.pow;
    for (let i = 0; i < n; i++) d[i] = p === 0 ? 0 : p * x[xo + i] ** (p - 1);
  }

  protected override ddf(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    const p = this.pow;
    const factor = p * (p - 1);
    for (let i = 0; i < n; i++) {
      const v = x[xo + i];
      d[i] = factor === 0 || (v === 0 && p > 1 && p < 2) ? 0 : factor * v ** (p - 2);
    }
  }
}
