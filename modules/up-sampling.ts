/** @file Images or volumes enlarged by the nearest element or by interpolation. */
import { type AxisRow, nearest } from '../lib/nn/axis-matrix.js';
import { batchSizes, Interpolation, type PlaneSizes } from '../lib/nn/interpolation.js';
import { checkSizes } from '../lib/nn/sizes.js';
import { optional, plain, type TorchFields, whole } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * In mode 'nearest', the default, as SpatialUpSamplingNearest does it, by a factor; in mode 'linear' as SpatialUpSamplingBilinear does, by
 * a factor or to { odepth, oheight, owidth }, along T in the same way.
 * x: (N × planes × H × W) or (N × planes × T × H × W).
 */
export class UpSampling extends Interpolation {
  static override readonly torch: TorchFields = {
    odepth: optional(whole(1)),
    mode: plain("'nearest' or 'linear'", (value) => value === 'nearest' || value === 'linear'),
    inputSize: batchSizes(5),
    outputSize: batchSizes(5),
  };

  odepth: number | undefined = undefined;
  mode: 'nearest' | 'linear';

  /** 'bilinear' and 'trilinear' are 'linear', all else is 'nearest'. */
  constructor(params: number | PlaneSizes, mode?: string) {
    super(params);
    this.mode = /^(bi|tri)?linear$/.test(mode ?? '') ? 'linear' : 'nearest';
    if (typeof params === 'number') return;
    if (this.mode === 'nearest') throw new TypeError('UpSampling: expected a factor for mode nearest, got sizes');
    if (params.odepth !== undefined) checkSizes('UpSampling', [params.odepth]);
    this.odepth = params.odepth;
  }

  protected override axes(x: Tensor): number {
    if (x.dim() !== 4 && x.dim() !== 5) {
      throw this.wrongShape('forward', 'input (N × planes × H × W) or (N × planes × T × H × W)', x);
    }
    return x.dim() - 2;
  }

  protected override wanted(): (number | undefined)[] {
    return [this.odepth, this.oheight, this.owidth];
  }

  protected override row(axis: number, o: number, size: number, outputs: number): AxisRow {
    return this.mode === 'nearest' ? nearest(o, size, outputs) : super.row(axis, o, size, outputs);
  }

  override toString(): string {
    const { scale_factor: factor, odepth, oheight, owidth, mode } = this;
    const sizes = odepth === undefined ? `${oheight}x${owidth}` : `${odepth}x${oheight}x${owidth}`;
    return `${super.toString()}(${factor === undefined ? sizes : `${factor}x`}, ${mode})`;
  }
}
