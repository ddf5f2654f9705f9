/** @file Elementwise products and the transcendental maps. */
import type { Kernels } from '../kernels.js';

/** z ← x ∘ y */
export const mul: Kernels['mul'] = (n, x, xo, y, yo, z, zo) => {
  for (let i = 0; i < n; i++) {
    z[zo + i] = x[xo + i] * y[yo + i];
  }
};

/** z ← z + α x ∘ y */
export const addcmul: Kernels['addcmul'] = (n, alpha, x, xo, y, yo, z, zo) => {
  for (let i = 0; i < n; i++) {
    z[zo + i] += alpha * x[xo + i] * y[yo + i];
  }
};

/** y ← eˣ */
export const exp: Kernels['exp'] = (length, x, xo, y, yo) => {
  for (let i = 0; i < length; i++) {
    y[yo + i] = Math.exp(x[xo + i]);
  }
};

/** y ← ln x */
export const log: Kernels['log'] = (length, x, xo, y, yo) => {
  for (let i = 0; i < length; i++) {
    y[yo + i] = Math.log(x[xo + i]);
  }
};

/** y ← tanh x */
export const tanh: Kernels['tanh'] = (length, x, xo, y, yo) => {
  for (let i = 0; i < length; i++) {
    y[yo + i] = Math.tanh(x[xo + i]);
  }
};

/** y ← 1 / (1 + e⁻ˣ), written eˣ / (1 + eˣ) for x < 0: the exponential never overflows and keeps its precision. */
export const sigmoid: Kernels['sigmoid'] = (length, x, xo, y, yo) => {
  for (let i = 0; i < length; i++) {
    const v = x[xo + i];
    const e = Math.exp(-Math.abs(v));
    y[yo + i] = (v < 0 ? e : 1) / (1 + e);
  }
};
