/** @file Nested arrays of numbers, row-major: how a tensor is written down in JavaScript. */
import type { TypedArray } from './types.js';

export type NestedNumbers = readonly (number | NestedNumbers)[];

/**
 * The sizes, level by level, and every number in row-major order. Throws unless all lists of a level are of one length and
 * numbers stand at the innermost level only. With empty lists at the innermost level there are no numbers and no sizes.
 */
export function unnested(values: NestedNumbers | TypedArray): { size: number[]; numbers: number[] } {
  const size: number[] = [];
  for (let level: unknown = values; isList(level); level = level[0]) size.push(level.length);
  const numbers: number[] = [];
  flatten(values, size, 0, numbers);
  return { size: numbers.length === 0 ? [] : size, numbers };
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function flatten(values: ArrayLike<unknown>, size: readonly number[], depth: number, numbers: number[]): void {
  if (values.length !== size[depth]) {
    throw new RangeError(`Tensor: expected rows of equal length ${size[depth]}, got ${values.length}`);
  }
  const innermost = depth + 1 === size.length;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!innermost && isList(value)) flatten(value, size, depth + 1, numbers);
    else if (innermost && typeof value === 'number') numbers.push(value);
    else throw new TypeError(`Tensor: expected numbers ${size.length} arrays deep, got ${kindOf(value)}`);
  }
}

function kindOf(value: unknown): string {
  return isList(value) ? 'an array' : typeof value;
}
