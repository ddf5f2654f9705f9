/** @file The objects that constructors are told. */
import { type ElementType, elementType } from '../tensor/index.js';
import { shown } from './torch-field.js';

/** @throws TypeError unless the value is one of a class; `expected` says so: `a module`, `weight to be a tensor`. */
export function checkIs<T>(
  who: string,
  expected: string,
  value: unknown,
  kind: abstract new (...args: never[]) => T,
): asserts value is T {
  if (!(value instanceof kind)) throw new TypeError(`${who}: expected ${expected}, got ${shown(value)}`);
}

/** @throws TypeError unless the value is text. */
export function checkText(who: string, what: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') throw new TypeError(`${who}: expected ${what} to be text, got ${shown(value)}`);
}

/** The type of a name, `torch.FloatTensor` or `Float`. @throws TypeError where there is none. */
export function typeNamed(who: string, what: string, name: string): ElementType {
  checkText(who, what, name);
  return elementType(name);
}
