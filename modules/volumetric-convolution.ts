/** @file Convolution of volumes. */
import { Convolution } from '../lib/nn/convolution.js';
import { type TorchFields, tensor } from '../lib/nn/torch-field.js';
import { volumetricWindow, type Window } from '../lib/nn/window.js';

/**
 * y(o, t, i, j) = b(o) + Σ w(o, c, m, k, l) x(c, dT t + m − padT, dH i + k − padH, dW j + l − padW); Convolution has the passes.
 * x: (nInputPlane × T × H × W) or (N × nInputPlane × T × H × W); y: nOutputPlane planes of ⌊(T + 2 padT − kT) / dT⌋ + 1 by the like of H and
 * of W. padW is padT unless given, and padH is padW.
 */
export class VolumetricConvolution extends Convolution {
  static override readonly torch: TorchFields = {
    ...volumetricWindow,
    weight: tensor((owner: VolumetricConvolution) => owner.weightSize()),
  };

  kT: number;
  kW: number;
  kH: number;
  dT: number;
  dW: number;
  dH: number;
  padT: number;
  padW: number;
  padH: number;

  /** @throws RangeError unless planes, kernel and strides are whole numbers from 1 up. */
  constructor(
    nInputPlane: number,
    nOutputPlane: number,
    kT: number,
    kW: number,
    kH: number,
    dT: number = 1,
    dW: number = 1,
    dH: number = 1,
    padT: number = 0,
    padW: number = padT,
    padH: number = padW,
  ) {
    super();
    [this.nInputPlane, this.nOutputPlane] = [nInputPlane, nOutputPlane];
    [this.kT, this.kW, this.kH, this.dT, this.dW, this.dH] = [kT, kW, kH, dT, dW, dH];
    [this.padT, this.padW, this.padH] = [padT, padW, padH];
    this.makeConvolution();
  }

  protected override window(): Window {
    const { kT, kW, kH, dT, dW, dH, padT, padW, padH } = this;
    return { kernel: [kT, kH, kW], stride: [dT, dH, dW], padding: [padT, padH, padW], dilation: [1, 1, 1] };
  }

  /** Like Torch's, which has no word for a missing bias. */
  override toString(): string {
    return super.toString().replace(' without bias', '');
  }
}
