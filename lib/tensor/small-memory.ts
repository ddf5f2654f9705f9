/** @file Small arrays as pieces of larger memory, while somebody makes and drops many of them. */
import type { TypedArray } from './types.js';

/** Bytes of the memory that is cut into pieces. */
const BLOCK = 2 ** 15;

/** V8 keeps arrays of up to 64 bytes beside its objects. Those of more have memory of the system's, whose making takes half a microsecond. */
const LEAST = 65;
const MOST = 2 ** 10;

/** Pieces begin where any element may lie. */
const ALIGNMENT = 8;

interface Elements {
  new (buffer: ArrayBuffer, offset: number, length: number): TypedArray;
  readonly BYTES_PER_ELEMENT: number;
}

let users = 0;
let block: ArrayBuffer | undefined;
let used = 0;

/**
 * Runs `run`, while which small storages share memory: none lasts longer for that than the tensors of its block. Whoever hands arrays on
 * by their `buffer`, which a piece does not have for itself, does not want that.
 */
export function withSmallMemory<R>(run: () => R): R {
  users++;
  try {
    return run();
  } finally {
    users--;
  }
}

/** Zeroed memory in a block; undefined where an array of its own is as good. */
export function smallArray(Elements: Elements, length: number): TypedArray | undefined {
  if (users === 0) return undefined;
  const bytes = length * Elements.BYTES_PER_ELEMENT;
  if (!(bytes >= LEAST && bytes <= MOST)) return undefined;
  if (block === undefined || used + bytes > BLOCK) {
    block = new ArrayBuffer(BLOCK);
    used = 0;
  }
  const array = new Elements(block, used, length);
  used = Math.ceil((used + bytes) / ALIGNMENT) * ALIGNMENT;
  return array;
}
