/** @file The outermost elements of images, repeated around them. */
import { nearestInside, SpatialBorderPadding } from '../lib/nn/border-padding.js';

/** y: the images of x, and around them the nearest element of each; negative paddings cut off. SpatialBorderPadding has sizes and passes. */
export class SpatialReplicationPadding extends SpatialBorderPadding {
  protected override source(i: number, size: number): number {
    return nearestInside(i, size);
  }
}
