/** @file Each element divided by the size of its neighbours in other planes. */
import { kernels } from '../lib/kernels/index.js';
import { type Activation, isZero, type RActivation } from '../lib/nn/activation.js';
import { rowsAlong } from '../lib/nn/axis.js';
import { Module } from '../lib/nn/module.js';
import { checkNumbers, type NumberRule } from '../lib/nn/numbers.js';
import { number, optional, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

const odd: NumberRule = { words: 'to be odd', holds: (size) => Number.isInteger(size) && size > 0 && size % 2 === 1 };

/**
 * Σ sums over the `size` planes around an element's own, as far as there are so many. With a = alpha / size, S = k + a Σ x², T = S^(−beta),
 * c = 2 a beta:
 *   forward    y   = x T
 *   backward   gx  = gy T − c x Σ q,                      q = gy y / S
 *   rForward   Ry  = Rx T − beta y RS / S,                RS = 2 a Σ x Rx
 *   rBackward  Rgx = Rgy T − c x Σ (Rgy y / S) − beta gy T RS / S − c (Rx Σ q + x Σ p),      p = gy (Ry − y RS / S) / S
 * x: (planes × H × W) or (N × planes × H × W). (Krizhevsky, Sutskever, Hinton 2012, section 3.3, where a = alpha.)
 */
export class SpatialCrossMapLRN extends Module {
  static override readonly torch: TorchFields = {
    size: number('an odd number', odd.holds),
    alpha: optional(number(), 0.0001),
    beta: optional(number(), 0.75),
    k: optional(number(), 1),
    scale: unsaved(),
    paddedRatio: unsaved(),
    accumRatio: unsaved(),
  };

  size: number;
  alpha: number;
  beta: number;
  k: number;
  /** S, T, Σ q and RS. */
  declare scale: Tensor;
  declare private power: Tensor;
  declare private gradSums: Tensor;
  declare private rScale: Tensor;
  /** What is summed, and a sum that nobody needs later. */
  declare private terms: Tensor;
  declare private rTerms: Tensor;
  declare private rSums: Tensor;

  /** @throws RangeError unless the size is an odd whole number: there would be no middle. */
  constructor(size: number, alpha: number = 0.0001, beta: number = 0.75, k: number = 1) {
    super();
    checkNumbers(this.constructor.name, { alpha, beta, k });
    checkNumbers(this.constructor.name, { size }, odd);
    this.size = size;
    this.alpha = alpha;
    this.beta = beta;
    this.k = k;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    for (const name of ['scale', 'power', 'gradSums', 'rScale', 'terms', 'rTerms', 'rSums'] as const) {
      this[name] = this.buffer();
    }
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensor('forward', input).contiguous();
    if (x.dim() !== 3 && x.dim() !== 4) {
      throw this.wrongShape('forward', 'input (planes × H × W) or (N × planes × H × W)', x);
    }
    const [n, xo, a] = [x.nElement(), x._offset, this.alpha / this.size];
    const { k, beta } = this;
    const y = (this.output as Tensor).resizeAs(x);
    const [xs, ys, squares, T] = [x, y, this.terms.resizeAs(x), this.power.resizeAs(x)].map(vector);
    for (let i = 0; i < n; i++) squares[i] = xs[xo + i] * xs[xo + i];
    const S = vector(this.sum(this.terms, this.scale));
    for (let i = 0; i < n; i++) {
      S[i] = k + a * S[i];
      T[i] = S[i] ** -beta;
      ys[i] = xs[xo + i] * T[i];
    }
    return y;
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Tensor {
    const gx = (this.gradInput as Tensor).resizeAs(input as Tensor);
    this.adjoint((input as Tensor).contiguous(), (gradOutput as Tensor).contiguous(), gx, this.terms, this.gradSums);
    return gx;
  }

  /** gx ← g T − c x Σ q; q and Σ q are left in `terms` and `sums`. */
  private adjoint(x: Tensor, g: Tensor, gx: Tensor, terms: Tensor, sums: Tensor): void {
    const [n, xo, go, c] = [x.nElement(), x._offset, g._offset, this.factor()];
    const [xs, ys, gs, S, T, to] = [x, this.output as Tensor, g, this.scale, this.power, gx].map(vector);
    const q = vector(terms.resizeAs(x));
    for (let i = 0; i < n; i++) q[i] = (gs[go + i] * ys[i]) / S[i];
    const all = vector(this.sum(terms, sums));
    for (let i = 0; i < n; i++) to[i] = gs[go + i] * T[i] - c * xs[xo + i] * all[i];
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    if (isZero(rInput)) return this.setROutput(undefined);
    const [x, r] = [(input as Tensor).contiguous(), (rInput as Tensor).contiguous()];
    const [n, xo, ro, a] = [x.nElement(), x._offset, r._offset, this.alpha / this.size];
    const ry = this.reuse(this.rOutput).resizeAs(x);
    const [xs, rs, ys, S, T, to] = [x, r, this.output as Tensor, this.scale, this.power, ry].map(vector);
    const { beta } = this;
    const terms = vector(this.rTerms.resizeAs(x));
    for (let i = 0; i < n; i++) terms[i] = 2 * a * xs[xo + i] * rs[ro + i];
    const rS = vector(this.sum(this.rTerms, this.rScale));
    for (let i = 0; i < n; i++) to[i] = rs[ro + i] * T[i] - (beta * ys[i] * rS[i]) / S[i];
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
    const rgx = this.reuse(this.rGradInput).resizeAs(x);
    if (isZero(rGradOutput)) rgx.zero();
    else this.adjoint(x, (rGradOutput as Tensor).contiguous(), rgx, this.rTerms, this.rSums);
    if (!isZero(rInput)) this.addBend(x, (rInput as Tensor).contiguous(), g, rgx);
    return this.setRGradInput(rgx);
  }

  /** rgx ← rgx − beta g T RS / S − c (r Σ q + x Σ p). */
  private addBend(x: Tensor, r: Tensor, g: Tensor, rgx: Tensor): void {
    const [n, xo, ro, go, c] = [x.nElement(), x._offset, r._offset, g._offset, this.factor()];
    const { beta } = this;
    const [xs, rs, gs, to] = [x, r, g, rgx].map(vector);
    const [ys, ry] = [this.output as Tensor, this.rOutput as Tensor].map(vector);
    const [S, T, rS, sumsOfQ, p] = [this.scale, this.power, this.rScale, this.gradSums, this.rTerms.resizeAs(x)].map(
      vector,
    );
    for (let i = 0; i < n; i++) p[i] = (gs[go + i] * (ry[i] - (ys[i] * rS[i]) / S[i])) / S[i];
    const sumsOfP = vector(this.sum(this.rTerms, this.rSums));
    for (let i = 0; i < n; i++) {
      to[i] -= (beta * gs[go + i] * T[i] * rS[i]) / S[i] + c * (rs[ro + i] * sumsOfQ[i] + xs[xo + i] * sumsOfP[i]);
    }
  }

  private factor(): number {
    return (2 * this.alpha * this.beta) / this.size;
  }

  /** to ← Σ x. */
  private sum(x: Tensor, to: Tensor): Tensor {
    const { outer, n, inner } = rowsAlong(x._size, x.dim() - 3);
    const reach = (this.size - 1) / 2;
    const [from, sums] = [vector(x), vector(to.resizeAs(x).zero())];
    for (let o = 0; o < outer * n; o += n) {
      for (let f = 0; f < n; f++) {
        const end = Math.min(f + reach, n - 1);
        for (let j = Math.max(f - reach, 0); j <= end; j++) {
          kernels.axpy(inner, 1, from, (o + j) * inner, 1, sums, (o + f) * inner, 1);
        }
      }
    }
    return to;
  }
}
