/** @file Sums under a window that moves over sequences of frames, times a weight for each element of a frame. */
import { SubSampling } from '../lib/nn/sub-sampling.js';
import { optional, type TorchFields, tensor, whole } from '../lib/nn/torch-field.js';
import { patchesOf, type Window } from '../lib/nn/window.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * y(t, c) = b(c) + w(c) Σ x(dW t + k, c) over k < kW; SubSampling has the passes.
 * x: (T × inputFrameSize) or (N × T × inputFrameSize), where Torch takes the first alone; y: ⌊(T − kW) / dW⌋ + 1 frames.
 */
export class TemporalSubSampling extends SubSampling {
  static override readonly torch: TorchFields = {
    inputFrameSize: whole(1),
    kW: whole(1),
    dW: whole(1),
    weight: tensor(({ inputFrameSize }: TemporalSubSampling) => [inputFrameSize]),
    bias: optional(tensor(({ inputFrameSize }: TemporalSubSampling) => [inputFrameSize])),
  };

  inputFrameSize: number;
  kW: number;
  dW: number;

  /** @throws RangeError unless frame size, kernel and stride are whole numbers from 1 up. */
  constructor(inputFrameSize: number, kW: number, dW: number = 1) {
    super();
    this.inputFrameSize = inputFrameSize;
    [this.kW, this.dW] = [kW, dW];
    this.makeSubSampling(inputFrameSize);
  }

  /** Over the matrix of a sequence. */
  protected override window(): Window {
    return { kernel: [this.kW, 1], stride: [this.dW, 1], padding: [0, 0], dilation: [1, 1] };
  }

  protected override resizeOutput(x: Tensor, y: Tensor): void {
    const batch = this.batchOf(x, 'T', this.inputFrameSize);
    const sizes = x._size.slice(-2);
    const outputs = this.outputsOf(sizes);
    this.checkOutput(x, ...outputs);
    this.extent = { patches: patchesOf(1, sizes, this.window(), outputs), matrices: 1, inner: 1 };
    y.resize([...batch, ...outputs]);
  }

  /** Torch prints the name alone. */
  override describe(): string {
    return `TemporalSubSampling(${this.inputFrameSize}, ${this.kW}, ${this.dW})`;
  }
}
