/** @file The p-norms of differences of rows. */
import type { Vector } from '../lib/kernels/index.js';
import { Distance, type RowPair } from '../lib/nn/distance.js';
import { checkNumbers, type NumberRule } from '../lib/nn/numbers.js';
import { buffer, number, type TorchFields, tableBuffer, unsaved } from '../lib/nn/torch-field.js';

const power: NumberRule = { words: 'within 0 < p < Infinity', holds: (p) => p > 0 && p < Infinity };

/**
 * δ = a − b, S = Σ|δ|ᵖ, u = |δ|^(p−1) sign δ; Ru = (p − 1) |δ|^(p−2) Rδ, RS = p ⟨u, Rδ⟩:
 *     d = S^(1/p);     ∂d/∂a = d S⁻¹ u = −∂d/∂b;     R{∂d/∂a} = d S⁻¹ (Ru + (1/p − 1) RS S⁻¹ u)
 * Distance has the passes. {a, b}: (N × n) or (n) each; y: (N), or (1).
 * Conventions: sign 0 = 0, and where |δ|^(p−2) would be infinite it is 0; at distance 0 all derivatives are 0. The gradient is exact where
 * Torch's is off by 10⁻⁶ (it divides by d + 10⁻⁶) or more (1 < p < 2), or random (p = 1, δ = 0).
 */
export class PairwiseDistance extends Distance {
  static override readonly torch: TorchFields = {
    norm: number('p > 0', (p) => p > 0),
    gradInput: tableBuffer,
    diff: buffer,
    outExpand: unsaved(),
    grad: unsaved(),
    ones: unsaved(),
  };

  /** p. */
  norm: number;

  /** @throws RangeError unless p > 0, and finite. */
  constructor(p: number = 2) {
    super();
    checkNumbers('PairwiseDistance', { p }, power);
    this.norm = p;
  }

  protected override distance(pair: RowPair): number {
    return this.powers(pair) ** (1 / this.norm);
  }

  protected override gradient(pair: RowPair, ga: Vector, gb: Vector): void {
    const { n, a, ao, b, bo } = pair;
    const s = this.powers(pair);
    const factor = s === 0 ? 0 : s ** (1 / this.norm - 1);
    for (let k = 0; k < n; k++) {
      const delta = a[ao + k] - b[bo + k];
      ga[k] = factor * Math.sign(delta) * Math.abs(delta) ** (this.norm - 1);
      // 0 ** (p − 1) is infinite for p < 1.
      if (delta === 0) ga[k] = 0;
      gb[k] = -ga[k];
    }
  }

  protected override rGradient(pair: RowPair, r: RowPair, rga: Vector, rgb: Vector): void {
    const { n, a, ao, b, bo } = pair;
    const p = this.norm;
    const s = this.powers(pair);
    const factor = s === 0 ? 0 : s ** (1 / p - 1);
    // rgb serves as memory for u until the end.
    let rs = 0;
    for (let k = 0; k < n; k++) {
      const delta = a[ao + k] - b[bo + k];
      const rDelta = r.a[r.ao + k] - r.b[r.bo + k];
      rgb[k] = delta === 0 ? 0 : Math.sign(delta) * Math.abs(delta) ** (p - 1);
      rga[k] = p === 1 || (delta === 0 && p < 2) ? 0 : (p - 1) * Math.abs(delta) ** (p - 2) * rDelta;
      rs += p * rgb[k] * rDelta;
    }
    const turn = s === 0 ? 0 : ((1 / p - 1) * rs) / s;
    for (let k = 0; k < n; k++) {
      rga[k] = factor * (rga[k] + turn * rgb[k]);
      rgb[k] = -rga[k];
    }
  }

  /** S. */
  private powers({ n, a, ao, b, bo }: RowPair): number {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += Math.abs(a[ao + k] - b[bo + k]) ** this.norm;
    return sum;
  }
}
