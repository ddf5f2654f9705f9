/** @file Modules side by side that read one input. */
import { Branches } from '../lib/nn/branches.js';
import { type TorchFields, tableBuffer } from '../lib/nn/torch-field.js';

/**
 *   forward    y   = (f₁(x), …, fₙ(x))
 *   backward   gx  = Σᵢ (∂fᵢ/∂x)ᵀ gyᵢ
 *   rForward   Ry  = (Ry₁, …, Ryₙ)
 *   rBackward  Rgx = Σᵢ Rgxᵢ
 * x: a tensor or a table, of whatever the children read; y: a table with one entry a child.
 */
export class ConcatTable extends Branches {
  static override readonly torch: TorchFields = { output: tableBuffer };
}
