/** @file A table's tensors joined along a dimension. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { axisOf } from '../lib/nn/axis.js';
import { cut, join, joinable } from '../lib/nn/joining.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers, orNone, wholeNumber } from '../lib/nn/numbers.js';
import { oneBased, optional, sizesBuffer, type TorchFields, tableBuffer, whole } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 *   forward    y   = [x₁ … xₙ], along `dimension`
 *   backward   gx  = the parts of gy
 *   rForward   Ry  = [Rx₁ … Rxₙ]
 *   rBackward  Rgx = the parts of Rgy
 * x: a table of tensors whose sizes differ in `dimension` only. `dimension` counts from 0, or from the end when negative. With
 * nInputDims it speaks of one sample: tensors with one dimension more, a batch, are joined along dimension + 1.
 */
export class JoinTable extends LinearMap {
  static override readonly torch: TorchFields = {
    dimension: oneBased,
    nInputDims: optional(whole(1)),
    size: sizesBuffer,
    gradInput: tableBuffer,
  };

  dimension: number;
  nInputDims: number | undefined;

  constructor(dimension: number, nInputDims?: number) {
    super();
    checkNumbers(this.constructor.name, { dimension }, wholeNumber);
    checkNumbers(this.constructor.name, { nInputDims }, orNone(wholeNumber));
    this.dimension = dimension;
    this.nInputDims = nInputDims;
  }

  protected override map(input: Activation, x: RActivation, last: RActivation): Tensor {
    const shapes = this.tensors('forward', input);
    const d = axisOf(this.dimension, shapes[0].dim(), this.nInputDims);
    if (!joinable(shapes, d)) {
      throw this.wrongShape('forward', `a table of tensors that differ in dimension ${this.dimension} only`, input);
    }
    return join(x as RActivation[], shapes, d, this.reuse(last));
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): Tensor[] {
    const shapes = input as Tensor[];
    return cut(g as Tensor, shapes, axisOf(this.dimension, shapes[0].dim(), this.nInputDims), last);
  }
}
