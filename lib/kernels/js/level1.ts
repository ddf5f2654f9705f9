/** @file Vector sums and updates. Sums are kept in double and run in a fixed order. */
import type { Kernels } from '../kernels.js';

/** y ← α x + y. As in BLAS, α = 0 reads and writes nothing. */
export const axpy: Kernels['axpy'] = (n, alpha, x, xo, incx, y, yo, incy) => {
  if (alpha === 0) {
    return;
  }
  for (let i = 0; i < n; i++) {
    y[yo] += alpha * x[xo];
    xo += incx;
    yo += incy;
  }
};

/** xᵀ y, as four interleaved partial sums: an addition need not wait for the one before it. */
export const dot: Kernels['dot'] = (n, x, xo, incx, y, yo, incy) => {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    s0 += x[xo] * y[yo];
    s1 += x[xo + incx] * y[yo + incy];
    s2 += x[xo + 2 * incx] * y[yo + 2 * incy];
    s3 += x[xo + 3 * incx] * y[yo + 3 * incy];
    xo += 4 * incx;
    yo += 4 * incy;
  }
  for (; i < n; i++) {
    s0 += x[xo] * y[yo];
    xo += incx;
    yo += incy;
  }
  return s0 + s1 + (s2 + s3);
};

/** A sum of squares of at least this size has lost nothing that matters to underflow. */
const SAFE_SQUARES = 2 ** -900;

/** ‖x‖₂: the plain sum of squares if it neither overflowed nor came near underflow, else ‖x‖∞ ‖x / ‖x‖∞‖₂. */
export const nrm2: Kernels['nrm2'] = (n, x, xo, incx) => {
  const squares = dot(n, x, xo, incx, x, xo, incx);
  if (squares >= SAFE_SQUARES && squares < Infinity) {
    return Math.sqrt(squares);
  }
  let largest = 0;
  for (let i = 0; i < n; i++) {
    largest = Math.max(largest, Math.abs(x[xo + i * incx]));
  }
  // Zero and infinity cannot scale, and Math.max hands NaN on.
  if (!(largest > 0 && largest < Infinity)) {
    return largest;
  }
  let scaled = 0;
  for (let i = 0; i < n; i++) {
    const ratio = x[xo + i * incx] / largest;
    scaled += ratio * ratio;
  }
  return largest * Math.sqrt(scaled);
};

/** x ← α x. α = 0 multiplies as well: NaN stays NaN. */
export const scal: Kernels['scal'] = (n, alpha, x, xo, incx) => {
  for (let i = 0; i < n; i++) {
    x[xo] *= alpha;
    xo += incx;
  }
};

/** Σ x, as four interleaved partial sums. */
export const sum: Kernels['sum'] = (n, x, xo) => {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    s0 += x[xo + i];
    s1 += x[xo + i + 1];
    s2 += x[xo + i + 2];
    s3 += x[xo + i + 3];
  }
  for (; i < n; i++) {
    s0 += x[xo + i];
  }
  return s0 + s1 + (s2 + s3);
};

/** Whether x and y are the same, number by number. */
export const equal: Kernels['equal'] = (n, x, xo, y, yo) => {
  for (let i = 0; i < n; i++) {
    if (!Object.is(x[xo + i], y[yo + i])) {
      return false;
    }
  }
  return true;
};
