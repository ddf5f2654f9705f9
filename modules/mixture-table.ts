/** @file Experts, weighted by a gater. */
import { kernels } from '../lib/kernels/index.js';
import { type Activation, entry, isZero, type RActivation, shapeOf } from '../lib/nn/activation.js';
import { Module } from '../lib/nn/module.js';
import { checkNumbers, orNone, wholeNumber } from '../lib/nn/numbers.js';
import { oneBased, optional, sizesBuffer, type TorchFields, tableBuffer, unsaved } from '../lib/nn/torch-field.js';
import { Tensor, vector } from '../lib/tensor/index.js';

/** A tensor, or a table of K tensors: both are K experts. */
type Experts = RActivation;

/**
 * Input: {p, e}; p: (N × K) or (K), the gater; e: a table of K experts (N × …) or (…), or one tensor with K indices in dimension `dim`.
 *   forward    y   = Σₖ pₖ eₖ
 *   backward   gpₖ  = ⟨eₖ, gy⟩ of each sample                    geₖ  = pₖ gy
 *   rForward   Ry  = Σₖ (Rpₖ eₖ + pₖ Reₖ)
 *   rBackward  Rgpₖ = ⟨Reₖ, gy⟩ + ⟨eₖ, Rgy⟩                      Rgeₖ = Rpₖ gy + pₖ Rgy
 * `dim` counts from 0; by default 1 for a batch, 0 for one sample.
 */
export class MixtureTable extends Module {
  static override readonly torch: TorchFields = {
    dim: optional(oneBased),
    gradInput: tableBuffer,
    size: sizesBuffer,
    size2: sizesBuffer,
    batchSize: unsaved(() => 0),
    backwardSetup: unsaved(() => false),
    dimG: unsaved(),
    table: unsaved(),
  };

  dim: number | undefined;
  declare private gradients: [Tensor, Activation];
  declare private rGradients: [Tensor, Activation];

  constructor(dim?: number) {
    super();
    checkNumbers(this.constructor.name, { dim }, orNone(wholeNumber));
    this.dim = dim;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.gradients = [this.buffer(), []];
    this.rGradients = [this.buffer(), []];
  }

