/** @file Rows of p-norm 1. */
import { type Activation, isZero, type RActivation } from '../lib/nn/activation.js';
import { Module } from '../lib/nn/module.js';
import { checkNumbers, positive } from '../lib/nn/numbers.js';
import { number, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

/**
 * Of each row: S = Σ|x|ᵖ + ε, N = S^(1/p), u = |x|^(p−1) sign x, q = ∂N/∂x = N u / S, c = ⟨x, gy⟩. For p = ∞: N = max|x| + ε, q the sign of
 * x at its (first) largest element, zero elsewhere.
 *   forward    y   = x / N
 *   backward   gx  = gy / N − c q / N²
 *   rForward   Ry  = Rx / N − x RN / N²,     RN = ⟨q, Rx⟩
 *   rBackward  Rgx = Rgy / N − (gy RN + Rc q + c Rq) / N² + 2 c q RN / N³
 * with Rc = ⟨Rx, gy⟩ + ⟨x, Rgy⟩ and Rq = (1 − p) RN q / N + N Ru / S, Ru = (p − 1) |x|^(p−2) Rx; for p = ∞ Rq = 0.
 * x: (N × n) or (n). At x = 0 (p ≤ 1), and where |x|^(p−2) would be infinite, sign and Ru are 0. For p < 2 Torch adds ε to |x| in u as well.
 */
export class Normalize extends Module {
  static override readonly torch: TorchFields = {
    p: number('p > 0', (p) => p > 0),
    eps: number(),
    norm: unsaved(),
    normp: unsaved(),
    buffer: unsaved(),
    buffer2: unsaved(),
    cross: unsaved(),
  };

  p: number;
  eps: number;
  /** N and N / S of each row; q. */
  declare private norms: Tensor;
  declare private ratios: Tensor;
  declare private slope: Tensor;

  /** @throws RangeError unless p > 0. */
  constructor(p: number, eps: number = 1e-10) {
    super();
    checkNumbers('Normalize', { p }, positive);
    checkNumbers('Normalize', { eps });
    this.p = p;
    this.eps = eps;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    for (const name of ['norms', 'ratios', 'slope'] as const) this[name] = this.buffer();
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensor('forward', input).contiguous();
    if (x.dim() < 1 || x.dim() > 2) throw this.wrongShape('forward', 'input (N × n) or (n)', x);
    const [rows, n] = rowsOf(x);
    const y = (this.output as Tensor).resizeAs(x);
    const [norms, ratios] = [this.norms.resize(rows), this.ratios.resize(rows)].map(vector);
    const [xs, ys, q] = [vector(x), vector(y), vector(this.slope.resizeAs(x))];
    for (let i = 0, at = 0; i < rows; i++, at += n) {
      const xo = x._offset + at;
      if (this.p === Infinity) norms[i] = this.largest(n, xs, xo, q, at);
      else {
        let sum = this.eps;
        const squares = this.p === 2;
        for (let k = 0; k < n; k++) sum += squares ? xs[xo + k] * xs[xo + k] : Math.abs(xs[xo + k]) ** this.p;
        norms[i] = squares ? Math.sqrt(sum) : sum ** (1 / this.p);
        ratios[i] = norms[i] / sum;
        for (let k = 0; k < n; k++) {
          const v = xs[xo + k];
          if (squares) q[at + k] = ratios[i] * v;
          else q[at + k] = v === 0 ? 0 : ratios[i] * Math.sign(v) * Math.abs(v) ** (this.p - 1);
        }
      }
      for (let k = 0; k < n; k++) ys[at + k] = xs[xo + k] / norms[i];
    }
    return y;
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Tensor {
    const [x, g] = [(input as Tensor).contiguous(), (gradOutput as Tensor).contiguous()];
    const [rows, n] = rowsOf(x);
    const gx = (this.gradInput as Tensor).resizeAs(x);
    const [xs, gs, q, norms, to] = [x, g, this.slope, this.norms, gx].map(vector);
    for (let i = 0, at = 0; i < rows; i++, at += n) {
      const [xo, go] = [x._offset + at, g._offset + at];
      let c = 0;
      for (let k = 0; k < n; k++) c += xs[xo + k] * gs[go + k];
      const size = norms[i];
      for (let k = 0; k < n; k++) to[at + k] = gs[go + k] / size - (c * q[at + k]) / (size * size);
    }
    return gx;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    if (isZero(rInput)) return this.setROutput(undefined);
    const [x, r] = [(input as Tensor).contiguous(), (rInput as Tensor).contiguous()];
    const [rows, n] = rowsOf(x);
    const ry = this.reuse(this.rOutput).resizeAs(x);
    const [xs, rs, q, norms, to] = [x, r, this.slope, this.norms, ry].map(vector);
    for (let i = 0, at = 0; i < rows; i++, at += n) {
      const [xo, ro] = [x._offset + at, r._offset + at];
      let rNorm = 0;
      for (let k = 0; k < n; k++) rNorm += q[at + k] * rs[ro + k];
      const size = norms[i];
      for (let k = 0; k < n; k++) to[at + k] = rs[ro + k] / size - (xs[xo + k] * rNorm) / (size * size);
    }
    return this.setROutput(ry);
  }

  override updateRGradInput(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    if (isZero(rInput) && isZero(rGradOutput)) return this.setRGradInput(undefined);
    const [x, g] = [(input as Tensor).contiguous(), (gradOutput as Tensor).contiguous()];
    const [r, rg] = [rInput, rGradOutput].map((t) => (isZero(t) ? undefined : (t as Tensor).contiguous()));
    const [rows, n] = rowsOf(x);
    const rgx = this.reuse(this.rGradInput).resizeAs(x);
    const [xs, gs, q, norms, ratios, to] = [x, g, this.slope, this.norms, this.ratios, rgx].map(vector);
    const [rs, rgs] = [r, rg].map((t) => t && vector(t));
    const [ro, rgo] = [r?._offset ?? 0, rg?._offset ?? 0];
    for (let i = 0, row = 0; i < rows; i++, row += n) {
      const [xo, go] = [x._offset + row, g._offset + row];
      let c = 0;
      let rc = 0;
      let rNorm = 0;
      for (let k = 0; k < n; k++) {
        c += xs[xo + k] * gs[go + k];
        if (rgs) rc += xs[xo + k] * rgs[rgo + row + k];
        if (!rs) continue;
        rc += rs[ro + row + k] * gs[go + k];
        rNorm += q[row + k] * rs[ro + row + k];
      }
      const size = norms[i];
      const [square, cube] = [size * size, size * size * size];
      for (let k = 0; k < n; k++) {
        const rq = this.rSlope(xs[xo + k], rs ? rs[ro + row + k] : 0, q[row + k], rNorm / size, ratios[i]);
        const first = gs[go + k] * rNorm + rc * q[row + k] + c * rq;
        const turned = (2 * c * q[row + k] * rNorm) / cube - first / square;
        to[row + k] = rgs ? rgs[rgo + row + k] / size + turned : turned;
      }
    }
    return this.setRGradInput(rgx);
  }

  /** Rq of an element. */
  private rSlope(x: number, r: number, q: number, growth: number, ratio: number): number {
    const { p } = this;
    if (p === Infinity) return 0;
    if (p === 2) return ratio * r - growth * q;
    const ru = p === 1 || (x === 0 && p < 2) ? 0 : (p - 1) * Math.abs(x) ** (p - 2) * r;
    return (1 - p) * growth * q + ratio * ru;
  }

  /** max|x| + ε of a row, and q where that is. */
  private largest(n: number, x: ArrayLike<number>, xo: number, q: ReturnType<typeof vector>, at: number): number {
    let best = 0;
    for (let k = 0; k < n; k++) {
      q[at + k] = 0;
      if (Math.abs(x[xo + k]) > Math.abs(x[xo + best])) best = k;
    }
    q[at + best] = Math.sign(x[xo + best]);
    return Math.abs(x[xo + best]) + this.eps;
  }

  override toString(): string {
    const { p } = this;
    return `${super.toString()}(${Number.isInteger(p) ? p : p === Infinity ? 'inf' : p.toFixed(6)})`;
  }
}

/** How many rows, of how many elements. */
function rowsOf(x: Tensor): [number, number] {
  return x.dim() === 1 ? [1, x._size[0]] : [x._size[0], x._size[1]];
}
