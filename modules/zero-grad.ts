/** @file The identity, through which no gradient flows. */
import type { Activation, RActivation } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';

/**
 * Not a map with its gradient: backward gives zeros, so that what comes before learns nothing from here.
 *   forward    y   = x
 *   backward   gx  = 0
 *   rForward   Ry  = Rx
 *   rBackward  Rgx = 0
 * x: a tensor, or a table.
 */
export class ZeroGrad extends LinearMap {
  protected override map(_input: Activation, x: RActivation): RActivation {
    return x;
  }

  protected override adjoint(): RActivation {
    return undefined;
  }
}
