/** @file Every element brought nearer to 0. */
import { cases, type Vector } from '../lib/kernels/index.js';
import { HardShrink } from './hard-shrink.js';

/** y = x − λ where x > λ, x + λ where x < −λ, else 0; its derivatives are those of HardShrink. Any shape. */
export class SoftShrink extends HardShrink {
  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    const l = this.lambda;
    cases[0] = 0;
    for (let i = 0; i < n; i++) {
      const v = x[xo + i];
      cases[1] = v + l;
      cases[2] = v - l;
      // Both hold where λ < 0.
      cases[3] = v - l;
      y[i] = cases[+(v < -l) + 2 * +(v > l)];
    }
  }
}
