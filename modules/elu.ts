/** @file The exponential linear unit. */
import type { Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { flag, number, optional, type TorchFields } from '../lib/nn/torch-field.js';

/**
 * y = x where x > 0, else α (eˣ − 1);  f′ = 1 where x > 0, else α eˣ;  f″ = 0 where x > 0, else α eˣ. At 0, where f″ jumps and f′ does
 * too unless α = 1, both take the side of x < 0, as Torch's f′ does. Any shape. `inplace` is kept for compatibility; the module never
 * overwrites its input. (Clevert, Unterthiner, Hochreiter 2016.)
 */
export class ELU extends Elementwise {
  static override readonly torch: TorchFields = { alpha: number(), inplace: optional(flag, false) };

  alpha: number;
  inplace: boolean;

  constructor(alpha: number = 1, inplace: boolean = false) {
    super();
    checkNumbers(this.constructor.name, { alpha });
    this.alpha = alpha;
    this.inplace = inplace;
  }

  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    const a = this.alpha;
    for (let i = 0; i < n; i++) y[i] = x[xo + i] <= 0 ? a * Math.expm1(x[xo + i]) : x[xo + i];
  }

  protected override df(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = x[xo + i] <= 0 ? this.alpha * Math.exp(x[xo + i]) : 1;
  }

  protected override ddf(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = x[xo + i] <= 0 ? this.alpha * Math.exp(x[xo + i]) : 0;
  }

  override toString(): string {
    return `${super.toString()} (alpha:${this.alpha.toFixed(6)})`;
  }
}
