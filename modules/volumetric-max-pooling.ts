/** @file The largest element under a window that moves over volumes. */
import { coordinates } from '../lib/nn/max-pooling.js';
import { type FieldTable, flag, integer, optional, type TorchFields, whole } from '../lib/nn/torch-field.js';
import { checkPadding, checkWindow, type Window } from '../lib/nn/window.js';
import { lastSize, packedIndices, WindowMaxPooling } from '../lib/nn/window-max-pooling.js';

const NONE = 0xffffff;

/**
 * MaxPooling over windows (kT × kH × kW), moved by (dT, dH, dW) (as far as they are large, when left out) over volumes padded by
 * (padT, padH, padW). With `ceil()` places may end behind the volume. x: (planes × T × H × W) or (N × planes × T × H × W).
 */
export class VolumetricMaxPooling extends WindowMaxPooling {
  static override readonly torch: TorchFields = {
    kT: whole(1),
    kH: whole(1),
    kW: whole(1),
    dT: whole(1),
    dW: whole(1),
    dH: whole(1),
    padT: optional(integer, 0),
    padW: optional(integer, 0),
    padH: optional(integer, 0),
    ceil_mode: optional(flag, false),
    itime: lastSize,
    iheight: lastSize,
    iwidth: lastSize,
    indices: packedIndices,
  };

  static override readonly torchVersion: number = 2;

  static override upgrade(fields: FieldTable, version: number): void {
    if (version < 2) fields.set('ceil_mode', false);
  }

  kT: number;
  kW: number;
  kH: number;
  dT: number;
  dW: number;
  dH: number;
  padT: number;
  padW: number;
  padH: number;

  /** @throws RangeError unless kernel and strides are whole numbers from 1 up, and paddings at most half of the kernel. */
  constructor(
    kT: number,
    kW: number,
    kH: number,
    dT: number = kT,
    dW: number = kW,
    dH: number = kH,
    padT: number = 0,
    padW: number = 0,
    padH: number = 0,
  ) {
    super();
    [this.kT, this.kW, this.kH, this.dT, this.dW, this.dH] = [kT, kW, kH, dT, dW, dH];
    [this.padT, this.padW, this.padH] = [padT, padW, padH];
    const who = this.constructor.name;
    checkWindow(who, VolumetricMaxPooling.prototype.window.call(this));
    checkPadding(who, [padT, padW, padH], [kT, kW, kH]);
  }

  protected override axes(): readonly string[] {
    return ['T', 'H', 'W'];
  }

  override window(): Window {
    const { kT, kW, kH, dT, dW, dH, padT, padW, padH } = this;
    return { kernel: [kT, kH, kW], stride: [dT, dH, dW], padding: [padT, padH, padW], dilation: [1, 1, 1] };
  }

  /** Torch has three bytes, what k is in the window along time, height and width; all 255 for none. */
  protected override toTorchIndex(k: number, place: readonly number[]): number {
    if (k < 0) return NONE;
    const [at, corner, { dilation }] = [coordinates(k, this.lastSizes()), this.corner(place), this.window()];
    return at.reduce((index, x, d) => index + (((x - corner[d]) / dilation[d]) & 255) * 256 ** d, 0);
  }

  protected override fromTorchIndex(index: number, place: readonly number[]): number {
    if ((index & NONE) === NONE) return -1;
    const [corner, { dilation }, sizes] = [this.corner(place), this.window(), this.lastSizes()];
    const at = corner.map((first, d) => first + ((index >>> (8 * d)) & 255) * dilation[d]);
    return at.every((x, d) => x >= 0 && x < sizes[d]) ? (at[0] * sizes[1] + at[1]) * sizes[2] + at[2] : -2;
  }

  /** Where in the volume the window begins at a place. */
  private corner(place: readonly number[]): number[] {
    const { stride, padding } = this.window();
    return place.map((n, d) => n * stride[d] - padding[d]);
  }

  override toString(): string {
    const { kT, kW, kH, dT, dW, dH, padT, padW, padH } = this;
    const padding = padT !== 0 || padW !== 0 || padH !== 0 ? `, ${padT},${padW},${padH}` : '';
    return `${super.toString()}(${kT}x${kW}x${kH}, ${dT},${dW},${dH}${padding})`;
  }
}
