/** @file Sums under a window that moves over images, times a weight for each plane. */
import { SubSampling } from '../lib/nn/sub-sampling.js';
import { optional, type TorchFields, tensor, whole } from '../lib/nn/torch-field.js';
import { patchesOf, type Window } from '../lib/nn/window.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * y(c, i, j) = b(c) + w(c) Σ x(c, dH i + k, dW j + l) over the window (kH × kW); SubSampling has the passes.
 * x: (nInputPlane × H × W) or (N × nInputPlane × H × W); y: as many planes of ⌊(H − kH) / dH⌋ + 1 by the like of W.
 */
export class SpatialSubSampling extends SubSampling {
  static override readonly torch: TorchFields = {
    nInputPlane: whole(1),
    kW: whole(1),
    kH: whole(1),
    dW: whole(1),
    dH: whole(1),
    weight: tensor(({ nInputPlane }: SpatialSubSampling) => [nInputPlane]),
    bias: optional(tensor(({ nInputPlane }: SpatialSubSampling) => [nInputPlane])),
  };

  nInputPlane: number;
  kW: number;
  kH: number;
  dW: number;
  dH: number;

  /** @throws RangeError unless planes, kernel and strides are whole numbers from 1 up. */
  constructor(nInputPlane: number, kW: number, kH: number, dW: number = 1, dH: number = 1) {
    super();
    this.nInputPlane = nInputPlane;
    [this.kW, this.kH, this.dW, this.dH] = [kW, kH, dW, dH];
    this.makeSubSampling(nInputPlane);
  }

  protected override window(): Window {
    const { kW, kH, dW, dH } = this;
    return { kernel: [kH, kW], stride: [dH, dW], padding: [0, 0], dilation: [1, 1] };
  }

  protected override resizeOutput(x: Tensor, y: Tensor): void {
    const batch = this.batchOf(x, this.nInputPlane, 'H', 'W');
    const sizes = x._size.slice(-2);
    const outputs = this.outputsOf(sizes);
    this.checkOutput(x, this.nInputPlane, ...outputs);
    const patches = patchesOf(1, sizes, this.window(), outputs);
    this.extent = { patches, matrices: this.nInputPlane, inner: outputs[0] * outputs[1] };
    y.resize([...batch, this.nInputPlane, ...outputs]);
  }

  /** Torch prints the name alone. */
  override describe(): string {
    const { nInputPlane, kW, kH, dW, dH } = this;
    return `SpatialSubSampling(${nInputPlane}, ${kW}x${kH}, ${dW},${dH})`;
  }
}
