/** @file The logistic function. */
import { kernels, type Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';

/** y = 1 / (1 + e⁻ˣ);  f′ = y(1 − y);  f″ = y(1 − y)(1 − 2y), each to rounding however far x is from 0. Any shape. */
export class Sigmoid extends Elementwise {
  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    kernels.sigmoid(n, x, xo, y, 0);
  }

  protected override df(n: number, x: Vector, xo: number, y: Vector, d: Vector): void {
    kernels.sigmoidSlope(n, x, xo, y, 0, d, 0);
  }

  protected override ddf(n: number, x: Vector, xo: number, y: Vector, d: Vector): void {
    kernels.sigmoidBend(n, x, xo, y, 0, d, 0);
  }
}
