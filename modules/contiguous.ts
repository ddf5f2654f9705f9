/** @file A contiguous tensor of any. */
import { Reshaping } from '../lib/nn/reshaping.js';
import type { Tensor } from '../lib/tensor/index.js';

/** The identity, whose output is contiguous: x itself where it is, otherwise a copy. Any shape. */
export class Contiguous extends Reshaping {
  protected override outputSize(x: Tensor): readonly number[] {
    return x._size;
  }
}
