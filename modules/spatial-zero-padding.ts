/** @file Zeros around images. */
import { SpatialBorderPadding } from '../lib/nn/border-padding.js';

/** y: the images of x with a border of zeros; negative paddings cut off. SpatialBorderPadding has sizes and passes. */
export class SpatialZeroPadding extends SpatialBorderPadding {
  protected override source(i: number): number {
    return i;
  }
}
