/** @file Modules side by side, one for each entry of a table. */
import { type Activation, entry, type RActivation, shapeOf } from '../lib/nn/activation.js';
import { Branches } from '../lib/nn/branches.js';
import { type TorchFields, tableBuffer } from '../lib/nn/torch-field.js';

/**
 *   forward    y   = (f₁(x₁), …, fₙ(xₙ))
 *   backward   gxᵢ  = (∂fᵢ/∂xᵢ)ᵀ gyᵢ
 *   rForward   Ry  = (Ry₁, …, Ryₙ)
 *   rBackward  Rgx = (Rgx₁, …, Rgxₙ)
 * x, y: tables with one entry a child. (Torch lets x have more, and then returns no gradient for them.)
 */
export class ParallelTable extends Branches {
  static override readonly torch: TorchFields = { output: tableBuffer, gradInput: tableBuffer };

  override updateOutput(input: Activation): Activation {
    const n = this.modules.length;
    if (!Array.isArray(input)) {
      throw new TypeError(`${this.describe()}.forward: expected input to be a table of ${n}, got ${shapeOf(input)}`);
    }
    if (input.length !== n) throw this.wrongShape('forward', `input to be a table of ${n}`, input);
    return super.updateOutput(input);
  }

  protected override inputsOf(x: RActivation): RActivation[] {
    return this.modules.map((_, i) => entry(x, i));
  }

  protected override gather(gradInputs: RActivation[]): RActivation {
    return gradInputs;
  }
}
