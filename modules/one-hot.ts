/** @file Indices as vectors of zeros and a one. */
import { type Activation, type RActivation, shapeOf } from '../lib/nn/activation.js';
import { checkedBase, type IndexBase, indexError, torchIndexBase } from '../lib/nn/class-target.js';
import { Module } from '../lib/nn/module.js';
import { checkNumbers, count } from '../lib/nn/numbers.js';
import { type TorchFields, whole } from '../lib/nn/torch-field.js';
import { Tensor, torch, vector } from '../lib/tensor/index.js';

/**
 *   forward    y   = 1 at (…, x), zero elsewhere
 *   backward   gx  = 0: x is whole numbers
 *   rForward   Ry  = 0
 *   rBackward  Rgx = 0
 * x: indices, in a tensor of any shape and type, or one number; y: (sizes of x × outputSize). Indices count from indexBase.
 */
export class OneHot extends Module {
  static override readonly torch: TorchFields = { outputSize: whole(1), indexBase: torchIndexBase };

  outputSize: number;
  indexBase: IndexBase;

  constructor(outputSize: number, indexBase: IndexBase = 0) {
    super();
    checkNumbers(this.constructor.name, { outputSize }, count);
    this.outputSize = outputSize;
    this.indexBase = checkedBase(this.constructor.name, indexBase);
  }

  /** Of one number, y is (outputSize). */
  override forward(input: Activation | number): Activation {
    if (typeof input !== 'number') return super.forward(input);
    return (super.forward(torch.Tensor([input])) as Tensor).select(0, 0);
  }

  override updateOutput(input: Activation): Tensor {
    if (!(input instanceof Tensor)) {
      throw new TypeError(`${this.describe()}.forward: expected a tensor of indices, got ${shapeOf(input)}`);
    }
    if (input.nElement() === 0) throw this.wrongShape('forward', 'indices', input);
    const { outputSize: n, indexBase } = this;
    const x = input.contiguous();
    const places = x._storage.data;
    const count = x.nElement();
    for (let i = 0; i < count; i++) {
      const place = places[x._offset + i] - indexBase;
      if (!(Number.isInteger(place) && place >= 0 && place < n)) {
        throw indexError(`${this.describe()}.forward`, 'index', places[x._offset + i], n, indexBase);
      }
    }
    const y = (this.output as Tensor).resize([...x._size, n]).zero();
    const ys = vector(y);
    for (let i = 0; i < count; i++) ys[y._offset + i * n + places[x._offset + i] - indexBase] = 1;
    return y;
  }

  override updateGradInput(input: Activation): Tensor {
    return (this.gradInput as Tensor).resize((input as Tensor)._size).zero();
  }

  override updateROutput(): RActivation {
    return this.setROutput(undefined);
  }

  override updateRGradInput(): RActivation {
    return this.setRGradInput(undefined);
  }
}
