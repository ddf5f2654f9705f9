/** @file The identity, whose gradient is turned around. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { checkNumbers } from '../lib/nn/numbers.js';
import { type FieldTable, number, type TorchFields } from '../lib/nn/torch-field.js';
import type { Tensor } from '../lib/tensor/index.js';

/**
 * Not a map with its gradient: backward is −λ times the identity's, so that what comes before learns the opposite of what comes
 * behind (Ganin and Lempitsky 2015). What a network with it computes is no gradient of a loss, and its Hv, R of that, not symmetric.
 *   forward    y   = x
 *   backward   gx  = −λ gy
 *   rForward   Ry  = Rx
 *   rBackward  Rgx = −λ Rgy
 * Any shape.
 */
export class GradientReversal extends LinearMap {
  static override readonly torch: TorchFields = { lambda: number() };
  static override readonly torchVersion: number = 2;

  /** Before version 2, λ was 1. */
  static override upgrade(fields: FieldTable, version: number): void {
    if (version < 2) fields.set('lambda', 1);
  }

  lambda: number;

  constructor(lambda: number = 1) {
    super();
    checkNumbers(this.constructor.name, { lambda });
    this.lambda = lambda;
  }

  setLambda(lambda: number): this {
    checkNumbers('GradientReversal.setLambda', { lambda });
    this.lambda = lambda;
    return this;
  }

  protected override map(_input: Activation, x: RActivation): Tensor {
    return this.tensor('forward', x as Activation);
  }

  protected override adjoint(_input: Activation, g: RActivation, last: RActivation): Tensor {
    return this.reuse(last).mul(g as Tensor, -this.lambda);
  }
}
