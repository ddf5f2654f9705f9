/** @file Matrix-vector product and rank-one update. */
import type { Kernels, Vector } from '../kernels.js';

/** y ← α op(A) x + β y. As in BLAS, β = 0 never reads y, and α = 0 never reads A or x. */
export const gemv: Kernels['gemv'] = (trans, m, n, alpha, a, ao, lda, x, xo, incx, beta, y, yo, incy) => {
  const rows = trans ? n : m;
  const depth = alpha === 0 ? 0 : trans ? m : n;
  product(rows, depth, alpha, a, ao, trans ? 1 : lda, trans ? lda : 1, x, xo, incx, beta, y, yo, incy);
};

/**
 * y_i ← α Σ_p a_ip x_p + β y_i for i < rows, p < depth, where a_ip is `a[ao + i·aRow + p·aCol]`: strides stand for the
 * transpose. Eight rows go together: eight independent sums hide the latency of an addition, each x_p is read once for
 * all of them, and a transposed matrix is read a cache line at a time. Each sum runs from 0 to depth − 1, in double.
 */
export function product(
  rows: number, depth: number, alpha: number, a: Vector, ao: number, aRow: number, aCol: number,
  x: Vector, xo: number, incx: number, beta: number, y: Vector, yo: number, incy: number,
): void {
  let i = 0;
  for (; i + 8 <= rows; i += 8) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let s4 = 0;
    let s5 = 0;
    let s6 = 0;
    let s7 = 0;
    let q = ao + i * aRow;
    let xi = xo;
    for (let p = 0; p < depth; p++) {
      const v = x[xi];
      s0 += a[q] * v;
      s1 += a[q + aRow] * v;
      s2 += a[q + 2 * aRow] * v;
      s3 += a[q + 3 * aRow] * v;
      s4 += a[q + 4 * aRow] * v;
      s5 += a[q + 5 * aRow] * v;
      s6 += a[q + 6 * aRow] * v;
      s7 += a[q + 7 * aRow] * v;
      q += aCol;
      xi += incx;
    }
    const yi = yo + i * incy;
    put(y, yi, alpha * s0, beta);
    put(y, yi + incy, alpha * s1, beta);
    put(y, yi + 2 * incy, alpha * s2, beta);
    put(y, yi + 3 * incy, alpha * s3, beta);
    put(y, yi + 4 * incy, alpha * s4, beta);
    put(y, yi + 5 * incy, alpha * s5, beta);
    put(y, yi + 6 * incy, alpha * s6, beta);
    put(y, yi + 7 * incy, alpha * s7, beta);
  }
  for (; i < rows; i++) {
    let s = 0;
    let q = ao + i * aRow;
    let xi = xo;
    for (let p = 0; p < depth; p++) {
      s += a[q] * x[xi];
      q += aCol;
      xi += incx;
    }
    put(y, yo + i * incy, alpha * s, beta);
  }
}

function put(y: Vector, yi: number, value: number, beta: number): void {
  y[yi] = beta === 0 ? value : value + beta * y[yi];
}

/** A ← A + α x yᵀ. As in BLAS, α = 0 reads and writes nothing. */
export const ger: Kernels['ger'] = (m, n, alpha, x, xo, incx, y, yo, incy, a, ao, lda) => {
  if (alpha === 0) {
    return;
  }
  for (let i = 0; i < m; i++) {
    const v = alpha * x[xo + i * incx];
    let q = ao + i * lda;
    let yi = yo;
    for (let j = 0; j < n; j++) {
      a[q] += v * y[yi];
      q += 1;
      yi += incy;
    }
  }
};
