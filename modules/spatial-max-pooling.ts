/** @file The largest element under a window that moves over images. */
import { flag, integer, optional, type TorchFields, whole } from '../lib/nn/torch-field.js';
import { checkPadding, checkWindow, type Window } from '../lib/nn/window.js';
import { keptIndices, lastSize, WindowMaxPooling } from '../lib/nn/window-max-pooling.js';

/**
 * MaxPooling over windows (kH × kW), moved by (dH, dW) (as far as they are large, when left out) over images padded by (padH, padW). With
 * `ceil()` places may end behind the image. x: (planes × H × W) or (N × planes × H × W).
 */
export class SpatialMaxPooling extends WindowMaxPooling {
  static override readonly torch: TorchFields = {
    kW: whole(1),
    kH: whole(1),
    dW: whole(1),
    dH: whole(1),
    padW: optional(integer, 0),
    padH: optional(integer, 0),
    ceil_mode: optional(flag, false),
    iheight: lastSize,
    iwidth: lastSize,
    indices: keptIndices,
  };

  kW: number;
  kH: number;
  dW: number;
  dH: number;
  padW: number;
  padH: number;

  /** @throws RangeError unless kernel and strides are whole numbers from 1 up, and paddings at most half of the kernel. */
  constructor(kW: number, kH: number, dW: number = kW, dH: number = kH, padW: number = 0, padH: number = 0) {
    super();
    [this.kW, this.kH, this.dW, this.dH, this.padW, this.padH] = [kW, kH, dW, dH, padW, padH];
    const who = this.constructor.name;
    checkWindow(who, SpatialMaxPooling.prototype.window.call(this));
    checkPadding(who, [padW, padH], [kW, kH]);
  }

  protected override axes(): readonly string[] {
    return ['H', 'W'];
  }

  override window(): Window {
    const { kW, kH, dW, dH, padW, padH } = this;
    return { kernel: [kH, kW], stride: [dH, dW], padding: [padH, padW], dilation: [1, 1] };
  }

  override toString(): string {
    const { kW, kH, dW, dH, padW, padH } = this;
    const padding = padW !== 0 || padH !== 0 ? `, ${padW},${padH}` : '';
    return `${super.toString()}(${kW}x${kH}, ${dW},${dH}${padding})`;
  }
}
