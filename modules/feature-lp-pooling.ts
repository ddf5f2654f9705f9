/** @file The p-norm over a window of features. */
import { type Activation, isZero, type RActivation } from '../lib/nn/activation.js';
import { type Rows, rowsAlong } from '../lib/nn/axis.js';
import { Module } from '../lib/nn/module.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { flag, number, optional, type TorchFields } from '../lib/nn/torch-field.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

const within = (x: number, first: number, last: number): boolean => Number.isInteger(x) && x >= first && x <= last;

/**
 * Σ is over the `width` features of a window, every `stride` of them; u = x / y, p = power:
 *   forward    y   = (Σ xᵖ)^(1/p)
 *   backward   gx  = Σ gy u^(p−1), over the windows that an element is in
 *   rForward   Ry  = Σ u^(p−1) Rx
 *   rBackward  Rgx = Σ Rgy u^(p−1) + gy (p − 1) u^(p−2) Ru,     Ru = (Rx − u Ry) / y
 * As in Torch powers are of x, not of |x|: for odd p the sum may be negative, and y is then NaN unless p = 1; and a window of y = 0 has no
 * gradient, nor an R pass. The second term is 0 for p = 1, and where x = 0 and 1 < p < 2, whose second derivative is infinite there.
 * x: features, behind a batch with batch_mode, and up to two more dimensions.
 */
export class FeatureLPPooling extends Module {
  static override readonly torch: TorchFields = {
    width: number('in 2..16', (width) => within(width, 2, 16)),
    stride: number('in 1..4', (stride) => within(stride, 1, 4)),
    power: number(),
    batch_mode: optional(flag, false),
  };

  width: number;
  stride: number;
  power: number;
  batch_mode: boolean;

  /** @throws RangeError unless the width is in 2..16 and the stride in 1..4. */
  constructor(width: number, stride: number, power: number, batch_mode: boolean = false) {
    super();
    checkNumbers('FeatureLPPooling', { width, stride, power });
    if (!(within(width, 2, 16) && within(stride, 1, 4))) {
      throw new RangeError(
        `FeatureLPPooling: expected a width in 2..16 and a stride in 1..4, got ${width} and ${stride}`,
      );
    }
    this.width = width;
    this.stride = stride;
    this.power = power;
    this.batch_mode = batch_mode;
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensor('forward', input).contiguous();
    const axis = this.batch_mode ? 1 : 0;
    if (x.dim() <= axis || x.dim() > axis + 3 || x._size[axis] < this.width) {
      const expected = `${this.batch_mode ? 'a batch of ' : ''}${this.width} or more features, and two more dimensions at most`;
      throw this.wrongShape('forward', expected, x);
    }
    const windows = Math.floor((x._size[axis] - this.width) / this.stride) + 1;
    const y = (this.output as Tensor).resize(x._size.map((size, d) => (d === axis ? windows : size)));
    const { power } = this;
    const [xs, ys] = [vector(x), vector(y.zero())];
    this.eachRow(x, (at, place, inner) => {
      for (let i = 0; i < inner; i++) ys[place + i] += xs[x._offset + at + i] ** power;
    });
    for (let i = 0; i < y.nElement(); i++) ys[i] **= 1 / power;
    return y;
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Tensor {
    const gx = (this.gradInput as Tensor).resizeAs(input as Tensor).zero();
    this.addAdjoint((input as Tensor).contiguous(), (gradOutput as Tensor).contiguous(), gx);
    return gx;
  }

  /** gx ← gx + Σ g u^(p−1). */
  private addAdjoint(x: Tensor, g: Tensor, gx: Tensor): void {
    const p = this.power;
    const [xs, ys, gs, to] = [x, this.output as Tensor, g, gx].map(vector);
    this.eachRow(x, (at, place, inner) => {
      for (let i = 0; i < inner; i++) {
        const y = ys[place + i];
        if (y !== 0) to[at + i] += gs[g._offset + place + i] * (xs[x._offset + at + i] / y) ** (p - 1);
      }
    });
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    if (isZero(rInput)) return this.setROutput(undefined);
    const [x, r] = [(input as Tensor).contiguous(), (rInput as Tensor).contiguous()];
    const p = this.power;
    const ry = this.reuse(this.rOutput).resizeAs(this.output as Tensor);
    const [xs, rs, ys, to] = [x, r, this.output as Tensor, ry.zero()].map(vector);
    this.eachRow(x, (at, place, inner) => {
      for (let i = 0; i < inner; i++) {
        const y = ys[place + i];
        if (y !== 0) to[place + i] += (xs[x._offset + at + i] / y) ** (p - 1) * rs[r._offset + at + i];
      }
    });
    return this.setROutput(ry);
  }

  override updateRGradInput(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
  ): RActivation {
    if (isZero(rInput) && isZero(rGradOutput)) return this.setRGradInput(undefined);
    const x = (input as Tensor).contiguous();
    const rgx = this.reuse(this.rGradInput).resizeAs(x).zero();
    if (!isZero(rGradOutput)) this.addAdjoint(x, (rGradOutput as Tensor).contiguous(), rgx);
    if (!isZero(rInput) && this.power !== 1) {
      this.addBend(x, (rInput as Tensor).contiguous(), (gradOutput as Tensor).contiguous(), rgx);
    }
    return this.setRGradInput(rgx);
  }

  /** rgx ← rgx + Σ g (p − 1) u^(p−2) Ru. */
  private addBend(x: Tensor, r: Tensor, g: Tensor, rgx: Tensor): void {
    const p = this.power;
    const [xs, rs, gs, to] = [x, r, g, rgx].map(vector);
    const [ys, ry] = [this.output as Tensor, this.rOutput as Tensor].map(vector);
    this.eachRow(x, (at, place, inner) => {
      for (let i = 0; i < inner; i++) {
        const y = ys[place + i];
        const u = xs[x._offset + at + i] / y;
        if (y === 0 || (u === 0 && p > 1 && p < 2)) continue;
        const ru = (rs[r._offset + at + i] - u * ry[place + i]) / y;
        to[at + i] += gs[g._offset + place + i] * (p - 1) * u ** (p - 2) * ru;
      }
    });
  }

  /** Every feature of every window: where its row begins in x, that of the window in y, and how long they are. */
  private eachRow(x: Tensor, visit: (at: number, place: number, inner: number) => void): void {
    const axis = this.batch_mode ? 1 : 0;
    const { outer, n, inner }: Rows = rowsAlong(x._size, axis);
    const windows = (this.output as Tensor)._size[axis];
    for (let o = 0; o < outer; o++) {
      for (let w = 0; w < windows; w++) {
        for (let k = 0; k < this.width; k++) {
          visit((o * n + w * this.stride + k) * inner, (o * windows + w) * inner, inner);
        }
      }
    }
  }

  override toString(): string {
    const { width, stride, power, batch_mode } = this;
    return `${super.toString()}(w${width} s${stride} power ${power} batch ${batch_mode ? 1 : 0})`;
  }
}
