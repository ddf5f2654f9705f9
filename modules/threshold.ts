/** @file The identity above a threshold, a constant below. */
import type { Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';

/**
 * y = x where x > threshold, else val;  f′ = 1 where x > threshold, else 0;  f″ = 0. At the kink itself f′ is 0, as in
 * Torch. NaN passes through. Any shape. `inplace` is kept for compatibility; the module never overwrites its input.
 */
export class Threshold extends Elementwise {
  threshold: number;
  val: number;
  inplace: boolean;

  constructor(threshold: number = 1e-6, val: number = 0, inplace: boolean = false) {
    super();
    this.threshold = threshold;
    this.val = val;
    this.inplace = inplace;
  }

  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    const { threshold, val } = this;
    // `<=`, and not `>` with the branches exchanged, for the sake of NaN.
    for (let i = 0; i < n; i++) y[i] = x[xo + i] <= threshold ? val : x[xo + i];
  }

  protected override df(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    const { threshold } = this;
    for (let i = 0; i < n; i++) d[i] = x[xo + i] > threshold ? 1 : 0;
  }
}
