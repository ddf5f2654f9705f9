/** @file The smallest of a table's tensors, element by element. */

import { buffer, type TorchFields } from '../lib/nn/torch-field.js';
import { CMaxTable } from './c-max-table.js';

/** CMaxTable with the smallest element, the first of several equal ones. All else as there. */
export class CMinTable extends CMaxTable {
  static override readonly torch: TorchFields = { minIdx: buffer, minVals: buffer };

  protected override beats(a: number, b: number): boolean {
    return a < b;
  }
}
