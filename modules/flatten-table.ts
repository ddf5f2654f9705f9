/** @file A table of tables as one table. */
import { type Activation, entry, type RActivation, shapeOf } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { type TorchFields, tableBuffer } from '../lib/nn/torch-field.js';

/**
 *   forward    y   = all tensors of x, depth first
 *   backward   gx  = gy in the form of x
 *   rForward   Ry  = those of Rx
 *   rBackward  Rgx = Rgy in the form of x
 * x: a table of tensors and tables, of any depth. Nothing is copied.
 */
export class FlattenTable extends LinearMap {
  static override readonly torch: TorchFields = { output: tableBuffer, gradInput: tableBuffer, input_map: tableBuffer };

  protected override map(input: Activation, x: RActivation): RActivation {
    if (!Array.isArray(input)) {
      throw new TypeError(`${this.describe()}.forward: expected input to be a table, got ${shapeOf(input)}`);
    }
    return flattened(input, x);
  }

  protected override adjoint(input: Activation, g: RActivation): RActivation {
    let next = 0;
    const formed = (shape: Activation): RActivation => (Array.isArray(shape) ? shape.map(formed) : entry(g, next++));
    return formed(input);
  }
}

/** What x has at each tensor of `shape`. */
function flattened(shape: Activation, x: RActivation): RActivation[] {
  return Array.isArray(shape) ? shape.flatMap((piece, i) => flattened(piece, entry(x, i))) : [x];
}
