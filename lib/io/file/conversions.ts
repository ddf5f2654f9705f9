/** @file Elements that no typed array holds as files do: C's longs, of 4 or 8 bytes, and halves. */
import { bitsOfHalf, halfOfBits, type TypedArray } from '../../tensor/index.js';

/** Between `n` elements at `at` in a view and numbers from `i` on in an array; returns how many could be converted, up to the first that cannot. */
type Convert = (view: DataView, at: number, n: number, littleEndian: boolean, numbers: TypedArray, i: number) => number;

export interface Conversion {
  /** Bytes of an element. */
  readonly width: number;
  readonly read: Convert;
  readonly write: Convert;
}

/** Exact within ±(2⁵³ − 1); other longs cannot be converted. */
export const longs8: Conversion = {
  width: 8,
  read(view, at, n, littleEndian, numbers, i) {
    const [low, high] = littleEndian ? [at, at + 4] : [at + 4, at];
    for (let j = 0; j < n; j++) {
      const value = view.getInt32(high + 8 * j, littleEndian) * 2 ** 32 + view.getUint32(low + 8 * j, littleEndian);
      if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) return j;
      numbers[i + j] = value;
    }
    return n;
  },
  write(view, at, n, littleEndian, numbers, i) {
    const [low, high] = littleEndian ? [at, at + 4] : [at + 4, at];
    for (let j = 0; j < n; j++) {
      const value = numbers[i + j];
      view.setInt32(low + 8 * j, value, littleEndian);
      view.setInt32(high + 8 * j, Math.floor(value / 2 ** 32), littleEndian);
    }
    return n;
  },
};

/** The lower 32 bits of each, as if they were all. */
export const lowLongs8: Conversion = {
  ...longs8,
  read(view, at, n, littleEndian, numbers, i) {
    const low = littleEndian ? at : at + 4;
    for (let j = 0; j < n; j++) numbers[i + j] = view.getUint32(low + 8 * j, littleEndian);
    return n;
  },
};

/** Longs as 32-bit machines have them; numbers beyond 32 bits cannot be converted. */
export const longs4: Conversion = {
  width: 4,
  read(view, at, n, littleEndian, numbers, i) {
    for (let j = 0; j < n; j++) numbers[i + j] = view.getInt32(at + 4 * j, littleEndian);
    return n;
  },
  write(view, at, n, littleEndian, numbers, i) {
    for (let j = 0; j < n; j++) {
      const value = numbers[i + j];
      if (value !== (value | 0)) return j;
      view.setInt32(at + 4 * j, value, littleEndian);
    }
    return n;
  },
};

export const halves: Conversion = {
  width: 2,
  read(view, at, n, littleEndian, numbers, i) {
    for (let j = 0; j < n; j++) numbers[i + j] = halfOfBits(view.getUint16(at + 2 * j, littleEndian));
    return n;
  },
  write(view, at, n, littleEndian, numbers, i) {
    for (let j = 0; j < n; j++) view.setUint16(at + 2 * j, bitsOfHalf(numbers[i + j]), littleEndian);
    return n;
  },
};
