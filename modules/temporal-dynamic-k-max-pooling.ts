/** @file The k largest elements of every sequence, in their order. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { type Rows, rowsAlong } from '../lib/nn/axis.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers, count } from '../lib/nn/numbers.js';
import { number, type TorchFields, unsaved, whole } from '../lib/nn/torch-field.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

/**
 * i₁ < … < iₖ: where in time a feature has its k largest values, found in forward (of equal ones the earlier); k = max(minK, ⌈factor · time⌉).
 *   forward    y   = x(i₁ … iₖ)
 *   backward   gx(i) = gy,    zero elsewhere
 *   rForward   Ry  = Rx(i₁ … iₖ)
 *   rBackward  Rgx(i) = Rgy,  zero elsewhere
 * x: (time × features) or (N × time × features). (Kalchbrenner, Grefenstette, Blunsom 2014.)
 */
export class TemporalDynamicKMaxPooling extends LinearMap {
  static override readonly torch: TorchFields = { minK: whole(1), factor: number(), indices: unsaved() };

  minK: number;
  factor: number;
  /** The chosen places in time, k for each line of x along it. */
  declare private chosen: number[][];

  constructor(minK: number, factor: number = 0) {
    super();
    checkNumbers(this.constructor.name, { minK }, count);
    checkNumbers(this.constructor.name, { factor });
    this.minK = minK;
    this.factor = factor;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.chosen = [];
  }

  override updateOutput(input: Activation): Activation {
    const x = this.tensor('forward', input).contiguous();
    const d = x.dim() - 2;
    const k = Math.max(this.minK, Math.ceil(this.factor * (x._size[d] ?? 0)));
    if ((d !== 0 && d !== 1) || x._size[d] < k) {
      throw this.wrongShape('forward', `input (time × features) or (N × time × features), time at least ${k}`, x);
    }
    const { outer, n, inner } = rowsAlong(x._size, d);
    const xs = vector(x);
    this.chosen = Array.from({ length: outer * inner }, (_, line) => {
      const at = x._offset + Math.floor(line / inner) * n * inner + (line % inner);
      const value = (i: number): number => xs[at + i * inner];
      const places = Array.from({ length: n }, (_, i) => i).sort((i, j) => value(j) - value(i) || i - j);
      return places.slice(0, k).sort((i, j) => i - j);
    });
    return super.updateOutput(input);
  }

  protected override map(input: Activation, x: RActivation, last: RActivation): Tensor {
    const [rows, d] = this.seen(input as Tensor);
    const k = this.chosen[0].length;
    const y = this.reuse(last).resize((input as Tensor)._size.map((s, i) => (i === d ? k : s)));
    const from = (x as Tensor).contiguous();
    this.eachChosen(rows, (at, place) => {
      vector(y)[place] = vector(from)[from._offset + at];
    });
    return y;
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): Tensor {
    const [rows] = this.seen(input as Tensor);
    const gx = this.reuse(last)
      .resizeAs(input as Tensor)
      .zero();
    const from = (g as Tensor).contiguous();
    this.eachChosen(rows, (at, place) => {
      vector(gx)[at] = vector(from)[from._offset + place];
    });
    return gx;
  }

  private seen(x: Tensor): [Rows, number] {
    const d = x.dim() - 2;
    return [rowsAlong(x._size, d), d];
  }

  /** Where in contiguous x, and where in y, every chosen element stands. */
  private eachChosen({ outer, n, inner }: Rows, visit: (at: number, place: number) => void): void {
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const places = this.chosen[o * inner + i];
        const k = places.length;
        for (let j = 0; j < k; j++) visit((o * n + places[j]) * inner + i, (o * k + j) * inner + i);
      }
    }
  }
}
