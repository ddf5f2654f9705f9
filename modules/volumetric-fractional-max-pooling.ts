/** @file The largest element under windows that stand at random places of volumes. */
import { FractionalMaxPooling, ratioWithout } from '../lib/nn/fractional-max-pooling.js';
import { indicesField } from '../lib/nn/max-pooling.js';
import { flag, optional, type TorchFields, tensor, whole } from '../lib/nn/torch-field.js';

/**
 * FractionalMaxPooling over windows (poolSizeH × poolSizeW × poolSizeT). Three numbers from 1 up are sizes of the output, of time, width
 * and height; three below 1 the ratios. Time is the last dimension, as in Torch: x: (planes × H × W × T) or (N × planes × H × W × T).
 */
export class VolumetricFractionalMaxPooling extends FractionalMaxPooling {
  static override readonly torch: TorchFields = {
    poolSizeT: whole(2),
    poolSizeW: whole(2),
    poolSizeH: whole(2),
    newRandomPool: flag,
    outT: optional(whole(1)),
    outW: optional(whole(1)),
    outH: optional(whole(1)),
    ratioT: ratioWithout('outT'),
    ratioW: ratioWithout('outW'),
    ratioH: ratioWithout('outH'),
    randomSamples: optional(tensor(3)),
    indices: indicesField,
  };

  poolSizeT: number;
  poolSizeW: number;
  poolSizeH: number;
  outT?: number;
  outW?: number;
  outH?: number;
  ratioT?: number;
  ratioW?: number;
  ratioH?: number;

  /** @throws RangeError for windows below 2, and unless all are sizes or all are ratios. */
  constructor(poolSizeT: number, poolSizeW: number, poolSizeH: number, outT: number, outW: number, outH: number) {
    super();
    [this.poolSizeT, this.poolSizeW, this.poolSizeH] = [poolSizeT, poolSizeW, poolSizeH];
    if (outT >= 1 && outW >= 1 && outH >= 1) [this.outT, this.outW, this.outH] = [outT, outW, outH];
    else [this.ratioT, this.ratioW, this.ratioH] = [outT, outW, outH];
    this.checkRegions();
  }

  protected override axes(): readonly string[] {
    return ['H', 'W', 'T'];
  }

  protected override poolSizes(): number[] {
    return [this.poolSizeH, this.poolSizeW, this.poolSizeT];
  }

  protected override targets(): number[] {
    return [this.outH ?? this.ratioH, this.outW ?? this.ratioW, this.outT ?? this.ratioT] as number[];
  }
}
