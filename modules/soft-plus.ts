/** @file A smooth positive part. */
import type { Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';

/**
 * y = log(1 + e^(βx)) / β;  f′ = 1 − e^(−βy) = 1 / (1 + e^(−βx));  f″ = β f′ e^(−βy). Any shape.
 * Where βx > threshold, y is x itself, as in Torch, and so f′ = 1 and f″ = 0 there.
 */
export class SoftPlus extends Elementwise {
  beta: number;
  threshold: number = 20;

  constructor(beta: number = 1) {
    super();
    this.beta = beta;
  }

  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    const { beta, threshold } = this;
    for (let i = 0; i < n; i++) {
      const z = beta * x[xo + i];
      y[i] = z > threshold ? x[xo + i] : Math.log1p(Math.exp(z)) / beta;
    }
  }

  protected override df(n: number, x: Vector, xo: number, y: Vector, d: Vector): void {
    const { beta, threshold } = this;
    for (let i = 0; i < n; i++) d[i] = beta * x[xo + i] > threshold ? 1 : -Math.expm1(-beta * y[i]);
  }

  protected override ddf(n: number, x: Vector, xo: number, y: Vector, d: Vector): void {
    const { beta, threshold } = this;
    for (let i = 0; i < n; i++) {
      d[i] = beta * x[xo + i] > threshold ? 0 : -beta * Math.expm1(-beta * y[i]) * Math.exp(-beta * y[i]);
    }
  }
}