  override updateOutput(input: Activation): Tensor {
    const [p, e] = this.operands(input);
    const y = (this.output as Tensor).resize(this.outputSize(p, e)).zero();
    this.mix(p, e, y);
    return y;
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Activation {
    const [p, e] = input as [Tensor, Activation];
    this.gradients = this.resized(this.gradients, p, e);
    this.weigh(p, e, gradOutput as Tensor, this.gradients[0]);
    this.spread(p, gradOutput as Tensor, this.gradients[1]);
    this.gradInput = this.gradients;
    return this.gradInput;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    if (isZero(rInput)) return this.setROutput(undefined);
    const [p, e] = input as [Tensor, Activation];
    const [rp, re] = [entry(rInput, 0), entry(rInput, 1)];
    const ry = this.reuse(this.rOutput)
      .resizeAs(this.output as Tensor)
      .zero();
    if (rp) this.mix(rp as Tensor, e, ry);
    if (!isZero(re)) this.mix(p, re, ry);
    return this.setROutput(ry);
  }

  override updateRGradInput(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    if (isZero(rInput) && isZero(rGradOutput)) return this.setRGradInput(undefined);
    const [p, e] = input as [Tensor, Activation];
    const [rp, re] = [entry(rInput, 0), entry(rInput, 1)];
    this.rGradients = this.resized(this.rGradients, p, e);
    const [gp, ge] = this.rGradients;
    if (!isZero(re)) this.weigh(p, re, gradOutput as Tensor, gp);
    if (!isZero(rGradOutput)) this.weigh(p, e, rGradOutput as Tensor, gp);
    if (rp) this.spread(rp as Tensor, gradOutput as Tensor, ge);
    if (!isZero(rGradOutput)) this.spread(p, rGradOutput as Tensor, ge);
    return this.setRGradInput(this.rGradients);
  }

  /** y ← y + Σₖ pₖ eₖ. */
  private mix(p: Tensor, e: Experts, y: Tensor): void {
    this.eachRow(p, e, y, (gate, expert, at, yo, n) => {
      kernels.axpy(n, gates(p, gate), vector(expert), at, 1, vector(y), yo, 1);
    });
  }

  /** gpₖ ← gpₖ + ⟨eₖ, g⟩. */
  private weigh(p: Tensor, e: Experts, g: Tensor, gp: Tensor): void {
    const from = g.contiguous();
    this.eachRow(p, e, from, (gate, expert, at, go, n) => {
      vector(gp)[gp._offset + gate] += kernels.dot(n, vector(expert), at, 1, vector(from), go, 1);
    });
  }

  /** geₖ ← geₖ + pₖ g. */
  private spread(p: Tensor, g: Tensor, ge: Activation): void {
    const from = g.contiguous();
    this.eachRow(p, ge, from, (gate, expert, at, go, n) => {
      kernels.axpy(n, gates(p, gate), vector(from), go, 1, vector(expert), at, 1);
    });
  }

  /**
   * Every contiguous stretch of an expert, with the number of its gate (in row-major order), where it begins in the expert's memory, where
   * its like begins in contiguous y, and its length. Experts that are structural zeros are left out.
   */
  private eachRow(
    p: Tensor,
    e: Experts,
    y: Tensor,
    visit: (gate: number, expert: Tensor, at: number, yo: number, n: number) => void,
  ): void {
    const samples = p.dim() === 1 ? 1 : p._size[0];
    const count = p._size[p.dim() - 1];
    const d = this.dimension(p);
    for (let k = 0; k < count; k++) {
      const whole = Array.isArray(e) ? e[k] : e;
      if (isZero(whole)) continue;
      const expert = (whole as Tensor).contiguous();
      const inner = Array.isArray(e)
        ? y.nElement() / samples
        : expert._size.slice(d + 1).reduce((product, s) => product * s, 1);
      const outer = y.nElement() / inner;
      for (let o = 0; o < outer; o++) {
        const gate = Math.floor(o / (outer / samples)) * count + k;
        const row = Array.isArray(e) ? o : o * count + k;
        visit(gate, expert, expert._offset + row * inner, y._offset + o * inner, inner);
      }
    }
  }

  private dimension(p: Tensor): number {
    return this.dim ?? p.dim() - 1;
  }

  private outputSize(p: Tensor, e: Activation): readonly number[] {
    if (Array.isArray(e)) return (e[0] as Tensor)._size;
    const size = e._size.filter((_, k) => k !== this.dimension(p));
    return size.length > 0 ? size : [1];
  }

  /** Zeroed tensors in the shape of the input. */
  private resized([gp, ge]: [Tensor, Activation], p: Tensor, e: Activation): [Tensor, Activation] {
    const like = (x: Tensor, last: RActivation): Tensor => this.reuse(last).resizeAs(x).zero();
    return [like(p, gp), Array.isArray(e) ? e.map((x, k) => like(x as Tensor, entry(ge, k))) : like(e, ge)];
  }

  private operands(input: Activation): [Tensor, Activation] {
    const [p, e] = Array.isArray(input) ? input : [];
    const many = Array.isArray(e) && e.length > 0 && e.every((x) => x instanceof Tensor);
    if (!(p instanceof Tensor) || !(e instanceof Tensor || many)) {
      throw new TypeError(`${this.describe()}.forward: expected {gater, experts}, got ${shapeOf(input)}`);
    }
    const experts = Array.isArray(e) ? e.length : e._size[this.dimension(p)];
    const alike = !Array.isArray(e) || e.every((x) => (x as Tensor).isSameSizeAs(e[0] as Tensor));
    const first = (Array.isArray(e) ? e[0] : e) as Tensor;
    const samples = p.dim() === 1 || first._size[0] === p._size[0];
    if (p.dim() < 1 || p.dim() > 2 || p._size[p.dim() - 1] !== experts || !alike || !samples) {
      throw this.wrongShape('forward', 'a gater (N × K) or (K), and K experts of one size for N samples', input);
    }
    for (const x of [p, ...(Array.isArray(e) ? (e as Tensor[]) : [e])]) this.tensor('forward', x);
    return [p, e];
  }
}

/** Element i of p in row-major order. */
function gates(p: Tensor, i: number): number {
  const { _size: size, _stride: stride } = p;
  const at = size.length === 1 ? i * stride[0] : Math.floor(i / size[1]) * stride[0] + (i % size[1]) * stride[1];
  return vector(p)[p._offset + at];
}
