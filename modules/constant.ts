/** @file A constant output. */
import { type Activation, type RActivation, shapeOf } from '../lib/nn/activation.js';
import { Module } from '../lib/nn/module.js';
import { checkNumbers, orNone, wholeNumber } from '../lib/nn/numbers.js';
import { optional, type TorchFields, tensor, whole } from '../lib/nn/torch-field.js';
import { Tensor, torch } from '../lib/tensor/index.js';

/**
 *   forward    y   = value, once for each sample of a batch
 *   backward   gx  = 0
 *   rForward   Ry  = 0
 *   rBackward  Rgx = 0
 * x is a batch of N samples when it has more than nInputDim dimensions: y is then (N × sizes of value), otherwise as value.
 */
export class Constant extends Module {
  static override readonly torch: TorchFields = { value: tensor(), nInputDim: optional(whole(0)) };

  value: Tensor;
  nInputDim: number | undefined;

  constructor(value: number | Tensor, nInputDim?: number) {
    super();
    checkNumbers(this.constructor.name, { nInputDim }, orNone(wholeNumber));
    if (!(value instanceof Tensor)) checkNumbers(this.constructor.name, { value });
    this.value = value instanceof Tensor ? value : torch.Tensor([value]);
    this.nInputDim = nInputDim;
  }

  override updateOutput(input: Activation): Tensor {
    if (!(input instanceof Tensor)) {
      throw new TypeError(`${this.describe()}.forward: expected input to be one tensor, got ${shapeOf(input)}`);
    }
    const x = input;
    const y = this.output as Tensor;
    const batched = this.nInputDim !== undefined && x.dim() > this.nInputDim;
    if (!batched) return y.resizeAs(this.value).copy(this.value);
    y.resize([x._size[0], ...this.value._size]);
    return y.copy(this.value.expandAs(y));
  }

  override updateGradInput(input: Activation): Tensor {
    return (this.gradInput as Tensor).resizeAs(input as Tensor).zero();
  }

  override updateROutput(): RActivation {
    return this.setROutput(undefined);
  }

  override updateRGradInput(): RActivation {
    return this.setRGradInput(undefined);
  }
}
