/** @file Windows: pieces of typed arrays as typed arrays, made once, so that a training step allocates none. */
import type { Vector } from './kernels.js';

const windows = new WeakMap<Vector, Map<number, Vector>>();
/**
 * Windows remembered for one array: enough for the chunks of sixteen million elements, and an end for a data set that is walked batch
 * by batch.
 */
const MOST = 4096;
/** Windows are at most this long, so that offset and length make one exact number. */
const LONGEST = 2 ** 22;

/** x[from … from + length − 1] on the same memory. */
export function window<T extends Vector>(x: T, from: number, length: number): T {
  if (from === 0 && length === x.length) return x;
  let known = windows.get(x);
  if (!known) {
    known = new Map();
    windows.set(x, known);
  }
  const key = from * LONGEST + length;
  let view = known.get(key);
  if (!view) {
    if (known.size >= MOST) known.clear();
    view = x.subarray(from, from + length);
    known.set(key, view);
  }
  return view as T;
}

const tails = new WeakMap<Vector, Map<number, Vector>>();

/** x[from …] to its end on the same memory, for callers that want an address only. */
export function tail<T extends Vector>(x: T, from: number): T {
  if (from === 0) return x;
  let known = tails.get(x);
  if (!known) {
    known = new Map();
    tails.set(x, known);
  }
  let view = known.get(from);
  if (!view) {
    if (known.size >= MOST) known.clear();
    view = x.subarray(from);
    known.set(from, view);
  }
  return view as T;
}
