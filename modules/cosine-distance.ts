/** @file The cosines between rows. */
import type { Vector } from '../lib/kernels/index.js';
import { Distance, type RowPair } from '../lib/nn/distance.js';
import { type TorchFields, unsaved } from '../lib/nn/torch-field.js';

/** Added to squared lengths, as in Torch: at a row of zeros everything is finite, and d = 0. */
const EPSILON = 1e-12;

/**
 * s = ⟨a, b⟩, α = 1 / (‖a‖² + 10⁻¹²), β = 1 / (‖b‖² + 10⁻¹²), w = √(αβ); Rα = −2 α² ⟨a, Ra⟩, Rw = −w (α ⟨a, Ra⟩ + β ⟨b, Rb⟩), …
 *     d = w s;     ∂d/∂a = w (b − s α a);     R{∂d/∂a} = Rw (b − s α a) + w (Rb − Rs α a − s Rα a − s α Ra)
 * and with a and b exchanged. Distance has the passes. {a, b}: (N × n) or (n) each; y: (N), or (1).
 */
export class CosineDistance extends Distance {
  static override readonly torch: TorchFields = {
    buffer: unsaved(),
    w1: unsaved(),
    w22: unsaved(),
    w: unsaved(),
    w32: unsaved(),
    ones: unsaved(),
  };

  protected override distance(pair: RowPair): number {
    const { s, w } = measures(pair);
    return w * s;
  }

  protected override gradient(pair: RowPair, ga: Vector, gb: Vector): void {
    const { n, a, ao, b, bo } = pair;
    const { s, alpha, beta, w } = measures(pair);
    for (let k = 0; k < n; k++) {
      ga[k] = w * (b[bo + k] - s * alpha * a[ao + k]);
      gb[k] = w * (a[ao + k] - s * beta * b[bo + k]);
    }
  }

  protected override rGradient(pair: RowPair, r: RowPair, rga: Vector, rgb: Vector): void {
    const { n, a, ao, b, bo } = pair;
    const { s, alpha, beta, w } = measures(pair);
    let [rs, aa, bb] = [0, 0, 0];
    for (let k = 0; k < n; k++) {
      rs += r.a[r.ao + k] * b[bo + k] + a[ao + k] * r.b[r.bo + k];
      aa += a[ao + k] * r.a[r.ao + k];
      bb += b[bo + k] * r.b[r.bo + k];
    }
    const rw = -w * (alpha * aa + beta * bb);
    // R{sα} and R{sβ}.
    const ra = rs * alpha - 2 * s * alpha * alpha * aa;
    const rb = rs * beta - 2 * s * beta * beta * bb;
    for (let k = 0; k < n; k++) {
      const [x, y, rx, ry] = [a[ao + k], b[bo + k], r.a[r.ao + k], r.b[r.bo + k]];
      rga[k] = rw * (y - s * alpha * x) + w * (ry - ra * x - s * alpha * rx);
      rgb[k] = rw * (x - s * beta * y) + w * (rx - rb * y - s * beta * ry);
    }
  }
}

function measures({ n, a, ao, b, bo }: RowPair): { s: number; alpha: number; beta: number; w: number } {
  let [s, aa, bb] = [0, EPSILON, EPSILON];
  for (let k = 0; k < n; k++) {
    s += a[ao + k] * b[bo + k];
    aa += a[ao + k] * a[ao + k];
    bb += b[bo + k] * b[bo + k];
  }
  return { s, alpha: 1 / aa, beta: 1 / bb, w: Math.sqrt((1 / aa) * (1 / bb)) };
}
