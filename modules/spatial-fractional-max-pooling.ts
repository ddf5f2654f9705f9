/** @file The largest element under windows that stand at random places of images. */
import { FractionalMaxPooling, ratioWithout } from '../lib/nn/fractional-max-pooling.js';
import { indicesField } from '../lib/nn/max-pooling.js';
import { flag, optional, type TorchFields, tensor, whole } from '../lib/nn/torch-field.js';

/**
 * FractionalMaxPooling over windows (poolSizeH × poolSizeW). Two numbers from 1 up are the width and height of the output, two below 1 the
 * ratios. x: (planes × H × W) or (N × planes × H × W).
 */
export class SpatialFractionalMaxPooling extends FractionalMaxPooling {
  static override readonly torch: TorchFields = {
    poolSizeW: whole(2),
    poolSizeH: whole(2),
    newRandomPool: flag,
    outW: optional(whole(1)),
    outH: optional(whole(1)),
    ratioW: ratioWithout('outW'),
    ratioH: ratioWithout('outH'),
    randomSamples: optional(tensor(3)),
    indices: indicesField,
  };

  poolSizeW: number;
  poolSizeH: number;
  outW?: number;
  outH?: number;
  ratioW?: number;
  ratioH?: number;

  /** @throws RangeError for windows below 2, and unless both are sizes or both are ratios. */
  constructor(poolSizeW: number, poolSizeH: number, outW: number, outH: number) {
    super();
    [this.poolSizeW, this.poolSizeH] = [poolSizeW, poolSizeH];
    if (outW >= 1 && outH >= 1) [this.outW, this.outH] = [outW, outH];
    else [this.ratioW, this.ratioH] = [outW, outH];
    this.checkRegions();
  }

  protected override axes(): readonly string[] {
    return ['H', 'W'];
  }

  protected override poolSizes(): number[] {
    return [this.poolSizeH, this.poolSizeW];
  }

  protected override targets(): number[] {
    return [this.outH ?? this.ratioH, this.outW ?? this.ratioW] as number[];
  }
}
