/** @file What a batch of rows shares: a row added to from all of them, or written to all of them. */
import type { Kernels } from '../kernels.js';

/** y ← y + α Σᵢ rowᵢ(x), row after row. */
export const addColumnSums: Kernels['addColumnSums'] = (rows, n, alpha, x, xo, y, yo) => {
  for (let i = 0; i < rows; i++) {
    const at = xo + i * n;
    for (let j = 0; j < n; j++) y[yo + j] += alpha * x[at + j];
  }
};

/** Below so many elements a loop is faster than calls into the engine. */
const SHORT = 200;

/** rowᵢ(y) ← x for every i. Of what is long one row is written, and then what is there doubled, at the speed of memory. */
export const spread: Kernels['spread'] = (rows, n, x, xo, y, yo) => {
  const all = rows * n;
  const written = all < SHORT ? rows : 1;
  for (let i = 0; i < written; i++) {
    const at = yo + i * n;
    for (let j = 0; j < n; j++) y[at + j] = x[xo + j];
  }
  for (let done = written * n; done < all; done *= 2) y.copyWithin(yo + done, yo, yo + Math.min(done, all - done));
};
