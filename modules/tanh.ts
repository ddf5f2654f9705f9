/** @file Hyperbolic tangent. */
import { kernels, type Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';

/** y = tanh x;  f′ = 1 − y²;  f″ = −2y(1 − y²). Any shape. */
export class Tanh extends Elementwise {
  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    kernels.tanh(n, x, xo, y, 0);
  }

  protected override df(n: number, _x: Vector, _xo: number, y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = 1 - y[i] * y[i];
  }

  protected override ddf(n: number, _x: Vector, _xo: number, y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = -2 * y[i] * (1 - y[i] * y[i]);
  }
}
