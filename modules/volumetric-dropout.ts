/** @file Random omission of whole volumes. */
import { SpatialDropout } from './spatial-dropout.js';

/** SpatialDropout of x: (planes × T × H × W) or (N × planes × T × H × W). */
export class VolumetricDropout extends SpatialDropout {
  protected override planeDims(): number {
    return 3;
  }
}
