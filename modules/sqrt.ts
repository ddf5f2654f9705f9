/** @file The square root. */
import type { Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { number, optional, type TorchFields } from '../lib/nn/torch-field.js';

/**
 * y = √x;  f′ = 1 / (2y);  f″ = −1 / (4y³). At 0, where both are infinite, both are taken as 0: Torch does so with f′. Any shape;
 * NaN below 0. `eps`, the argument, is kept for compatibility: Torch's formula does not read it.
 */
export class Sqrt extends Elementwise {
  static override readonly torch: TorchFields = { eps: optional(number(), 0) };

  eps: number;

  constructor(eps: number = 0) {
    super();
    checkNumbers(this.constructor.name, { eps });
    this.eps = eps;
  }

  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    for (let i = 0; i < n; i++) y[i] = Math.sqrt(x[xo + i]);
  }

  protected override df(n: number, _x: Vector, _xo: number, y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = y[i] === 0 ? 0 : 0.5 / y[i];
  }

  protected override ddf(n: number, _x: Vector, _xo: number, y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = y[i] === 0 ? 0 : -0.25 / (y[i] * y[i] * y[i]);
  }
}
