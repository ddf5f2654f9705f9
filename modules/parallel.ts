/** @file Modules side by side, one for each index of a dimension; their outputs are joined along another. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { axisOf } from '../lib/nn/axis.js';
import { Joined } from '../lib/nn/joined.js';
import type { Module } from '../lib/nn/module.js';
import { checkNumbers, wholeNumber } from '../lib/nn/numbers.js';
import { oneBased, type TorchFields, unsaved } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * xᵢ = x at index i of `inputDimension`.
 *   forward    y   = [f₁(x₁) … fₙ(xₙ)], along `outputDimension`
 *   backward   gxᵢ  = (∂fᵢ/∂xᵢ)ᵀ gyᵢ,     gy = [gy₁ … gyₙ]
 *   rForward   Ry  = [Ry₁ … Ryₙ]
 *   rBackward  Rgxᵢ: that of child i
 * x: a tensor with as many indices in `inputDimension` as there are children, of which, as in Torch, the last may have none; of a vector,
 * each child gets one element. Dimensions count from 0, or from the end when negative.
 */
export class Parallel extends Joined {
  static override readonly torch: TorchFields = {
    inputDimension: oneBased,
    outputDimension: oneBased,
    totalOutputSize: unsaved(),
  };

  inputDimension: number;
  outputDimension: number;
  declare private inputSize: readonly number[];

  constructor(inputDimension: number, outputDimension: number) {
    super();
    checkNumbers(this.constructor.name, { inputDimension, outputDimension }, wholeNumber);
    this.inputDimension = inputDimension;
    this.outputDimension = outputDimension;
  }

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.inputSize = [];
  }

  protected override joinDimension(): number {
    return this.outputDimension;
  }

  override updateOutput(input: Activation): Activation {
    const x = this.tensor('forward', input);
    const n = this.modules.length;
    const indices = x._size[axisOf(this.inputDimension, x.dim())];
    if (!(indices >= 1 && indices <= n)) {
      throw this.wrongShape('forward', `input of size ${n} in dimension ${this.inputDimension}`, x);
    }
    this.inputSize = x.size();
    return super.updateOutput(input);
  }

  protected override branches(): readonly Module[] {
    return this.modules.slice(0, this.inputSize[axisOf(this.inputDimension, this.inputSize.length)]);
  }

  protected override inputsOf(x: RActivation): RActivation[] {
    const tensor = x as Tensor;
    const d = axisOf(this.inputDimension, tensor.dim());
    return this.branches().map((_, i) => tensor.select(d, i));
  }

  protected override gather(gradInputs: RActivation[], last: RActivation): Tensor {
    const gx = this.reuse(last).resize(this.inputSize);
    const d = axisOf(this.inputDimension, gx.dim());
    if (gradInputs.includes(undefined)) gx.zero();
    gradInputs.forEach((piece, i) => {
      if (piece) gx.select(d, i).copy(piece as Tensor);
    });
    return gx;
  }
}
