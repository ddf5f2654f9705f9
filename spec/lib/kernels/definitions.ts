/** @file The products and updates of BLAS as loops over their definitions, in double, and their check on every backend. */
import type { Kernels, Vector } from '../../../lib/kernels/index.js';
import { type Precision, same } from './arrays.js';
import { agrees, type Backend, backends } from './backends.js';

/** What the result has to be, and for each of its elements the sum of the magnitudes of its terms. */
interface Defined {
  expected: Vector;
  sizes: Float64Array;
  terms: number;
}
type Define<K extends keyof Kernels> = (
  ...call: Kernels[K] extends (...call: infer A) => unknown ? A : never
) => Defined;
type Product = 'gemm' | 'gemv' | 'ger' | 'axpy' | 'scal';

const gemm: Define<'gemm'> = (transA, transB, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc) => {
  const expected = c.slice();
  const sizes = new Float64Array(c.length);
  const [aStep, bStep] = [transA ? lda : 1, transB ? 1 : ldb];
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      let size = 0;
      let ai = ao + i * (transA ? 1 : lda);
      let bi = bo + j * (transB ? ldb : 1);
      for (let p = 0; p < k && alpha !== 0; p++) {
        const term = a[ai] * b[bi];
        sum += term;
        size += Math.abs(term);
        ai += aStep;
        bi += bStep;
      }
      const q = co + i * ldc + j;
      expected[q] = beta === 0 ? alpha * sum : alpha * sum + beta * c[q];
      sizes[q] = Math.abs(alpha) * size + (beta === 0 ? 0 : Math.abs(beta * c[q]));
    }
  }
  return { expected, sizes, terms: k };
};

const definitions: { [K in Product]: Define<K> } = {
  gemm,
  gemv(trans, m, n, alpha, a, ao, lda, x, xo, incx, beta, y, yo, incy) {
    const [rows, depth] = trans ? [n, m] : [m, n];
    return gemm(trans, false, rows, 1, depth, alpha, a, ao, lda, x, xo, incx, beta, y, yo, incy);
  },
  ger(m, n, alpha, x, xo, incx, y, yo, incy, a, ao, lda) {
    const expected = a.slice();
    const sizes = new Float64Array(a.length);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n && alpha !== 0; j++) {
        const q = ao + i * lda + j;
        const term = alpha * x[xo + i * incx] * y[yo + j * incy];
        expected[q] += term;
        sizes[q] = Math.abs(a[q]) + Math.abs(term);
      }
    }
    return { expected, sizes, terms: 1 };
  },
  axpy(n, alpha, x, xo, incx, y, yo, incy) {
    const expected = y.slice();
    const sizes = new Float64Array(y.length);
    for (let i = 0; i < n && alpha !== 0; i++) {
      const term = alpha * x[xo + i * incx];
      expected[yo + i * incy] += term;
      sizes[yo + i * incy] = Math.abs(y[yo + i * incy]) + Math.abs(term);
    }
    return { expected, sizes, terms: 1 };
  },
  scal(n, alpha, x, xo, incx) {
    const expected = x.slice();
    for (let i = 0; i < n; i++) expected[xo + i * incx] *= alpha;
    return { expected, sizes: Float64Array.from(expected, Math.abs), terms: 0 };
  },
};

/** Which argument is the result. */
const results: Record<Product, number> = { gemm: 13, gemv: 11, ger: 9, axpy: 5, scal: 2 };

/** Runs the call on copies of its arrays on every backend: the result is that of the definition, operands are unchanged. */
export function check<K extends Product>(
  kernel: K,
  call: Parameters<Define<K>>,
  on: readonly Backend[] = backends,
): void {
  const { expected, sizes, terms } = (definitions[kernel] as Define<K>)(...call);
  const precision = expected.constructor as Precision;
  const where = `${kernel}(${call.map((v) => (typeof v === 'object' ? '·' : v)).join(', ')}) in ${precision.name}`;
  const values = call as readonly (boolean | number | Vector)[];
  for (const backend of on) {
    const copy = values.map((v) => (typeof v === 'object' ? v.slice() : v));
    (backend.on[kernel] as (...call: unknown[]) => void)(...copy);
    values.forEach((v, i) => {
      if (i === results[kernel]) agrees(backend, precision, terms, copy[i] as Vector, expected, sizes, where);
      else if (typeof v === 'object') same(copy[i] as Vector, v, `${backend.name}: ${where}: operand ${i}`);
    });
  }
}

/** A matrix of random numbers inside an array of NaN, from `offset` on: whoever reads outside of it is found out. */
export function matrix(
  precision: Precision,
  rows: number,
  columns: number,
  ld: number,
  offset: number,
  draw: () => number,
): Vector {
  const x = new precision(offset + rows * ld + 3).fill(NaN);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) x[offset + i * ld + j] = draw();
  }
  return x;
}

/** n random numbers, `inc` apart, in an array of NaN. */
export function strided(precision: Precision, n: number, inc: number, offset: number, draw: () => number): Vector {
  return matrix(precision, n, 1, inc, offset, draw);
}
