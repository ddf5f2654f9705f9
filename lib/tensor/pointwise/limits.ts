/** @file The larger and the smaller of two, and what lies between. */
import { cases } from '../../kernels/index.js';
import type { Tensor } from '../tensor.js';
import { constant, every, floating, type Loop } from './loop.js';
import type { Maps, MapsNumbers } from './maps.js';

type WithEither = Maps<[x: Tensor, value: number] | [x: Tensor, a: Tensor]>;

/**
 * y has the sizes and the type of x; a is of that type, with as many elements, in any shape. `x.f(…)` works in place,
 * `r.f(x, …)` and `torch.f(r, x, …)` write into r, `torch.f(x, …)` is new.
 */
export interface Limits {
  /**
   * y (x's sizes) = the larger of x and a, or x and value: the latter where they do not compare. a has as many
   * elements, else a RangeError. In place, or into r by `r.cmax(x, …)`.
   */
  cmax: WithEither;
  /**
   * y (x's sizes) = the smaller of x and a, or x and value: the latter where they do not compare. a has as many
   * elements, else a RangeError. In place, or into r by `r.cmin(x, …)`.
   */
  cmin: WithEither;
  /**
   * y (x's sizes) = x + weight·(a − x). a has as many elements, else a RangeError. In place, or into r by `r.lerp(x, a,
   * weight)`. Double and Float, else a TypeError.
   */
  lerp: MapsNumbers<[x: Tensor, a: Tensor, weight: number]>;
  /** y (x's sizes) = low where x < low, high where x > high, else x. In place, or into r by `r.clamp(x, low, high)`. */
  clamp: Maps<[x: Tensor, low: number, high: number]>;
}

const larger: Loop = ({ n, x, xo, a, ao, y, yo }) => {
  for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] > a[ao + i] ? x[xo + i] : a[ao + i];
};
const smaller: Loop = ({ n, x, xo, a, ao, y, yo }) => {
  for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] < a[ao + i] ? x[xo + i] : a[ao + i];
};
const weighted: Loop = ({ n, x, xo, s, a, ao, y, yo }) => {
  for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] + s * (a[ao + i] - x[xo + i]);
};
const between: Loop = ({ n, x, xo, s, t, y, yo }) => {
  cases[1] = s;
  cases[2] = t;
  // Where low > high both may hold.
  cases[3] = s;
  for (let i = 0; i < n; i++) {
    cases[0] = x[xo + i];
    y[yo + i] = cases[+(x[xo + i] < s) + 2 * +(x[xo + i] > t)];
  }
};

export const limits: Limits = {
  cmax: { maps: { tn: constant(every(larger)), tt: every(larger) } },
  cmin: { maps: { tn: constant(every(smaller)), tt: every(smaller) } },
  lerp: { maps: { ttn: floating(weighted) }, numbers: true },
  clamp: { maps: { tnn: every(between) } },
};
