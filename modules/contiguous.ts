/** @file A contiguous tensor of any. */
import type { Activation } from '../lib/nn/activation.js';
import { Reshaping } from '../lib/nn/reshaping.js';
import type { Tensor } from '../lib/tensor/index.js';

/** The identity, whose output is contiguous: x itself where it is, otherwise a copy. Any shape. */
export class Contiguous extends Reshaping {
  /** What is seen is not what copies are made in: it may lie in the memory of x. */
  protected override makeBuffers(): void {
    super.makeBuffers();
    this.output = this.buffer();
  }

  /** The same tensor at each call, as in Torch. */
  override updateOutput(input: Activation): Tensor {
    const y = this.output as Tensor;
    y.set(super.updateOutput(input) as Tensor);
    this.output = y;
    return y;
  }

  protected override outputSize(x: Tensor): readonly number[] {
    return x._size;
  }
}
