/** @file Convolution of volumes whose window has gaps. */
import { torchsOrder } from '../lib/nn/convolution.js';
import { type TorchFields, whole } from '../lib/nn/torch-field.js';
import { checkWindow, type Window } from '../lib/nn/window.js';
import { VolumetricConvolution } from './volumetric-convolution.js';

/**
 * As VolumetricConvolution, where element (m, k, l) of the window lies (dilationT m, dilationH k, dilationW l) from its beginning.
 * y: nOutputPlane planes of ⌊(T + 2 padT − dilationT (kT − 1) − 1) / dT⌋ + 1 by the like of H and of W.
 */
export class VolumetricDilatedConvolution extends VolumetricConvolution {
  static override readonly torch: TorchFields = { dilationT: whole(1), dilationW: whole(1), dilationH: whole(1) };

  dilationT: number;
  dilationW: number;
  dilationH: number;

  /** @throws RangeError unless planes, kernel, strides and dilations are whole numbers from 1 up. */
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
    dilationT: number = 1,
    dilationW: number = 1,
    dilationH: number = 1,
  ) {
    super(nInputPlane, nOutputPlane, kT, kW, kH, dT, dW, dH, padT, padW, padH);
    [this.dilationT, this.dilationW, this.dilationH] = [dilationT, dilationW, dilationH];
    checkWindow(this.constructor.name, this.window());
  }

  protected override window(): Window {
    // There are none while VolumetricConvolution makes the weight.
    const { dilationT = 1, dilationW = 1, dilationH = 1 } = this;
    return { ...super.window(), dilation: [dilationT, dilationH, dilationW] };
  }

  protected override told(): string[] {
    return [...super.told(), torchsOrder(this.window().dilation).join()];
  }

  override toString(): string {
    return `${super.toString()}${this.bias ? '' : ' without bias'}`;
  }
}
