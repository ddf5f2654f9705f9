/** @file The identity, without what is small. */
import { cases, type Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { number, type TorchFields } from '../lib/nn/torch-field.js';

/** y = x where |x| > λ, else 0;  f′ = 1 where |x| > λ, else 0 (at ±λ too);  f″ = 0. Any shape. */
export class HardShrink extends Elementwise {
  static override readonly torch: TorchFields = { lambda: number() };

  lambda: number;

  constructor(lambda: number = 0.5) {
    super();
    checkNumbers(this.constructor.name, { lambda });
    this.lambda = lambda;
  }

  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    const l = this.lambda;
    cases[0] = 0;
    for (let i = 0; i < n; i++) {
      const v = x[xo + i];
      cases[1] = v;
      y[i] = cases[+(v > l) | +(v < -l)];
    }
  }

  protected override df(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    const l = this.lambda;
    for (let i = 0; i < n; i++) d[i] = +(x[xo + i] > l) | +(x[xo + i] < -l);
  }
}
