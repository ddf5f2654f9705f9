/** @file The numbers of the types of objects. */

export const Type = {
  nil: 0,
  number: 1,
  string: 2,
  table: 3,
  torch: 4,
  boolean: 5,
  /** Functions: without reference, with bare upvalues, with named ones; only the last is still written by Torch. */
  function: 6,
  oldClosure: 7,
  closure: 8,
} as const;

export type Type = (typeof Type)[keyof typeof Type];

export function isType(code: number): code is Type {
  return Number.isInteger(code) && code >= 0 && code <= 8;
}
