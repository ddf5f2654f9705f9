/** @file The mean under a window that moves over volumes. */
import { AveragePooling } from '../lib/nn/average-pooling.js';
import { type TorchFields, whole } from '../lib/nn/torch-field.js';
import { checkWindow, type Window } from '../lib/nn/window.js';

/**
 * AveragePooling over windows (kT × kH × kW), moved by (dT, dH, dW), as far as they are large when left out.
 * x: (planes × T × H × W) or (N × planes × T × H × W).
 */
export class VolumetricAveragePooling extends AveragePooling {
  static override readonly torch: TorchFields = {
    kT: whole(1),
    kW: whole(1),
    kH: whole(1),
    dT: whole(1),
    dW: whole(1),
    dH: whole(1),
  };

  kT: number;
  kW: number;
  kH: number;
  dT: number;
  dW: number;
  dH: number;

  /** @throws RangeError unless kernel and strides are whole numbers from 1 up. */
  constructor(kT: number, kW: number, kH: number, dT: number = kT, dW: number = kW, dH: number = kH) {
    super();
    [this.kT, this.kW, this.kH, this.dT, this.dW, this.dH] = [kT, kW, kH, dT, dW, dH];
    checkWindow(this.constructor.name, this.window());
  }

  protected override axes(): number {
    return 3;
  }

  protected override window(): Window {
    const { kT, kW, kH, dT, dW, dH } = this;
    return { kernel: [kT, kH, kW], stride: [dT, dH, dW], padding: [0, 0, 0], dilation: [1, 1, 1] };
  }

  override toString(): string {
    const { kT, kW, kH, dT, dW, dH } = this;
    return `${super.toString()}(${kT}x${kW}x${kH}, ${dT},${dW},${dH})`;
  }
}
