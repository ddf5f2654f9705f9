/** @file A module for few dimensions, given more. */
import { type Activation, isZero, type RActivation } from '../lib/nn/activation.js';
import type { Module } from '../lib/nn/module.js';
import { checkNumbers, wholeNumber } from '../lib/nn/numbers.js';
import { type TorchFields, unsaved, whole } from '../lib/nn/torch-field.js';
import { Tensor } from '../lib/tensor/index.js';
import { Decorator } from './decorator.js';

/**
 * x with more than nInputDim dimensions: all but the last nInputDim − 1 are put into one, which is a batch to the module inside; of the
 * output, of nOutputDim dimensions, the first one is taken apart again. Every pass goes that way.
 */
export class Bottle extends Decorator {
  static override readonly torch: TorchFields = {
    nInputDim: whole(1),
    nOutputDim: whole(1),
    dimDelta: unsaved((owner: Bottle) => owner.nInputDim - owner.nOutputDim),
    inShape: unsaved((owner: Bottle) => Tensor.zeros('Double', [owner.nInputDim])),
    outShape: unsaved((owner: Bottle) => Tensor.zeros('Double', [owner.nOutputDim])),
  };

  nInputDim: number;
  nOutputDim: number;

  constructor(module: Module, nInputDim: number = 2, nOutputDim: number = nInputDim) {
    super(module);
    checkNumbers(this.constructor.name, { nInputDim, nOutputDim }, wholeNumber);
    this.nInputDim = nInputDim;
    this.nOutputDim = nOutputDim;
  }

  override updateOutput(input: Activation): Activation {
    const x = this.tensor('forward', input);
    const y = super.updateOutput(this.fused(x));
    if (x.dim() <= this.nInputDim) return y;
    if (!(y instanceof Tensor) || y.dim() !== this.nOutputDim) {
      throw this.wrongShape('forward', `an output of ${this.nOutputDim} dimensions from the module inside`, y);
    }
    this.output = y.view([...x._size.slice(0, x.dim() - this.nInputDim), ...this.lastSizes(x, y)]);
    return this.output;
  }

  override backwardPart(input: Activation, gradOutput: Activation, scale: number, part: number): Activation {
    const gx = super.backwardPart(this.fused(input), this.fusedGradient(gradOutput) as Activation, scale, part);
    this.gradInput = this.skipsInputGradient ? gx : (gx as Tensor).viewAs(input as Tensor);
    return this.gradInput;
  }

  override updateROutput(input: Activation, rInput: RActivation): RActivation {
    const ry = super.updateROutput(this.fused(input), isZero(rInput) ? undefined : this.fused(rInput));
    return this.setROutput(isZero(ry) ? undefined : (ry as Tensor).viewAs(this.output as Tensor));
  }

  override rBackwardPart(
    input: Activation,
    rInput: RActivation,
    gradOutput: Activation,
    rGradOutput: RActivation,
    scale: number,
    part: number,
  ): RActivation {
    const rx = isZero(rInput) ? undefined : this.fused(rInput);
    const [gy, rgy] = [this.fusedGradient(gradOutput) as Activation, this.fusedGradient(rGradOutput)];
    const rgx = super.rBackwardPart(this.fused(input), rx, gy, rgy, scale, part);
    if (this.skipsInputGradient || isZero(rgx)) return this.setRGradInput(rgx);
    return this.setRGradInput((rgx as Tensor).viewAs(input as Tensor));
  }

  /** x with its first dimensions in one. */
  private fused(x: RActivation): Tensor {
    const tensor = x as Tensor;
    const extra = tensor.dim() - this.nInputDim;
    return extra > 0 ? tensor.contiguous().view([-1, ...tensor._size.slice(extra + 1)]) : tensor;
  }

  private fusedGradient(g: RActivation): RActivation {
    return isZero(g) ? undefined : (g as Tensor).contiguous().viewAs(this.get(0).output as Tensor);
  }

  /** What the batch of y was before it was fused, and y's other sizes. */
  private lastSizes(x: Tensor, y: Tensor): number[] {
    const extra = x.dim() - this.nInputDim;
    const fusedBefore = x._size.slice(0, extra).reduce((product, s) => product * s, 1);
    return [y._size[0] / fusedBefore, ...y._size.slice(1)];
  }
}
