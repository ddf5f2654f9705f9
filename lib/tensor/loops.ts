/** @file Pointwise loops over contiguous elements. One loop a function: a loop that calls its function back is slower. */
import { kernels, type Vector } from '../kernels/index.js';
import type { FusedName, LimitName, UnaryName } from './forms.js';
import type { TypedArray } from './types.js';

/** n elements of x from xo, mapped into y from yo. A result may be an operand, from the same place. */
export type UnaryLoop = (n: number, x: TypedArray, xo: number, y: TypedArray, yo: number) => void;
export type NumberLoop = (n: number, x: TypedArray, xo: number, v: number, y: TypedArray, yo: number) => void;
export type PairLoop = (
  n: number,
  a: TypedArray,
  ao: number,
  b: TypedArray,
  bo: number,
  y: TypedArray,
  yo: number,
) => void;
/** y ← x + s·t */
export type SumLoop = (
  n: number,
  x: TypedArray,
  xo: number,
  s: number,
  t: TypedArray,
  to: number,
  y: TypedArray,
  yo: number,
) => void;
/** y ← x + s·a·b or x + s·a / b */
export type FusedLoop = (
  n: number,
  x: TypedArray,
  xo: number,
  s: number,
  a: TypedArray,
  ao: number,
  b: TypedArray,
  bo: number,
  y: TypedArray,
  yo: number,
) => void;

/** What floats and integers compute differently. */
export interface Arithmetic extends Record<FusedName, FusedLoop> {
  shift: NumberLoop;
  mul: NumberLoop;
  div: NumberLoop;
  sum: SumLoop;
  cmul: PairLoop;
  cdiv: PairLoop;
}

/** sign(NaN) = 0 and round(half) away from zero, as C has them. */
export const unaryLoops: Readonly<Record<UnaryName, UnaryLoop>> = {
  exp: (n, x, xo, y, yo) => kernels.exp(n, x as Vector, xo, y as Vector, yo),
  log: (n, x, xo, y, yo) => kernels.log(n, x as Vector, xo, y as Vector, yo),
  tanh: (n, x, xo, y, yo) => kernels.tanh(n, x as Vector, xo, y as Vector, yo),
  sigmoid: (n, x, xo, y, yo) => kernels.sigmoid(n, x as Vector, xo, y as Vector, yo),
  log1p: (n, x, xo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = Math.log1p(x[xo + i]);
  },
  sin: (n, x, xo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = Math.sin(x[xo + i]);
  },
  cos: (n, x, xo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = Math.cos(x[xo + i]);
  },
  sqrt: (n, x, xo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = Math.sqrt(x[xo + i]);
  },
  rsqrt: (n, x, xo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = 1 / Math.sqrt(x[xo + i]);
  },
  cinv: (n, x, xo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = 1 / x[xo + i];
  },
  abs: (n, x, xo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = Math.abs(x[xo + i]);
  },
  neg: (n, x, xo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = -x[xo + i];
  },
  sign: (n, x, xo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] > 0 ? 1 : x[xo + i] < 0 ? -1 : 0;
  },
  floor: (n, x, xo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = Math.floor(x[xo + i]);
  },
  ceil: (n, x, xo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = Math.ceil(x[xo + i]);
  },
  round: (n, x, xo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = Math.sign(x[xo + i]) * Math.round(Math.abs(x[xo + i]));
  },
  trunc: (n, x, xo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = Math.trunc(x[xo + i]);
  },
};

/** C's pow, which JavaScript's differs from where it gives NaN: 1 to any power, and ±1 to an infinite one, are 1. */
function power(x: number, p: number): number {
  return x === 1 || (x === -1 && Math.abs(p) === Infinity) ? 1 : x ** p;
}

/** What is the same for every type. Of two numbers that do not compare, cmax and cmin take the second, as Torch does. */
export const pairLoops: Readonly<Record<'cpow' | LimitName, PairLoop>> = {
  cpow: (n, a, ao, b, bo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = power(a[ao + i], b[bo + i]);
  },
  cmax: (n, a, ao, b, bo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = a[ao + i] > b[bo + i] ? a[ao + i] : b[bo + i];
  },
  cmin: (n, a, ao, b, bo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = a[ao + i] < b[bo + i] ? a[ao + i] : b[bo + i];
  },
};

