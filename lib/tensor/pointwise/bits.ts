/** @file Bits of integers, and shifts. */
import { type Lanes, type Loop, type Loops, refusing, wrapping } from './loop.js';
import { type ByNumber, type ByTensor, byNumber, byTensor } from './maps.js';

/**
 * y has the sizes and the type of x; a is of that type, with as many elements, in any shape. `x.f(…)` works in place,
 * `r.f(x, …)` and `torch.f(r, x, …)` write into r, `torch.f(x, …)` is new. A Long has 64 bits; a result beyond ±(2⁵³ −
 * 1) is a RangeError.
 */
export interface Bits {
  /** y (x's sizes) = x & value. In place, or into r by `r.bitand(x, value)`. Integers, else a TypeError. */
  bitand: ByNumber;
  /**
   * y (x's sizes) = x & a. a has as many elements, else a RangeError. In place, or into r by `r.cbitand(x, a)`.
   * Integers, else a TypeError.
   */
  cbitand: ByTensor;
  /** y (x's sizes) = x | value. In place, or into r by `r.bitor(x, value)`. Integers, else a TypeError. */
  bitor: ByNumber;
  /**
   * y (x's sizes) = x | a. a has as many elements, else a RangeError. In place, or into r by `r.cbitor(x, a)`.
   * Integers, else a TypeError.
   */
  cbitor: ByTensor;
  /** y (x's sizes) = x ^ value. In place, or into r by `r.bitxor(x, value)`. Integers, else a TypeError. */
  bitxor: ByNumber;
  /**
   * y (x's sizes) = x ^ a. a has as many elements, else a RangeError. In place, or into r by `r.cbitxor(x, a)`.
   * Integers, else a TypeError.
   */
  cbitxor: ByTensor;
  /**
   * y (x's sizes) = x · 2^value; bits shifted out of an integer are lost. In place, or into r by `r.lshift(x, value)`.
   * A RangeError for an integer shifted by fewer than 0 bits, or more than 31 (of a Long 63).
   */
  lshift: ByNumber;
  /** The same with a for value. In place, or into r by `r.clshift(x, a)`. */
  clshift: ByTensor;
  /**
   * y (x's sizes) = x / 2^value; of integers, their bits without a sign, moved down. In place, or into r by
   * `r.rshift(x, value)`. A RangeError for an integer shifted by fewer than 0 bits, or more than 31 (of a Long 63).
   */
  rshift: ByNumber;
  /** The same with a for value. In place, or into r by `r.crshift(x, a)`. */
  crshift: ByTensor;
}

type Bitwise = (x: number, y: number) => number;

const WORD = 2 ** 32;

/** Of 64 bits, word by word. */
const wide =
  (f: Bitwise): Bitwise =>
  (x, y) => {
    const [high, other] = [Math.floor(x / WORD), Math.floor(y / WORD)];
    return f(high, other) * WORD + (f(x - high * WORD, y - other * WORD) >>> 0);
  };

const each =
  (f: Bitwise): Loop =>
  ({ n, x, xo, a, ao, y, yo }) => {
    for (let i = 0; i < n; i++) y[yo + i] = f(x[xo + i], a[ao + i]);
  };
const bitwise = (f: Bitwise): Loops => ({ ...wrapping(each(f)), Long: each(wide(f)) });

/** By how many bits to shift one of `width`. C does not say what happens beyond. */
function shiftOf({ name }: Lanes, bits: number, width: number): number {
  if (bits >= 0 && bits < width) return bits;
  throw new RangeError(`torch.${name}: expected a shift by 0 to ${width - 1} bits, got ${bits}`);
}

/** Of a Float, 2ᵃ is one, too. */
const scaled =
  (power: (p: number) => number): Loop =>
  ({ n, x, xo, a, ao, y, yo }) => {
    for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] * power(2 ** a[ao + i]);
  };
const divided =
  (power: (p: number) => number): Loop =>
  ({ n, x, xo, a, ao, y, yo }) => {
    for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] / power(2 ** a[ao + i]);
  };
const same = (p: number): number => p;

/** Exact in doubles; what is stored wraps. */
const up: Loop = refusing((lanes) => {
  const { n, x, xo, a, ao, y, yo } = lanes;
  for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] * 2 ** shiftOf(lanes, a[ao + i], 32);
});
const upLong: Loop = refusing((lanes) => {
  const { n, x, xo, a, ao, y, yo } = lanes;
  for (let i = 0; i < n; i++) {
    const shift = shiftOf(lanes, a[ao + i], 64);
    const value = x[xo + i] * 2 ** shift;
    const fits = Number.isSafeInteger(value);
    y[yo + i] = fits ? value : Number(BigInt.asIntN(64, BigInt(x[xo + i]) << BigInt(shift)));
  }
});
/** Of an integer of `bits` bits. */
const down = (bits: number): Loop =>
  refusing((lanes) => {
    const { n, x, xo, a, ao, y, yo } = lanes;
    for (let i = 0; i < n; i++) {
      const value = x[xo + i] < 0 ? x[xo + i] + 2 ** bits : x[xo + i];
      y[yo + i] = Math.floor(value / 2 ** shiftOf(lanes, a[ao + i], 32));
    }
  });
const downLong: Loop = refusing((lanes) => {
  const { n, x, xo, a, ao, y, yo } = lanes;
  for (let i = 0; i < n; i++) {
    const shift = shiftOf(lanes, a[ao + i], 64);
    const sign = x[xo + i] < 0 && shift > 0 ? 2 ** (64 - shift) : 0;
    y[yo + i] = Math.floor(x[xo + i] / 2 ** shift) + sign;
  }
});
const left: Loops = { Double: scaled(same), Float: scaled(Math.fround), ...wrapping(up), Long: upLong };
const right: Loops = {
  Double: divided(same),
  Float: divided(Math.fround),
  Int: down(32),
  Short: down(16),
  Char: down(8),
  Byte: down(8),
  Long: downLong,
};

const and = bitwise((x, y) => x & y);
const or = bitwise((x, y) => x | y);
const xor = bitwise((x, y) => x ^ y);

export const bits: Bits = {
  bitand: byNumber(and),
  cbitand: byTensor(and),
  bitor: byNumber(or),
  cbitor: byTensor(or),
  bitxor: byNumber(xor),
  cbitxor: byTensor(xor),
  lshift: byNumber(left),
  clshift: byTensor(left),
  rshift: byNumber(right),
  crshift: byTensor(right),
};
