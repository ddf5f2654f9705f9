/** @file Modules side by side that read one input; their outputs are joined along a dimension. */
import { Joined } from '../lib/nn/joined.js';
import { checkNumbers, wholeNumber } from '../lib/nn/numbers.js';
import { oneBased, sizesBuffer, type TorchFields, unsaved } from '../lib/nn/torch-field.js';

/**
 *   forward    y   = [f₁(x) … fₙ(x)], along `dimension`
 *   backward   gx  = Σᵢ (∂fᵢ/∂x)ᵀ gyᵢ,     gy = [gy₁ … gyₙ]
 *   rForward   Ry  = [Ry₁ … Ryₙ]
 *   rBackward  Rgx = Σᵢ Rgxᵢ
 * x: whatever the children read; their outputs: tensors whose sizes differ in `dimension` only. `dimension` counts from 0, a batch
 * dimension included, or from the end when negative.
 */
export class Concat extends Joined {
  static override readonly torch: TorchFields = { dimension: oneBased, outputSize: sizesBuffer, size: unsaved() };

  dimension: number;

  constructor(dimension: number) {
    super();
    checkNumbers(this.constructor.name, { dimension }, wholeNumber);
    this.dimension = dimension;
  }

  protected override joinDimension(): number {
    return this.dimension;
  }
}
