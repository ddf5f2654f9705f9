/** @file The largest element under a window that moves over time. */
import type { Cover } from '../lib/nn/largest.js';
import { indicesField, MaxPooling, slidingCover } from '../lib/nn/max-pooling.js';
import { type TorchFields, whole } from '../lib/nn/torch-field.js';
import { checkWindow, placesAlong, type Window } from '../lib/nn/window.js';

/**
 * MaxPooling of each feature by itself, over windows of kW moments that are moved by dW (by kW, when left out).
 * x: (T × features) or (N × T × features).
 */
export class TemporalMaxPooling extends MaxPooling {
  static override readonly torch: TorchFields = { kW: whole(1), dW: whole(1), indices: indicesField };

  kW: number;
  dW: number;

  /** @throws RangeError unless kW and dW are whole numbers from 1 up. */
  constructor(kW: number, dW: number = kW) {
    super();
    [this.kW, this.dW] = [kW, dW];
    checkWindow(this.constructor.name, this.window());
  }

  protected override axes(): readonly string[] {
    return ['T', 'features'];
  }

  protected override planes(): readonly string[] {
    return [];
  }

  private window(): Window {
    return { kernel: [this.kW, 1], stride: [this.dW, 1], padding: [0, 0], dilation: [1, 1] };
  }

  protected override places(size: number, axis: number): number {
    return placesAlong(size, this.window(), axis);
  }

  protected override cover(size: number, places: number, axis: number): Cover {
    return slidingCover(size, places, this.window(), axis);
  }

  /** Torch counts from the first moment under the window. */
  protected override toTorchIndex(k: number, [moment]: readonly number[]): number {
    return k < 0 ? -1 : Math.floor(k / this.indices.size(-1)) - moment * this.dW;
  }
}
