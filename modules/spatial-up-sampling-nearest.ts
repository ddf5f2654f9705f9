/** @file Images enlarged by repeating elements. */
import { type AxisRow, nearest } from '../lib/nn/axis-matrix.js';
import { Axiswise } from '../lib/nn/axiswise.js';
import { batchSizes } from '../lib/nn/interpolation.js';
import { checkNumbers, count } from '../lib/nn/numbers.js';
import { type TorchFields, whole } from '../lib/nn/torch-field.js';

/** y(i, j) = x(⌊i / s⌋, ⌊j / s⌋) with s = scale_factor, on planes s times as high and wide; Axiswise has the passes. */
export class SpatialUpSamplingNearest extends Axiswise {
  static override readonly torch: TorchFields = {
    scale_factor: whole(1),
    inputSize: batchSizes(4),
    outputSize: batchSizes(4),
  };

  scale_factor: number;

  constructor(scale: number) {
    super();
    checkNumbers(this.constructor.name, { scale }, count);
    this.scale_factor = scale;
  }

  protected override outputSizes(sizes: readonly number[]): number[] {
    return sizes.map((size) => size * this.scale_factor);
  }

  protected override row(_axis: number, o: number, size: number, outputs: number): AxisRow {
    return nearest(o, size, outputs);
  }
}
