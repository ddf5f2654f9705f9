/** @file BatchNormalization of volumes. */
import { BatchNormalization } from './batch-normalization.js';

/** BatchNormalization of x: (N × nFeature × T × H × W), or one volume when evaluating. */
export class VolumetricBatchNormalization extends BatchNormalization {
  protected override batchDims(): number {
    return 5;
  }
}
