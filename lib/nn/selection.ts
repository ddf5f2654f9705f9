/** @file Selection: some of the elements, or all, in another order. A class says which view of x that is. */
import { Tensor } from '../tensor/index.js';
import type { Activation, RActivation } from './activation.js';
import { LinearMap } from './linear-map.js';

/**
 * S x is a view of x in which no element stands twice.
 *   forward    y   = S x
 *   backward   gx  = Sᵀ gy: gy where S took x from, zero elsewhere
 *   rForward   Ry  = S Rx
 *   rBackward  Rgx = Sᵀ Rgy
 * y is that view where it is contiguous, otherwise a copy, which the modules behind would have to make.
 */
export abstract class Selection extends LinearMap {
  /** S x. */
  protected abstract select(x: Tensor): Tensor;

  /** The sizes of y, as many elements as S x has; its sizes unless a class says otherwise. */
  protected outputSize(selected: Tensor): readonly number[] {
    return selected._size;
  }

  protected override map(_input: Activation, x: RActivation, last: RActivation): Tensor {
    // Integers are indices to the modules behind.
    const whole = x instanceof Tensor && x.elementType.integer ? x : this.tensor('forward', x as Activation);
    const selected = this.select(whole);
    return this.reshaped(selected, this.outputSize(selected), last);
  }

  protected override adjoint(input: Activation, g: RActivation, last: RActivation): Tensor {
    const gx = this.reuse(last).resizeAs(input as Tensor);
    const selected = this.select(gx);
    if (selected.nElement() < gx.nElement()) gx.zero();
    selected.copy(g as Tensor);
    return gx;
  }
}
