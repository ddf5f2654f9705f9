/** @file BatchNormalization of images. */
import { BatchNormalization } from './batch-normalization.js';

/** BatchNormalization of x: (N × nFeature × H × W), or one image when evaluating. */
export class SpatialBatchNormalization extends BatchNormalization {
  protected override batchDims(): number {
    return 4;
  }
}
