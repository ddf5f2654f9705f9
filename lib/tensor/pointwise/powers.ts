/** @file Powers, and the angle of two coordinates. */
import { kernels } from '../../kernels/index.js';
import type { Tensor } from '../tensor.js';
import { reciprocal, reciprocalRoot, root } from './elementary.js';
import { every, floating, type Loop } from './loop.js';
import type { Maps, MapsNumbers } from './maps.js';

/** C's pow. y has the sizes and the type of x; a is of that type, with as many elements, in any shape. */
export interface Powers {
  /**
   * y (x's sizes) = xᵖ, or `base` to the power of x. In place, or into r by `r.pow(x, p)` and `r.pow(base, x)`; r may
   * be x. Double and Float, else a TypeError.
   */
  pow: MapsNumbers<[x: Tensor, p: number] | [base: number, x: Tensor]>;
  /**
   * y (x's sizes) = xᵃ; of integers, its integer part. a has as many elements, else a RangeError. In place, or into r
   * by `r.cpow(x, a)`.
   */
  cpow: Maps<[x: Tensor, a: Tensor]>;
  /**
   * y (x's sizes) = the angle of the point (a, x), −π … π. a has as many elements, else a RangeError. In place, or into
   * r by `r.atan2(x, a)`. Double and Float, else a TypeError.
   */
  atan2: MapsNumbers<[x: Tensor, a: Tensor]>;
}

/** JavaScript's power differs from C's where it gives NaN: 1 to any power, and ±1 to an infinite one, are 1. */
function power(x: number, p: number): number {
  return x === 1 || (x === -1 && Math.abs(p) === Infinity) ? 1 : x ** p;
}

/** Powers that Torch computes without pow. */
const known: Readonly<Record<number, Loop>> = {
  [-2]: ({ n, x, xo, y, yo }) => {
    for (let i = 0; i < n; i++) y[yo + i] = 1 / (x[xo + i] * x[xo + i]);
  },
  [-1]: reciprocal,
  [-0.5]: reciprocalRoot,
  [0.5]: root,
  2: ({ n, x, xo, y, yo }) => kernels.mul(n, x, xo, x, xo, y, yo),
  3: ({ n, x, xo, y, yo }) => {
    for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] * x[xo + i] * x[xo + i];
  },
};

const byNumber: Loop = (lanes) => {
  const { n, x, xo, s, y, yo } = lanes;
  const loop = known[s];
  if (loop) loop(lanes);
  else for (let i = 0; i < n; i++) y[yo + i] = power(x[xo + i], s);
};
const ofNumber: Loop = ({ n, x, xo, s, y, yo }) => {
  for (let i = 0; i < n; i++) y[yo + i] = power(s, x[xo + i]);
};
const byTensor: Loop = ({ n, x, xo, a, ao, y, yo }) => {
  for (let i = 0; i < n; i++) y[yo + i] = power(x[xo + i], a[ao + i]);
};
const angle: Loop = ({ n, x, xo, a, ao, y, yo }) => {
  for (let i = 0; i < n; i++) y[yo + i] = Math.atan2(x[xo + i], a[ao + i]);
};

export const powers: Powers = {
  pow: { maps: { tn: floating(byNumber), nt: floating(ofNumber) }, numbers: true },
  atan2: { maps: { tt: floating(angle) }, numbers: true },
  cpow: { maps: { tt: every(byTensor) } },
};
