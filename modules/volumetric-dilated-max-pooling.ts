/** @file The largest element under a window with gaps that moves over volumes. */
import { type TorchFields, whole } from '../lib/nn/torch-field.js';
import { checkWindow, type Window } from '../lib/nn/window.js';
import { packedIndices } from '../lib/nn/window-max-pooling.js';
import { VolumetricMaxPooling } from './volumetric-max-pooling.js';

/**
 * VolumetricMaxPooling under windows whose elements are (dilationT, dilationW, dilationH) apart. Where padding and dilation are both 2 or
 * more, Torch misses elements of windows that begin in the padding; here they are looked at.
 */
export class VolumetricDilatedMaxPooling extends VolumetricMaxPooling {
  static override readonly torch: TorchFields = {
    dilationT: whole(1),
    dilationW: whole(1),
    dilationH: whole(1),
    indices: packedIndices,
  };

  dilationT: number;
  dilationW: number;
  dilationH: number;

  /** @throws RangeError unless kernel, strides and dilations are whole numbers from 1 up, and paddings at most half of the kernel. */
  constructor(
    kT: number,
    kW: number,
    kH: number,
    dT?: number,
    dW?: number,
    dH?: number,
    padT?: number,
    padW?: number,
    padH?: number,
    dilationT: number = 1,
    dilationW: number = 1,
    dilationH: number = 1,
  ) {
    super(kT, kW, kH, dT, dW, dH, padT, padW, padH);
    [this.dilationT, this.dilationW, this.dilationH] = [dilationT, dilationW, dilationH];
    checkWindow(this.constructor.name, this.window());
  }

  override window(): Window {
    return { ...super.window(), dilation: [this.dilationT, this.dilationH, this.dilationW] };
  }

  override toString(): string {
    return super.toString().replace(/\)$/, `, ${this.dilationT},${this.dilationW},${this.dilationH})`);
  }
}
