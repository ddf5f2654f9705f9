/** @file Multiplication by a constant. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { flag, number, optional, type TorchFields } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 *   forward    y   = c x
 *   backward   gx  = c gy
 *   rForward   Ry  = c Rx
 *   rBackward  Rgx = c Rgy
 * Any shape. `inplace` is kept for compatibility; the module never overwrites its input.
 */
export class MulConstant extends LinearMap {
  static override readonly torch: TorchFields = { constant_scalar: number(), inplace: optional(flag, false) };

  /** c. */
  constant_scalar: number;
  inplace: boolean;

  constructor(constant: number, inplace: boolean = false) {
    super();
    checkNumbers(this.constructor.name, { constant });
    this.constant_scalar = constant;
    this.inplace = inplace;
  }

  protected override map(_input: Activation, x: RActivation, last: RActivation): Tensor {
    return this.reuse(last).mul(this.tensor('forward', x as Activation), this.constant_scalar);
  }

  protected override adjoint(_input: Activation, g: RActivation, last: RActivation): Tensor {
    return this.reuse(last).mul(g as Tensor, this.constant_scalar);
  }
}
