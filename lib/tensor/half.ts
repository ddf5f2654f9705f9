/** @file Numbers of 16 bits, IEEE 754 binary16: a sign, 5 bits of exponent and 10 of fraction. */

/** From here on the nearest is infinity. */
const LARGE = 65520;

/** The exponent of the smallest number that has all its bits; smaller ones are as far apart as those. */
const SMALLEST = -14;

/** Adding it to a number of 0 … 2⁵¹, and taking it away, leaves the nearest integer, and of two the even one. */
const ROUNDING = 1.5 * 2 ** 52;

/** The nearest that 16 bits can hold to the nearest float; of two, that whose last bit is 0. */
export function toHalf(value: number): number {
  const float = Math.fround(value);
  const size = Math.abs(float);
  if (size >= LARGE || !(size > 0)) return size >= LARGE ? Math.sign(float) * Infinity : float;
  const exponent = Math.floor(Math.log2(size));
  const step = 2 ** (Math.max(SMALLEST, exponent) - 10);
  const rounded = (size / step + ROUNDING - ROUNDING) * step;
  return float < 0 ? -rounded : rounded;
}

/** The 16 bits of a number that they can hold. */
export function bitsOfHalf(half: number): number {
  const sign = half < 0 || Object.is(half, -0) ? 0x8000 : 0;
  const size = Math.abs(half);
  if (Number.isNaN(size)) return 0x7fff;
  if (size === Infinity) return sign | 0x7c00;
  const exponent = size < 2 ** SMALLEST ? SMALLEST : Math.floor(Math.log2(size));
  const fraction = size * 2 ** (10 - exponent);
  // The first bit of the fraction is not written; it adds 1 to the exponent where it is there.
  return sign | (((exponent - SMALLEST) << 10) + fraction);
}

/** The number that 16 bits stand for. */
export function halfOfBits(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
