/** @file Products and level 1 on a native BLAS, without copies; everything else is another backend's. */
import { js } from '../js/index.js';
import type { Kernels, Vector } from '../kernels.js';
import { tail } from '../windows.js';
import type { Native, NativeLibrary } from './library.js';

/** CBLAS's constants. */
const ROW_MAJOR = 101;
const AS_IS = 111;
const TRANSPOSED = 112;

type Pair = (x: Vector) => Native;

/**
 * The kernels of `library`, with `others` for what a BLAS has not. A piece of an array is handed over as a window on it: no copy, and
 * after the first time no allocation.
 */
export function blasKernels(library: NativeLibrary, others: Kernels): Kernels {
  const pair = (name: string, declaration: string): Pair => {
    const [f64, f32] = [['d', 'double'], ['s', 'float']].map(([letter, real]) =>
      library.bind(declaration.replace('NAME', `cblas_${letter}${name}`).replaceAll('REAL', real)),
    );
    return (x) => (x instanceof Float64Array ? f64 : f32);
  };
  const gemm = pair(
    'gemm',
    'void NAME(int order, int ta, int tb, int m, int n, int k, REAL alpha, void *a, int lda, void *b, int ldb, REAL beta, void *c, int ldc)',
  );
  const gemv = pair(
    'gemv',
    'void NAME(int order, int t, int m, int n, REAL alpha, void *a, int lda, void *x, int incx, REAL beta, void *y, int incy)',
  );
  const ger = pair(
    'ger',
    'void NAME(int order, int m, int n, REAL alpha, void *x, int incx, void *y, int incy, void *a, int lda)',
  );
  const axpy = pair('axpy', 'void NAME(int n, REAL alpha, void *x, int incx, void *y, int incy)');
  const dot = pair('dot', 'REAL NAME(int n, void *x, int incx, void *y, int incy)');
  return {
    ...others,
    name: 'blas',
    gemm(ta, tb, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc) {
      if (m === 0 || n === 0 || k === 0 || alpha === 0) {
        js.gemm(ta, tb, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc);
        return;
      }
      const [left, right] = [ta ? TRANSPOSED : AS_IS, tb ? TRANSPOSED : AS_IS];
      gemm(c)(ROW_MAJOR, left, right, m, n, k, alpha, tail(a, ao), lda, tail(b, bo), ldb, beta, tail(c, co), ldc);
    },
    gemv(t, m, n, alpha, a, ao, lda, x, xo, incx, beta, y, yo, incy) {
      if (m === 0 || n === 0 || alpha === 0 || incx < 1 || incy < 1) {
        js.gemv(t, m, n, alpha, a, ao, lda, x, xo, incx, beta, y, yo, incy);
        return;
      }
      const trans = t ? TRANSPOSED : AS_IS;
      gemv(a)(ROW_MAJOR, trans, m, n, alpha, tail(a, ao), lda, tail(x, xo), incx, beta, tail(y, yo), incy);
    },
    ger(m, n, alpha, x, xo, incx, y, yo, incy, a, ao, lda) {
      if (m === 0 || n === 0 || alpha === 0 || incx < 1 || incy < 1) {
        js.ger(m, n, alpha, x, xo, incx, y, yo, incy, a, ao, lda);
        return;
      }
      ger(a)(ROW_MAJOR, m, n, alpha, tail(x, xo), incx, tail(y, yo), incy, tail(a, ao), lda);
    },
    axpy(n, alpha, x, xo, incx, y, yo, incy) {
      if (n === 0 || alpha === 0 || incx < 1 || incy < 1) js.axpy(n, alpha, x, xo, incx, y, yo, incy);
      else axpy(x)(n, alpha, tail(x, xo), incx, tail(y, yo), incy);
    },
    dot(n, x, xo, incx, y, yo, incy) {
      // In float the library sums in float, js in double.
      if (n === 0 || incx < 1 || incy < 1 || x instanceof Float32Array) return others.dot(n, x, xo, incx, y, yo, incy);
      return dot(x)(n, tail(x, xo), incx, tail(y, yo), incy);
    },
  };
}
