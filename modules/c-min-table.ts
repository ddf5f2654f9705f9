/** @file The smallest of a table's tensors, element by element. */
import { CMaxTable } from './c-max-table.js';

/** CMaxTable with the smallest element, the first of several equal ones. All else as there. */
export class CMinTable extends CMaxTable {
  protected override beats(a: number, b: number): boolean {
    return a < b;
  }
}
