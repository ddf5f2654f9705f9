/** @file Modules side by side that read one input; their outputs are joined along a dimension. */
import { type RActivation, shapeOf } from '../lib/nn/activation.js';
import { axisOf } from '../lib/nn/axis.js';
import { Branches } from '../lib/nn/branches.js';
import { cut, join, joinable } from '../lib/nn/joining.js';
import { oneBased, sizesBuffer, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import { Tensor } from '../lib/tensor/index.js';

/**
 *   forward    y   = [f₁(x) … fₙ(x)], along `dimension`
 *   backward   gx  = Σᵢ (∂fᵢ/∂x)ᵀ gyᵢ,     gy = [gy₁ … gyₙ]
 *   rForward   Ry  = [Ry₁ … Ryₙ]
 *   rBackward  Rgx = Σᵢ Rgxᵢ
 * x: whatever the children read; their outputs: tensors whose sizes differ in `dimension` only. `dimension` counts from 0, a batch
 * dimension included, or from the end when negative.
 */
export class Concat extends Branches {
  static override readonly torch: TorchFields = { dimension: oneBased, outputSize: sizesBuffer, size: unsaved() };

  dimension: number;

  constructor(dimension: number) {
    super();
    this.dimension = dimension;
  }

  protected override join(outputs: RActivation[], last: RActivation): Tensor {
    const shapes = this.modules.map((child) => child.output);
    if (shapes.length === 0) throw new RangeError(`${this.describe()}.forward: expected a module at least, got none`);
    if (!shapes.every((y) => y instanceof Tensor)) {
      throw new TypeError(`${this.describe()}.forward: expected outputs to be tensors, got ${shapeOf(shapes)}`);
    }
    const d = axisOf(this.dimension, shapes[0].dim());
    if (!joinable(shapes, d)) {
      throw this.wrongShape('forward', `outputs that differ in dimension ${this.dimension} only`, shapes);
    }
    return join(outputs, shapes, d, this.reuse(last));
  }

  protected override split(g: RActivation, last: RActivation): Tensor[] {
    const shapes = this.modules.map((child) => child.output as Tensor);
    return cut(g as Tensor, shapes, axisOf(this.dimension, (g as Tensor).dim()), last);
  }
}
