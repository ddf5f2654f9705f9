/** @file Modules side by side that read one input. */
import { Branches } from '../lib/nn/branches.js';

/**
 *   forward    y   = (f₁(x), …, fₙ(x))
 *   backward   gx  = Σᵢ (∂fᵢ/∂x)ᵀ gyᵢ
 *   rForward   Ry  = (Ry₁, …, Ryₙ)
 *   rBackward  Rgx = Σᵢ Rgxᵢ
 * x: a tensor or a table, of whatever the children read; y: a table with one entry a child.
 */
export class ConcatTable extends Branches {}
