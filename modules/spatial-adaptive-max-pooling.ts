/** @file The largest element of each of so many bins of an image. */
import type { Cover } from '../lib/nn/largest.js';
import { MaxPooling } from '../lib/nn/max-pooling.js';
import { checkSizes } from '../lib/nn/sizes.js';
import { type TorchFields, unsaved, whole } from '../lib/nn/torch-field.js';
import { adaptiveBin } from '../lib/nn/window.js';

/**
 * MaxPooling over (H × W) bins that cover the image, whatever its sizes: along an axis of n elements bin o of m is those from ⌊o n / m⌋ up
 * to, not with, ⌈(o + 1) n / m⌉, in floats as Torch computes it. x: (planes × height × width) or N of these.
 */
export class SpatialAdaptiveMaxPooling extends MaxPooling {
  static override readonly torch: TorchFields = {
    W: whole(1),
    H: whole(1),
    // Torch's count rows and columns in each bin.
    indices: { ...unsaved(), toTorch: () => undefined },
  };

  W: number;
  H: number;

  /** @throws RangeError unless W and H are whole numbers from 1 up. */
  constructor(W: number, H: number) {
    super();
    checkSizes(this.constructor.name, [W, H]);
    [this.W, this.H] = [W, H];
  }

  protected override axes(): readonly string[] {
    return ['height', 'width'];
  }

  protected override places(_size: number, axis: number): number {
    return axis === 0 ? this.H : this.W;
  }

  protected override cover(size: number, places: number): Cover {
    const bins = Array.from({ length: places }, (_, place) => adaptiveBin(size, places, place));
    const [first, end] = [bins.map(([from]) => from), bins.map(([, to]) => to)];
    return { size, step: 1, extent: end[0] - first[0], first, end };
  }
}
