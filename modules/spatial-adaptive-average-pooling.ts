/** @file Means over as many bins as wanted, whatever the size of the images. */
import { type AxisRow, averaging } from '../lib/nn/axis-matrix.js';
import { Axiswise } from '../lib/nn/axiswise.js';
import { checkSizes } from '../lib/nn/sizes.js';
import { type TorchFields, whole } from '../lib/nn/torch-field.js';

/**
 * y: planes of (H × W), whatever the size of those of x. Along an axis of n elements with m bins, bin o has those from ⌊o n / m⌋ up to, but
 * not with, ⌈(o + 1) n / m⌉, exactly; SpatialAdaptiveMaxPooling rounds on the way, as Torch does. Axiswise has the passes.
 */
export class SpatialAdaptiveAveragePooling extends Axiswise {
  static override readonly torch: TorchFields = { W: whole(1), H: whole(1) };

  W: number;
  H: number;

  constructor(W: number, H: number) {
    super();
    checkSizes(this.constructor.name, [W, H]);
    this.W = W;
    this.H = H;
  }

  protected override outputSizes(): number[] {
    return [this.H, this.W];
  }

  protected override row(_axis: number, o: number, size: number, outputs: number): AxisRow {
    return averaging(Math.floor((o * size) / outputs), Math.ceil(((o + 1) * size) / outputs));
  }
}
