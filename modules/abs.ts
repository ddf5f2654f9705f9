/** @file The absolute value. */
import type { Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';

/** y = |x|;  f′ = 1 where x ≥ 0, else −1 (at the kink 1, as in Torch);  f″ = 0. Any shape. */
export class Abs extends Elementwise {
  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    for (let i = 0; i < n; i++) y[i] = Math.abs(x[xo + i]);
  }

  protected override df(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = 2 * +(x[xo + i] >= 0) - 1;
  }
}
