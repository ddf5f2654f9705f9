/** @file The activations with their first and second derivatives. */
import { cases } from '../cases.js';
import type { Kernels, Vector } from '../kernels.js';

/** y ← tanh x */
export const tanh: Kernels['tanh'] = (n, x, xo, y, yo) => {
  for (let i = 0; i < n; i++) y[yo + i] = Math.tanh(x[xo + i]);
};

/** d ← 1 − y² */
export const tanhSlope: Kernels['tanhSlope'] = (n, y, yo, d, to) => {
  for (let i = 0; i < n; i++) {
    const v = y[yo + i];
    d[to + i] = 1 - v * v;
  }
};

/** d ← −2y(1 − y²) */
export const tanhBend: Kernels['tanhBend'] = (n, y, yo, d, to) => {
  for (let i = 0; i < n; i++) {
    const v = y[yo + i];
    d[to + i] = -2 * v * (1 - v * v);
  }
};

/** Written eˣ / (1 + eˣ) for x < 0: the exponential never overflows and keeps its precision. */
function logistic(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return (x < 0 ? e : 1) / (1 + e);
}

/** y ← 1 / (1 + e⁻ˣ) */
export const sigmoid: Kernels['sigmoid'] = (n, x, xo, y, yo) => {
  for (let i = 0; i < n; i++) y[yo + i] = logistic(x[xo + i]);
};

/** Above this y, 1 − y has lost digits that y e⁻ˣ still has. */
const NEARLY_ONE = 0.9;

/** y(1 − y), to rounding at both ends. */
function logisticSlope(x: number, y: number): number {
  return y * (y < NEARLY_ONE ? 1 - y : y * Math.exp(-x));
}

/** d ← y(1 − y) */
export const sigmoidSlope: Kernels['sigmoidSlope'] = (n, x, xo, y, yo, d, to) => {
  for (let i = 0; i < n; i++) d[to + i] = logisticSlope(x[xo + i], y[yo + i]);
};

/** d ← y(1 − y)(1 − 2y) */
export const sigmoidBend: Kernels['sigmoidBend'] = (n, x, xo, y, yo, d, to) => {
  for (let i = 0; i < n; i++) d[to + i] = logisticSlope(x[xo + i], y[yo + i]) * (1 - 2 * y[yo + i]);
};

/** y ← log(1 + e^(βx)) / β, and x above the threshold: max(βx, 0) + log(1 + e^−|βx|), whose exponential never overflows. */
export const softPlus: Kernels['softPlus'] = (n, beta, threshold, x, xo, y, yo) => {
  for (let i = 0; i < n; i++) {
    const v = x[xo + i];
    const z = beta * v;
    y[yo + i] = z > threshold ? v : (Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))) / beta;
  }
};

/** d ← 1 / (1 + e^(−βx)), and 1 above the threshold. */
export const softPlusSlope: Kernels['softPlusSlope'] = (n, beta, threshold, x, xo, d, to) => {
  for (let i = 0; i < n; i++) {
    const z = beta * x[xo + i];
    d[to + i] = z > threshold ? 1 : logistic(z);
  }
};

/** d ← β s(1 − s), s = 1 / (1 + e^(−βx)), and 0 above the threshold. */
export const softPlusBend: Kernels['softPlusBend'] = (n, beta, threshold, x, xo, d, to) => {
  for (let i = 0; i < n; i++) {
    const z = beta * x[xo + i];
    d[to + i] = z > threshold ? 0 : beta * logisticSlope(z, logistic(z));
  }
};

/** A number in x's precision: 0.1 is not above itself in single precision either. */
function rounded(a: number, x: Vector): number {
  return x instanceof Float32Array ? Math.fround(a) : a;
}

/** y ← value where x ≤ threshold, else x. */
export const threshold: Kernels['threshold'] = (n, border, value, x, xo, y, yo) => {
  border = rounded(border, x);
  for (let i = 0; i < n; i++) {
    const v = x[xo + i];
    y[yo + i] = v <= border ? value : v;
  }
};

/** z ← g where x > threshold, else 0. */
export const gate: Kernels['gate'] = (n, border, x, xo, g, go, z, zo) => {
  border = rounded(border, x);
  for (let i = 0; i < n; i++) z[zo + i] = x[xo + i] > border ? g[go + i] : 0;
};

/** z ← g where x > 0, else slope · g. */
export const leak: Kernels['leak'] = (n, slope, x, xo, g, go, z, zo) => {
  cases[0] = rounded(slope, x);
  cases[1] = 1;
  for (let i = 0; i < n; i++) z[zo + i] = cases[+(x[xo + i] > 0)] * g[go + i];
};

/** y ← low where x < low, x where x ≤ high, else high. */
export const clamp: Kernels['clamp'] = (n, low, high, x, xo, y, yo) => {
  low = rounded(low, x);
  high = rounded(high, x);
  cases[1] = high;
  cases[2] = low;
  for (let i = 0; i < n; i++) {
    const v = x[xo + i];
    cases[0] = v;
    // 0 between the bounds, 2 below them, 1 above them and for NaN.
    y[yo + i] = cases[1 + 2 * +(v < low) - +(v <= high)];
  }
};
