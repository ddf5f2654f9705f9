/** @file Addition and multiplication of elements, as C has them for each type. */
import { type ElementType, exactInteger } from './types.js';

/** What sums of products need of a type. */
export interface Ring {
  add: (a: number, b: number) => number;
  multiply: (a: number, b: number) => number;
}

/** Keeps the low 32 bits; an element that is stored keeps those of its type. */
const wrapping: Ring = { add: (a, b) => (a + b) | 0, multiply: Math.imul };
export const exact: Ring = {
  add: (a, b) => exactInteger('LongTensor', a + b),
  multiply: (a, b) => exactInteger('LongTensor', a * b),
};
const real: Ring = { add: (a, b) => a + b, multiply: (a, b) => a * b };

/** Integers wrap, save Long, which refuses what is not exact. */
export function ringOf({ integer, checked }: ElementType): Ring {
  if (!integer) return real;
  return checked ? exact : wrapping;
}
