/** @file The forms in which files read and write numbers: one, so many, or a storage of them. */
import { type ElementType, Storage, type TypeName } from '../../tensor/index.js';
import type { Encoding } from './encoding.js';

/** The next number; a storage of the next n; or how many a given storage was filled with. */
export interface ReadNumbers {
  (): number;
  (n: number): Storage;
  (into: Storage): number;
}

/** Writes a number, converted as C does, or all of a storage; returns how many. */
export type WriteNumbers = (value: number | Storage) => number;

/** `readInt`, `writeInt`, and so on for every type. */
export type NumberMethods = { [T in TypeName as `read${T}`]: ReadNumbers } & {
  [T in TypeName as `write${T}`]: WriteNumbers;
};

function sameType(type: ElementType, storage: Storage, method: string): Storage {
  if (storage.elementType === type) return storage;
  throw new TypeError(`${method}: expected ${type.name}Storage, got ${storage.elementType.name}Storage`);
}

/** What was asked for, what of it there was, and what to return. */
export interface Reading {
  readonly wanted: number;
  readonly got: number;
  readonly result: number | Storage;
}

/** `method` is how errors name the caller. */
export function readNumbers(
  encoding: Encoding,
  type: ElementType,
  what: number | Storage | undefined,
  method: string,
): Reading {
  if (what instanceof Storage) {
    const wanted = what.data.length;
    const got = encoding.read(type.name, sameType(type, what, method).data, wanted);
    return { wanted, got, result: got };
  }
  const wanted = what ?? 1;
  if (!Number.isSafeInteger(wanted) || wanted < 0) {
    throw new RangeError(`${method}: expected a number of elements, got ${what}`);
  }
  // Not more memory than the file can fill.
  const room = Math.min(wanted, encoding.most(type.name));
  const storage = new Storage(type, room);
  const got = encoding.read(type.name, storage.data, room);
  if (what === undefined) return { wanted, got, result: got === 1 ? storage.data[0] : Number.NaN };
  return { wanted, got, result: storage.resize(got) };
}

/** The numbers that `write…` is to write. */
export function numbersOf(type: ElementType, what: number | Storage, method: string): Storage {
  if (what instanceof Storage) return sameType(type, what, method);
  if (typeof what === 'number') return new Storage(type, [what]);
  throw new TypeError(
    `${method}: expected a number or ${type.name}Storage, got ${what === null ? 'null' : typeof what}`,
  );
}
