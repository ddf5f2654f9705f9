/** @file Hyperbolic tangent. */
import { kernels, type Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';

/** y = tanh x;  f′ = 1 − y²;  f″ = −2y(1 − y²). Any shape. */
export class Tanh extends Elementwise {
  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    kernels.tanh(n, x, xo, y, 0);
  }

  protected override df(n: number, _x: Vector, _xo: number, y: Vector, d: Vector): void {
    kernels.tanhSlope(n, y, 0, d, 0);
  }

  protected override ddf(n: number, _x: Vector, _xo: number, y: Vector, d: Vector): void {
    kernels.tanhBend(n, y, 0, d, 0);
  }
}
