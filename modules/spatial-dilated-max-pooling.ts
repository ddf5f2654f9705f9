/** @file The largest element under a window with gaps that moves over images. */
import { type TorchFields, whole } from '../lib/nn/torch-field.js';
import { checkWindow, type Window } from '../lib/nn/window.js';
import { SpatialMaxPooling } from './spatial-max-pooling.js';

/** SpatialMaxPooling under windows whose elements are (dilationW, dilationH) apart. */
export class SpatialDilatedMaxPooling extends SpatialMaxPooling {
  static override readonly torch: TorchFields = { dilationW: whole(1), dilationH: whole(1) };

  dilationW: number;
  dilationH: number;

  /** @throws RangeError unless kernel, strides and dilations are whole numbers from 1 up, and paddings at most half of the kernel. */
  constructor(
    kW: number,
    kH: number,
    dW?: number,
    dH?: number,
    padW?: number,
    padH?: number,
    dilationW: number = 1,
    dilationH: number = 1,
  ) {
    super(kW, kH, dW, dH, padW, padH);
    [this.dilationW, this.dilationH] = [dilationW, dilationH];
    checkWindow(this.constructor.name, this.window());
  }

  override window(): Window {
    return { ...super.window(), dilation: [this.dilationH, this.dilationW] };
  }

  override toString(): string {
    return super.toString().replace(/\)$/, `, ${this.dilationW},${this.dilationH})`);
  }
}
