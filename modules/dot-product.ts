/** @file The dot products of rows. */
import type { Vector } from '../lib/kernels/index.js';
import { Distance, type RowPair } from '../lib/nn/distance.js';
import { type TorchFields, unsaved } from '../lib/nn/torch-field.js';

/**
 * d = ⟨a, b⟩;  ∂d/∂a = b, ∂d/∂b = a;  R{∂d/∂a} = Rb, R{∂d/∂b} = Ra. Distance has the passes.
 * {a, b}: (N × n) or (n) each; y: (N), or (1).
 */
export class DotProduct extends Distance {
  static override readonly torch: TorchFields = { buffer: unsaved() };

  protected override distance({ n, a, ao, b, bo }: RowPair): number {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[ao + k] * b[bo + k];
    return sum;
  }

  protected override gradient({ n, a, ao, b, bo }: RowPair, ga: Vector, gb: Vector): void {
    for (let k = 0; k < n; k++) {
      ga[k] = b[bo + k];
      gb[k] = a[ao + k];
    }
  }

  protected override rGradient(_pair: RowPair, r: RowPair, rga: Vector, rgb: Vector): void {
    this.gradient(r, rga, rgb);
  }
}
