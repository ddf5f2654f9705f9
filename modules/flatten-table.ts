/** @file A table of tables as one table. */
import { type Activation, entry, type RActivation, shapeOf } from '../lib/nn/activation.js';
import { LinearMap } from '../lib/nn/linear-map.js';
import { named, type TorchFields, tableBuffer } from '../lib/nn/torch-field.js';

type Places = number | Places[];

/**
 *   forward    y   = all tensors of x, depth first
 *   backward   gx  = gy in the form of x
 *   rForward   Ry  = those of Rx
 *   rBackward  Rgx = Rgy in the form of x
 * x: a table of tensors and tables, of any depth. Nothing is copied.
 */
export class FlattenTable extends LinearMap {
  static override readonly torch: TorchFields = {
    output: tableBuffer,
    gradInput: tableBuffer,
    input_map: named('places', tableBuffer),
  };

  /** The form of x, with places of y, from 1, in place of tensors: a new table whenever y is. */
  declare private places: Places;

  protected override makeBuffers(): void {
    super.makeBuffers();
    this.output = [];
    this.places = [];
  }

  /** The same table again while its tensors are the same ones. */
  override updateOutput(input: Activation): Activation {
    const last = this.output as Activation[];
    const y = super.updateOutput(input) as Activation[];
    if (y.length === last.length && y.every((piece, i) => piece === last[i])) this.output = last;
    else {
      let next = 1;
      const placed = (piece: Activation): Places => (Array.isArray(piece) ? piece.map(placed) : next++);
      this.places = placed(input);
    }
    return this.output;
  }

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
