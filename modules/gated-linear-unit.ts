/** @file One half of the input, gated by the other. */
import { type Activation, isZero, type RActivation } from '../lib/nn/activation.js';
import { axisOf } from '../lib/nn/axis.js';
import { Module } from '../lib/nn/module.js';
import { checkNumbers, wholeNumber } from '../lib/nn/numbers.js';
import { oneBased, optional, type TorchFields } from '../lib/nn/torch-field.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

/**
 * x = [a, b], two halves along `dim`; σ = 1 / (1 + e⁻ᵇ), σ′ = σ (1 − σ), σ″ = σ′ (1 − 2σ).
 *   forward    y   = a σ
 *   backward   ga  = gy σ                   gb  = gy a σ′
 *   rForward   Ry  = Ra σ + a σ′ Rb
 *   rBackward  Rga = Rgy σ + gy σ′ Rb       Rgb = Rgy a σ′ + gy (Ra σ′ + a σ″ Rb)
 * `dim` counts from 0, or from the end when negative; by default the last. (Dauphin et al. 2017.)
 */
export class GatedLinearUnit extends Module {
  static override readonly torch: TorchFields = {
    // Nothing stands for the last dimension: Torch has no negative ones here.
    dim: {
      ...optional(oneBased, -1),
      toTorch: (dim, owner) => (dim === -1 ? undefined : oneBased.toTorch(dim, owner)),
    },
  };

  dim: number;

  constructor(dim: number = -1) {
    super();
    checkNumbers(this.constructor.name, { dim }, wholeNumber);
    this.dim = dim;
  }

  override updateOutput(input: Activation): Tensor {
    const x = this.tensor('forward', input);
    const d = axisOf(this.dim, x.dim());
    if (!(d in x._size) || x._size[d] % 2 !== 0) {
      throw this.wrongShape('forward', `input with an even size in dimension ${this.dim}`, x);
    }
    const y = (this.output as Tensor).resize(x._size.map((s, k) => (k === d ? s / 2 : s)));
    const [xs, xo, ys] = [vector(x.contiguous()), x.contiguous()._offset, vector(y)];
    this.eachPair(x, (i, a, b) => {
      ys[i] = xs[xo + a] * sigmoid(xs[xo + b]);
    });
    return y;
  }

  override updateGradInput(input: Activation, gradOutput: Activation): Tensor {
    const [x, gy] = [(input as Tensor).contiguous(), (gradOutput as Tensor).contiguous()];
    const gx = (this.gradInput as Tensor).resizeAs(x);
    const [xs, gs, to] = [vector(x), vector(gy), vector(gx)];
    this.eachPair(x, (i, a, b) => {
      const s = sigmoid(xs[x._offset + b]);
      const g = gs[gy._offset + i];
      to[a] = g * s;
      to[b] = g * xs[x._offset + a] * slope(xs[x._offset + b]);
    });
    return gx;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    if (isZero(rInput)) return this.setROutput(undefined);
    const [x, rx] = [(input as Tensor).contiguous(), (rInput as Tensor).contiguous()];
    const ry = this.reuse(this.rOutput).resizeAs(this.output as Tensor);
    const [xs, rs, to] = [vector(x), vector(rx), vector(ry)];
    this.eachPair(x, (i, a, b) => {
      const [va, vb] = [xs[x._offset + a], xs[x._offset + b]];
      to[i] = rs[rx._offset + a] * sigmoid(vb) + va * slope(vb) * rs[rx._offset + b];
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
    const gy = (gradOutput as Tensor).contiguous();
    const rx = isZero(rInput) ? undefined : (rInput as Tensor).contiguous();
    const rgy = isZero(rGradOutput) ? undefined : (rGradOutput as Tensor).contiguous();
    const rgx = this.reuse(this.rGradInput).resizeAs(x);
    const [xs, gs, to] = [vector(x), vector(gy), vector(rgx)];
    const at = (r: Tensor | undefined, i: number): number => (r ? vector(r)[r._offset + i] : 0);
    this.eachPair(x, (i, a, b) => {
      const [va, vb] = [xs[x._offset + a], xs[x._offset + b]];
      const [ra, rb] = [at(rx, a), at(rx, b)];
      const [g, rg] = [gs[gy._offset + i], at(rgy, i)];
      const d = slope(vb);
      const bend = d * (1 - 2 * sigmoid(vb));
      to[a] = rg * sigmoid(vb) + g * d * rb;
      to[b] = rg * va * d + g * (ra * d + va * bend * rb);
    });
    return this.setRGradInput(rgx);
  }

  /** Element i of y, and where in contiguous memory of x its a and b are. */
  private eachPair(x: Tensor, visit: (i: number, a: number, b: number) => void): void {
    const d = axisOf(this.dim, x.dim());
    let inner = 1;
    for (let k = d; k < x.dim(); k++) inner *= x._size[k];
    const half = inner / 2;
    const n = x.nElement() / 2;
    for (let i = 0; i < n; i++) {
      const a = i + Math.floor(i / half) * half;
      visit(i, a, a + half);
    }
  }
}

function sigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return (x < 0 ? e : 1) / (1 + e);
}

/** σ (1 − σ), exact to rounding at both ends. */
function slope(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return e / ((1 + e) * (1 + e));
}
