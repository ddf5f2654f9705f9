/** @file Convolution of images. */
import { Convolution } from '../lib/nn/convolution.js';
import { type TorchFields, tensor } from '../lib/nn/torch-field.js';
import { spatialWindow, type Window } from '../lib/nn/window.js';
import { Tensor } from '../lib/tensor/index.js';

/**
 * y(o, i, j) = b(o) + Σ w(o, c, k, l) x(c, dH i + k − padH, dW j + l − padW): what the field calls convolution; Convolution has the passes.
 * x: (nInputPlane × H × W) or (N × nInputPlane × H × W); y: nOutputPlane planes of ⌊(H + 2 padH − kH) / dH⌋ + 1 by the like of W.
 * padH is padW unless given.
 */
export class SpatialConvolution extends Convolution {
  static override readonly torch: TorchFields = {
    ...spatialWindow,
    weight: tensor((owner: SpatialConvolution) => owner.weightSize()),
  };

  /** Older files have one padding, and matrices for weights; newer ones of cudnn the one or the other. */
  static override upgrade(fields: Map<unknown, unknown>): void {
    const padding = fields.get('padding') ?? 0;
    for (const name of ['padW', 'padH']) if (!fields.has(name)) fields.set(name, padding);
    fields.delete('padding');
    const sizes = ['nOutputPlane', 'nInputPlane', 'kH', 'kW'].map((name) => fields.get(name) as number);
    for (const name of ['weight', 'gradWeight']) {
      const w = fields.get(name);
      const elements = sizes.reduce((product, s) => product * s, 1);
      if (w instanceof Tensor && w.dim() === 2 && w.nElement() === elements) fields.set(name, w.view(sizes));
    }
  }

  kW: number;
  kH: number;
  dW: number;
  dH: number;
  padW: number;
  padH: number;

  /** @throws RangeError unless planes, kernel and strides are whole numbers from 1 up. */
  constructor(
    nInputPlane: number,
    nOutputPlane: number,
    kW: number,
    kH: number,
    dW: number = 1,
    dH: number = 1,
    padW: number = 0,
    padH: number = padW,
  ) {
    super();
    [this.nInputPlane, this.nOutputPlane] = [nInputPlane, nOutputPlane];
    [this.kW, this.kH, this.dW, this.dH, this.padW, this.padH] = [kW, kH, dW, dH, padW, padH];
    this.makeConvolution();
  }

  protected override window(): Window {
    const { kW, kH, dW, dH, padW, padH } = this;
    return { kernel: [kH, kW], stride: [dH, dW], padding: [padH, padW], dilation: [1, 1] };
  }
}
