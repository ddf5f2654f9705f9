/** @file The logarithm of the sigmoid. */
import { kernels, type Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';
import { type TorchFields, unsaved } from '../lib/nn/torch-field.js';

/** log(1 + e^(βx)) / β with β = −1, exact however large x is. */
const BETA = -1;
const NO_THRESHOLD = Infinity;

/** y = −log(1 + e⁻ˣ);  f′ = s = 1 / (1 + eˣ);  f″ = −s (1 − s). Any shape; exact to rounding at both ends. */
export class LogSigmoid extends Elementwise {
  static override readonly torch: TorchFields = { buffer: unsaved() };

  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    kernels.softPlus(n, BETA, NO_THRESHOLD, x, xo, y, 0);
  }

  protected override df(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    kernels.softPlusSlope(n, BETA, NO_THRESHOLD, x, xo, d, 0);
  }

  protected override ddf(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    kernels.softPlusBend(n, BETA, NO_THRESHOLD, x, xo, d, 0);
  }
}
