/** @file Remainders of divisions. */
import { divisor, floating, integral, type Loop, type Loops, refusing } from './loop.js';
import { type ByNumber, type ByTensor, byNumber, byTensor } from './maps.js';

/**
 * y has the sizes and the type of x; a is of that type, with as many elements, in any shape. `x.f(…)` works in place,
 * `r.f(x, …)` and `torch.f(r, x, …)` write into r, `torch.f(x, …)` is new. By 0 the remainder of a real is NaN; of an
 * integer it is a RangeError.
 */
export interface Remainders {
  /**
   * y (x's sizes) = x − value · trunc(x / value), which has the sign of x. In place, or into r by `r.fmod(x, value)`.
   */
  fmod: ByNumber;
  /**
   * y (x's sizes) = x − a · trunc(x / a), which has the sign of x. a has as many elements, else a RangeError. In place,
   * or into r by `r.cfmod(x, a)`.
   */
  cfmod: ByTensor;
  /**
   * y (x's sizes) = x − value · ⌊x / value⌋, which has the sign of value. In place, or into r by `r.remainder(x,
   * value)`.
   */
  remainder: ByNumber;
  /**
   * y (x's sizes) = x − a · ⌊x / a⌋, which has the sign of a. a has as many elements, else a RangeError. In place, or
   * into r by `r.cremainder(x, a)`.
   */
  cremainder: ByTensor;
  /** The same as `fmod`: Torch's old name. In place, or into r by `r.mod(x, value)`. */
  mod: ByNumber;
  /** The same as `cfmod`: Torch's old name. In place, or into r by `r.cmod(x, a)`. */
  cmod: ByTensor;
}

const truncated: Loop = ({ n, x, xo, a, ao, y, yo }) => {
  for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] % a[ao + i];
};
const truncatedInteger: Loop = refusing((lanes) => {
  const { n, x, xo, a, ao, y, yo } = lanes;
  for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] % divisor(lanes, a[ao + i]);
});

/** Of a Float, the quotient is one: where it is rounded to an integer, that counts. */
const floored =
  (quotient: (q: number) => number): Loop =>
  ({ n, x, xo, a, ao, y, yo }) => {
    for (let i = 0; i < n; i++) {
      const d = a[ao + i];
      y[yo + i] = d === 0 ? Number.NaN : x[xo + i] - d * Math.floor(quotient(x[xo + i] / d));
    }
  };
const flooredInteger: Loop = refusing((lanes) => {
  const { n, x, xo, a, ao, y, yo } = lanes;
  for (let i = 0; i < n; i++) {
    const d = divisor(lanes, a[ao + i]);
    const r = x[xo + i] % d;
    y[yo + i] = r !== 0 && r < 0 !== d < 0 ? r + d : r;
  }
});

const fmod: Loops = { ...floating(truncated), ...integral(truncatedInteger) };
const remainder: Loops = {
  Double: floored((q) => q),
  Float: floored(Math.fround),
  ...integral(flooredInteger),
};

export const remainders: Remainders = {
  fmod: byNumber(fmod),
  cfmod: byTensor(fmod),
  remainder: byNumber(remainder),
  cremainder: byTensor(remainder),
  mod: byNumber(fmod),
  cmod: byTensor(fmod),
};
