/** @file The identity. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';

/**
 *   forward    y   = x
 *   backward   gx  = gy
 *   rForward   Ry  = Rx
 *   rBackward  Rgx = Rgy
 * x: a tensor of any shape and type, or a table. Nothing is copied: y is x itself, gx is gy itself.
 */
export class Identity extends LinearMap {
  protected override map(_input: Activation, x: RActivation): RActivation {
    return x;
  }

  protected override adjoint(_input: Activation, g: RActivation): RActivation {
    return g;
  }
}
