/** @file A sigmoid of rational functions. */
import type { Vector } from '../lib/kernels/index.js';
import { Elementwise } from '../lib/nn/elementwise.js';
import { type TorchFields, unsaved } from '../lib/nn/torch-field.js';

/** y = x / (1 + |x|);  f′ = 1 / (1 + |x|)²;  f″ = −2 sign(x) / (1 + |x|)³, and 0 at the kink. Any shape. */
export class SoftSign extends Elementwise {
  static override readonly torch: TorchFields = { temp: unsaved(), tempgrad: unsaved() };

  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    for (let i = 0; i < n; i++) y[i] = x[xo + i] / (1 + Math.abs(x[xo + i]));
  }

  protected override df(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) {
      const s = 1 / (1 + Math.abs(x[xo + i]));
      d[i] = s * s;
    }
  }

  protected override ddf(n: number, x: Vector, xo: number, _y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) {
      const s = 1 / (1 + Math.abs(x[xo + i]));
      d[i] = -2 * Math.sign(x[xo + i]) * s * s * s;
    }
  }
}
