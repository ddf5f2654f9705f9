/** @file Linear systems with a triangle, and LU factors: G. Golub, C. Van Loan, Matrix Computations, 4th ed., 3.1 and 3.4. */
import type { Triangle } from '../lapack.js';

/** B ← A⁻¹ B, or A⁻ᵀ B, of the named triangle of A (n×n, `lda` rows), with a diagonal of ones where `unit`; B has `ldb` rows. */
export function solve(
  uplo: Triangle, transposed: boolean, unit: boolean, n: number, rhs: number,
  a: Float64Array, lda: number, b: Float64Array, ldb: number,
): void {
  const backwards = (uplo === 'U') !== transposed;
  for (let column = 0; column < rhs; column++) {
    const bo = column * ldb;
    for (let step = 0; step < n; step++) {
      const k = backwards ? n - 1 - step : step;
      const ao = k * lda;
      const [first, end] = uplo === 'U' ? [0, k] : [k + 1, n];
      if (transposed) {
        // Column k of A is row k of Aᵀ: all of x that it meets is known.
        let rest = b[bo + k];
        for (let i = first; i < end; i++) rest -= a[ao + i] * b[bo + i];
        b[bo + k] = unit ? rest : rest / a[ao + k];
      } else {
        // x_k is known: its column is taken off what is left of b.
        if (!unit) b[bo + k] /= a[ao + k];
        const x = b[bo + k];
        for (let i = first; i < end; i++) b[bo + i] -= x * a[ao + i];
      }
    }
  }
}

/** LAPACK's info of a triangle (n×n, `lda` rows): i where its diagonal element i − 1 is 0. */
export function zeroOnDiagonal(n: number, a: Float64Array, lda: number): number {
  for (let i = 0; i < n; i++) if (a[i + i * lda] === 0) return i + 1;
  return 0;
}

/** A ← L and U of PA, the largest element of each column its pivot; row i was exchanged with row piv[i]. Returns LAPACK's info. */
function factor(n: number, a: Float64Array, piv: Int32Array): number {
  for (let k = 0; k < n; k++) {
    let p = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i + k * n]) > Math.abs(a[p + k * n])) p = i;
    piv[k] = p;
    const pivot = a[p + k * n];
    if (pivot === 0) continue;
    if (p !== k) for (let j = 0; j < n; j++) exchange(a, k + j * n, p + j * n);
    for (let i = k + 1; i < n; i++) a[i + k * n] /= pivot;
    for (let j = k + 1; j < n; j++) {
      const u = a[k + j * n];
      if (u !== 0) for (let i = k + 1; i < n; i++) a[i + j * n] -= a[i + k * n] * u;
    }
  }
  return zeroOnDiagonal(n, a, n);
}

function exchange(a: Float64Array, i: number, j: number): void {
  [a[i], a[j]] = [a[j], a[i]];
}

export function gesv(n: number, rhs: number, a: Float64Array, b: Float64Array): number {
  const piv = new Int32Array(n);
  const info = factor(n, a, piv);
  if (info > 0) return info;
  for (let j = 0; j < rhs; j++) for (let i = 0; i < n; i++) exchange(b, i + j * n, piv[i] + j * n);
  solve('L', false, true, n, rhs, a, n, b, n);
  solve('U', false, false, n, rhs, a, n, b, n);
  return 0;
}

export function identity(n: number): Float64Array {
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) a[i + i * n] = 1;
  return a;
}

export function inverse(n: number, a: Float64Array): number {
  const b = identity(n);
  const info = gesv(n, n, a, b);
  if (info === 0) a.set(b);
  return info;
}

export function trtrs(
  uplo: Triangle, transposed: boolean, unit: boolean, n: number, rhs: number, a: Float64Array, b: Float64Array,
): number {
  const info = unit ? 0 : zeroOnDiagonal(n, a, n);
  if (info === 0) solve(uplo, transposed, unit, n, rhs, a, n, b, n);
  return info;
}