/** Powers which Torch computes without pow. */
const powers: Readonly<Record<number, UnaryLoop>> = {
  [-2]: (n, x, xo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = 1 / (x[xo + i] * x[xo + i]);
  },
  [-1]: unaryLoops.cinv,
  [-0.5]: unaryLoops.rsqrt,
  [0.5]: unaryLoops.sqrt,
  2: (n, x, xo, y, yo) => kernels.mul(n, x as Vector, xo, x as Vector, xo, y as Vector, yo),
  3: (n, x, xo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] * x[xo + i] * x[xo + i];
  },
};

export const pow: NumberLoop = (n, x, xo, p, y, yo) => {
  const known = powers[p];
  if (known) known(n, x, xo, y, yo);
  else for (let i = 0; i < n; i++) y[yo + i] = power(x[xo + i], p);
};

export function clamp(
  n: number,
  x: TypedArray,
  xo: number,
  low: number,
  high: number,
  y: TypedArray,
  yo: number,
): void {
  for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] < low ? low : x[xo + i] > high ? high : x[xo + i];
}

export const floats: Arithmetic = {
  shift: (n, x, xo, v, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] + v;
  },
  mul: (n, x, xo, v, y, yo) => {
    if (x === y && xo === yo) kernels.scal(n, v, y as Vector, yo, 1);
    else for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] * v;
  },
  div: (n, x, xo, v, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] / v;
  },
  sum: (n, x, xo, s, t, to, y, yo) => {
    // axpy promises nothing of two operands that are one.
    const added = x === y && xo === yo && !(t === y && to === yo);
    if (added) kernels.axpy(n, s, t as Vector, to, 1, y as Vector, yo, 1);
    else for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] + s * t[to + i];
  },
  cmul: (n, a, ao, b, bo, y, yo) => kernels.mul(n, a as Vector, ao, b as Vector, bo, y as Vector, yo),
  cdiv: (n, a, ao, b, bo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = a[ao + i] / b[bo + i];
  },
  addcmul: (n, x, xo, s, a, ao, b, bo, y, yo) => {
    if (x === y && xo === yo) kernels.addcmul(n, s, a as Vector, ao, b as Vector, bo, y as Vector, yo);
    else for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] + s * a[ao + i] * b[bo + i];
  },
  addcdiv: (n, x, xo, s, a, ao, b, bo, y, yo) => {
    for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] + (s * a[ao + i]) / b[bo + i];
  },
};

/**
 * Integers as C computes them: a product keeps its low 32 bits (or, of a Long, has to be exact), a quotient is cut off
 * towards zero; what is stored wraps. Divisors are not zero.
 */
export function integers(product: (a: number, b: number) => number): Arithmetic {
  return {
    shift: floats.shift,
    mul: (n, x, xo, v, y, yo) => {
      for (let i = 0; i < n; i++) y[yo + i] = product(x[xo + i], v);
    },
    div: (n, x, xo, v, y, yo) => {
      for (let i = 0; i < n; i++) y[yo + i] = Math.trunc(x[xo + i] / v);
    },
    sum: (n, x, xo, s, t, to, y, yo) => {
      for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] + product(s, t[to + i]);
    },
    cmul: (n, a, ao, b, bo, y, yo) => {
      for (let i = 0; i < n; i++) y[yo + i] = product(a[ao + i], b[bo + i]);
    },
    cdiv: (n, a, ao, b, bo, y, yo) => {
      for (let i = 0; i < n; i++) y[yo + i] = Math.trunc(a[ao + i] / b[bo + i]);
    },
    addcmul: (n, x, xo, s, a, ao, b, bo, y, yo) => {
      for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] + product(product(s, a[ao + i]), b[bo + i]);
    },
    addcdiv: (n, x, xo, s, a, ao, b, bo, y, yo) => {
      for (let i = 0; i < n; i++) y[yo + i] = x[xo + i] + Math.trunc(product(s, a[ao + i]) / b[bo + i]);
    },
  };
}
