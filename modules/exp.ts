/** @file The exponential. */
import { kernels, type Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';

/** y = eˣ;  f′ = f″ = y. Any shape. */
export class Exp extends Elementwise {
  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    kernels.exp(n, x, xo, y, 0);
  }

  protected override df(n: number, _x: Vector, _xo: number, y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = y[i];
  }

  protected override ddf(n: number, x: Vector, xo: number, y: Vector, d: Vector): void {
    this.df(n, x, xo, y, d);
  }
}
