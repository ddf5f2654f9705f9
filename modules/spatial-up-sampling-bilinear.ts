/** @file Images enlarged by bilinear interpolation. */
import { batchSizes, Interpolation } from '../lib/nn/interpolation.js';
import type { TorchFields } from '../lib/nn/torch-field.js';

/**
 * Element o of an axis of m elements of y lies at o (n − 1) / (m − 1) among the n of x, and is interpolated between those next to it; with
 * m = 1 it is the first. Planes of y are { oheight, owidth } or as large as those of x times a factor. Places are exact, where Torch has
 * them in single precision. x: (planes × H × W) or (N × planes × H × W); Interpolation has the passes.
 */
export class SpatialUpSamplingBilinear extends Interpolation {
  static override readonly torch: TorchFields = { inputSize: batchSizes(4), outputSize: batchSizes(4) };

  override toString(): string {
    const told = this.scale_factor ?? `${this.oheight}, ${this.owidth}`;
    return `${super.toString()}(${told})`;
  }
}
