/** @file Images mirrored around themselves. */
import { SpatialBorderPadding } from '../lib/nn/border-padding.js';

/**
 * y: the images of x, and around them their mirror images, which begin behind the outermost elements: element −i of an axis is element i,
 * size − 1 + i is size − 1 − i. Negative paddings cut off. Sizes of x: larger than the paddings there. SpatialBorderPadding has the passes.
 */
export class SpatialReflectionPadding extends SpatialBorderPadding {
  protected override outputSizes(sizes: readonly number[]): number[] {
    if (this.borders().some((border, d) => Math.max(...border) >= sizes[d])) {
      const got = sizes.join(' × ');
      throw new RangeError(`${this.describe()}.forward: expected images larger than the paddings, got images ${got}`);
    }
    return super.outputSizes(sizes);
  }

  protected override source(i: number, size: number): number {
    if (i < 0) return -i;
    return i < size ? i : 2 * (size - 1) - i;
  }
}
