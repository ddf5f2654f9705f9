/** @file The natural logarithm. */
import { kernels, type Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';

/** y = log x;  f′ = 1 / x;  f″ = −1 / x². Any shape; −∞ at 0 and NaN below, as C's logarithm. */
export class Log extends Elementwise {
  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    kernels.log(n, x, xo, y, 0);
  }

  protected override df(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = 1 / x[xo + i];
  }

  protected override ddf(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = -1 / x[xo + i] ** 2;
  }
}
