/** @file Reshaping: the same elements in another shape. A class says which. */
import type { Tensor } from '../tensor/index.js';
import type { Activation, RActivation } from './activation.js';
import { LinearMap } from './linear-map.js';

/**
 *   forward    y   = x in another shape
 *   backward   gx  = gy in the shape of x
 *   rForward   Ry  = Rx in the shape of y
 *   rBackward  Rgx = Rgy in the shape of x
 * y is a view of x where x is contiguous, otherwise a copy.
 */
export abstract class Reshaping extends LinearMap {
  /** The sizes of y. */
  protected abstract outputSize(x: Tensor): readonly number[];

  protected override map(input: Activation, x: RActivation, last: RActivation): Tensor {
    const from = this.tensor('forward', input);
    const size = this.outputSize(from);
    if (from.dim() === 0 && size.length > 0) throw this.wrongShape('forward', 'input with elements', from);
    return this.reshaped(x as Tensor, size, last);
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): Tensor {
    return this.reshaped(g as Tensor, (input as Tensor)._size, last);
  }
}
