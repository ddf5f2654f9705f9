/** @file A smooth positive part. */
import { kernels, type Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { number, type TorchFields } from '../lib/nn/torch-field.js';

/**
 * y = log(1 + e^(βx)) / β;  f′ = s = 1 / (1 + e^(−βx));  f″ = β s (1 − s). Any shape.
 * Where βx > threshold, y is x itself, as in Torch, and so f′ = 1 and f″ = 0 there.
 */
export class SoftPlus extends Elementwise {
  static override readonly torch: TorchFields = { beta: number(), threshold: number() };

  beta: number;
  threshold: number = 20;

  constructor(beta: number = 1) {
    super();
    checkNumbers(this.constructor.name, { beta });
    this.beta = beta;
  }

  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    kernels.softPlus(n, this.beta, this.threshold, x, xo, y, 0);
  }

  protected override df(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    kernels.softPlusSlope(n, this.beta, this.threshold, x, xo, d, 0);
  }

  protected override ddf(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    kernels.softPlusBend(n, this.beta, this.threshold, x, xo, d, 0);
  }
}
