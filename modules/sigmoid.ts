/** @file The logistic function. */
import { kernels, type Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';

/** Above this y, 1 − y has lost digits that y e⁻ˣ still has. */
const NEARLY_ONE = 0.9;

/** 1 − y, to rounding at both ends. */
function complement(x: number, y: number): number {
  return y < NEARLY_ONE ? 1 - y : y * Math.exp(-x);
}

/** y = 1 / (1 + e⁻ˣ);  f′ = y(1 − y);  f″ = y(1 − y)(1 − 2y), each to rounding however far x is from 0. Any shape. */
export class Sigmoid extends Elementwise {
  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    kernels.sigmoid(n, x, xo, y, 0);
  }

  protected override df(n: number, x: Vector, xo: number, y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = y[i] * complement(x[xo + i], y[i]);
  }

  protected override ddf(n: number, x: Vector, xo: number, y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = y[i] * complement(x[xo + i], y[i]) * (1 - 2 * y[i]);
  }
}
