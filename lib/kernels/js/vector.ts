/** @file Elementwise products, exponential and logarithm. */
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

/** z ← u ∘ v ∘ w */
export const tripleProduct: Kernels['tripleProduct'] = (n, u, uo, v, vo, w, wo, z, zo) => {
  for (let i = 0; i < n; i++) {
    z[zo + i] = u[uo + i] * v[vo + i] * w[wo + i];
  }
};

/** z ← x ∘ y + u ∘ v ∘ w */
export const sumOfProducts: Kernels['sumOfProducts'] = (n, x, xo, y, yo, u, uo, v, vo, w, wo, z, zo) => {
  for (let i = 0; i < n; i++) {
    z[zo + i] = x[xo + i] * y[yo + i] + u[uo + i] * v[vo + i] * w[wo + i];
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
