/** @file The smallest element along a dimension. */
import { Max } from './max.js';

/** Max with the smallest element, the first of several equal ones; a NaN counts as smallest. All else as there. */
export class Min extends Max {
  protected override beats(a: number, b: number): boolean {
    return !(a >= b);
  }
}
