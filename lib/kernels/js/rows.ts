/** @file What a batch of rows shares: a row added to from all of them, or written to all of them. */
import type { Kernels } from '../kernels.js';

/** y ← y + α Σᵢ rowᵢ(x), row after row. */
export const addColumnSums: Kernels['addColumnSums'] = (rows, n, alpha, x, xo, y, yo) => {
  for (let i = 0; i < rows; i++) {
    const at = xo + i * n;
    for (let j = 0; j < n; j++) y[yo + j] += alpha * x[at + j];
  }
};

/** rowᵢ(y) ← x for every i. */
export const spread: Kernels['spread'] = (rows, n, x, xo, y, yo) => {
  for (let i = 0; i < rows; i++) {
    const at = yo + i * n;
    for (let j = 0; j < n; j++) y[at + j] = x[xo + j];
  }
};
