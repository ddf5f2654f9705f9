/** @file The mean under a window that moves over images. */
import { AveragePooling } from '../lib/nn/average-pooling.js';
import { flag, integer, optional, type TorchFields, whole } from '../lib/nn/torch-field.js';
import { checkPadding, checkWindow, type Window } from '../lib/nn/window.js';

/**
 * AveragePooling over windows (kH × kW), moved by (dH, dW) over images padded by (padH, padW) zeros. With `ceil()` places may end behind
 * the image. With `setCountExcludePad()` sums are divided by the number of elements in the image alone; with `divide` false, as old files
 * have it, means are multiplied by kH kW. x: (planes × H × W) or (N × planes × H × W).
 */
export class SpatialAveragePooling extends AveragePooling {
  static override readonly torch: TorchFields = {
    kW: whole(1),
    kH: whole(1),
    dW: whole(1),
    dH: whole(1),
    padW: optional(integer, 0),
    padH: optional(integer, 0),
    ceil_mode: optional(flag, false),
    count_include_pad: optional(flag, true),
    divide: optional(flag, false),
  };

  kW: number;
  kH: number;
  dW: number;
  dH: number;
  padW: number;
  padH: number;
  ceil_mode: boolean = false;
  count_include_pad: boolean = true;
  divide: boolean = true;

  /** @throws RangeError unless kernel and strides are whole numbers from 1 up, and paddings at most half of the kernel. */
  constructor(kW: number, kH: number, dW: number = 1, dH: number = 1, padW: number = 0, padH: number = 0) {
    super();
    [this.kW, this.kH, this.dW, this.dH, this.padW, this.padH] = [kW, kH, dW, dH, padW, padH];
    checkWindow(this.constructor.name, this.window());
    checkPadding(this.constructor.name, [padW, padH], [kW, kH]);
  }

  ceil(): this {
    this.ceil_mode = true;
    return this;
  }

  floor(): this {
    this.ceil_mode = false;
    return this;
  }

  setCountIncludePad(): this {
    this.count_include_pad = true;
    return this;
  }

  setCountExcludePad(): this {
    this.count_include_pad = false;
    return this;
  }

  protected override window(): Window {
    const { kW, kH, dW, dH, padW, padH } = this;
    return { kernel: [kH, kW], stride: [dH, dW], padding: [padH, padW], dilation: [1, 1] };
  }

  protected override countsUp(): boolean {
    return this.ceil_mode;
  }

  protected override divisor(kernel: number, padded: number, inside: number): number {
    const elements = this.count_include_pad ? padded : inside;
    return this.divide ? elements : elements / kernel;
  }

  override toString(): string {
    const { kW, kH, dW, dH, padW, padH } = this;
    const padding = padW !== 0 || padH !== 0 ? `, ${padW},${padH}` : '';
    return `${super.toString()}(${kW}x${kH}, ${dW},${dH}${padding})`;
  }
}
