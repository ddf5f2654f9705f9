/** @file The square. */
import { kernels, type Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';

/** y = x²;  f′ = 2x;  f″ = 2. Any shape. */
export class Square extends Elementwise {
  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    kernels.mul(n, x, xo, x, xo, y, 0);
  }

  protected override df(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = 2 * x[xo + i];
  }

  protected override ddf(n: number, _x: Vector, _xo: number, _y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = 2;
  }
}
