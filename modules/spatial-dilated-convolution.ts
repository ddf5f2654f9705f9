/** @file Convolution of images whose window has gaps. */
import { torchsOrder } from '../lib/nn/convolution.js';
import { type TorchFields, whole } from '../lib/nn/torch-field.js';
import { checkWindow, type Window } from '../lib/nn/window.js';
import { SpatialConvolution } from './spatial-convolution.js';

/**
 * y(o, i, j) = b(o) + Σ w(o, c, k, l) x(c, dH i + dilationH k − padH, dW j + dilationW l − padW); Convolution has the passes.
 * x: (nInputPlane × H × W) or (N × nInputPlane × H × W); y: nOutputPlane planes of ⌊(H + 2 padH − dilationH (kH − 1) − 1) / dH⌋ + 1 by the
 * like of W. padH is padW unless given.
 */
export class SpatialDilatedConvolution extends SpatialConvolution {
  static override readonly torch: TorchFields = { dilationW: whole(1), dilationH: whole(1) };

  dilationW: number;
  dilationH: number;

  /** @throws RangeError unless planes, kernel, strides and dilations are whole numbers from 1 up. */
  constructor(
    nInputPlane: number,
    nOutputPlane: number,
    kW: number,
    kH: number,
    dW: number = 1,
    dH: number = 1,
    padW: number = 0,
    padH: number = padW,
    dilationW: number = 1,
    dilationH: number = 1,
  ) {
    super(nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH);
    [this.dilationW, this.dilationH] = [dilationW, dilationH];
    checkWindow(this.constructor.name, this.window());
  }

  protected override window(): Window {
    // There are none while SpatialConvolution makes the weight.
    const { dilationW = 1, dilationH = 1 } = this;
    return { ...super.window(), dilation: [dilationH, dilationW] };
  }

  protected override told(): string[] {
    return [...super.told(), torchsOrder(this.window().dilation).join()];
  }
}
