/** @file Convolution of sequences. */
import { kernels } from '../lib/kernels/index.js';
import { Affine } from '../lib/nn/affine.js';
import { checkSizes } from '../lib/nn/sizes.js';
import { optional, type TorchFields, tensor, whole } from '../lib/nn/torch-field.js';
import { type Tensor, vector } from '../lib/tensor/index.js';

/**
 * With W = (W_0 … W_{kW−1}), side by side, y(i) = b + Σ W_k x(dW i + k). The frames that W_k meets are the rows of a matrix X_k that lies in x, dW
 * frames from row to row, so no columns are made:
 *   B(W, x) = Σ X_k W_kᵀ        Bx(W, g): gX_k += g W_k        Bw(x, g): gW_k += gᵀ X_k
 * x: (T × inputFrameSize) or (N × T × inputFrameSize); y: ⌊(T − kW) / dW⌋ + 1 frames of outputFrameSize.
 */
export class TemporalConvolution extends Affine {
  static override readonly torch: TorchFields = {
    inputFrameSize: whole(1),
    outputFrameSize: whole(1),
    kW: whole(1),
    dW: whole(1),
    weight: tensor((owner: TemporalConvolution) => [owner.outputFrameSize, owner.inputFrameSize * owner.kW]),
    bias: optional(tensor((owner: TemporalConvolution) => [owner.outputFrameSize])),
  };

  inputFrameSize: number;
  outputFrameSize: number;
  kW: number;
  dW: number;

  /** @throws RangeError when a size is not a whole number from 1 up. */
  constructor(inputFrameSize: number, outputFrameSize: number, kW: number, dW: number = 1) {
    super();
    const told = `${inputFrameSize} -> ${outputFrameSize}, ${kW}, ${dW}`;
    checkSizes(this.constructor.name, [inputFrameSize, outputFrameSize, kW, dW], told);
    this.inputFrameSize = inputFrameSize;
    this.outputFrameSize = outputFrameSize;
    [this.kW, this.dW] = [kW, dW];
    this.makeParameter('weight', outputFrameSize, inputFrameSize * kW);
    this.makeParameter('bias', outputFrameSize);
    this.reset();
  }

  protected override resizeOutput(x: Tensor, y: Tensor): void {
    const { inputFrameSize: n, outputFrameSize: m, kW, dW } = this;
    const [frames, size] = x._size.slice(-2);
    if ((x.dim() !== 2 && x.dim() !== 3) || size !== n) {
      throw this.wrongShape('forward', `input (N × T × ${n}) or (T × ${n})`, x);
    }
    const places = Math.floor((frames - kW) / dW) + 1;
    if (places < 1) throw this.wrongShape('forward', `input large enough for an output, here (${places} × ${m})`, x);
    y.resize([...x._size.slice(0, -2), places, m]);
  }

  protected override product(w: Tensor, x: Tensor, y: Tensor, accumulate: boolean): void {
    const { inputFrameSize: n, outputFrameSize: m, kW, dW } = this;
    const [count, frames, places] = sizes(x, y);
    const from = x.contiguous();
    const [ws, xs, ys] = [vector(w), vector(from), vector(y)];
    for (let i = 0; i < count; i++) {
      const yo = y._offset + i * places * m;
      for (let k = 0; k < kW; k++) {
        const xo = from._offset + (i * frames + k) * n;
        const beta = k === 0 && !accumulate ? 0 : 1;
        kernels.gemm(false, true, places, m, n, 1, xs, xo, dW * n, ws, w._offset + k * n, kW * n, beta, ys, yo, m);
      }
    }
  }

  protected override adjointInput(w: Tensor, g: Tensor, gx: Tensor, accumulate: boolean): void {
    const { inputFrameSize: n, outputFrameSize: m, kW, dW } = this;
    const [count, frames, places] = sizes(gx, g);
    const from = g.contiguous();
    const [ws, gs, to] = [vector(w), vector(from), vector(gx)];
    if (!accumulate) gx.zero();
    for (let i = 0; i < count; i++) {
      const go = from._offset + i * places * m;
      for (let k = 0; k < kW; k++) {
        const xo = gx._offset + (i * frames + k) * n;
        kernels.gemm(false, false, places, n, m, 1, gs, go, m, ws, w._offset + k * n, kW * n, 1, to, xo, dW * n);
      }
    }
  }

  protected override adjointWeight(x: Tensor, g: Tensor, gw: Tensor, scale: number): void {
    const { inputFrameSize: n, outputFrameSize: m, kW, dW } = this;
    const [count, frames, places] = sizes(x, g);
    const [from, back] = [x.contiguous(), g.contiguous()];
    const [xs, gs, to] = [vector(from), vector(back), vector(gw)];
    for (let i = 0; i < count; i++) {
      const go = back._offset + i * places * m;
      for (let k = 0; k < kW; k++) {
        const xo = from._offset + (i * frames + k) * n;
        kernels.gemm(true, false, m, n, places, scale, gs, go, m, xs, xo, dW * n, 1, to, gw._offset + k * n, kW * n);
      }
    }
  }

  /** Torch prints the name alone. */
  override describe(): string {
    const { inputFrameSize, outputFrameSize, kW, dW } = this;
    return `${this.constructor.name}(${inputFrameSize} -> ${outputFrameSize}, ${kW}${dW === 1 ? '' : `, ${dW}`})`;
  }
}

/** The number of sequences, and of frames in x and y. */
function sizes(x: Tensor, y: Tensor): [count: number, frames: number, places: number] {
  const d = x.dim() - 2;
  return [d === 0 ? 1 : x._size[0], x._size[d], y._size[d]];
}
