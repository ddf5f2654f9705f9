/** @file Cholesky's factors, without and with pivots: G. Golub, C. Van Loan, Matrix Computations, 4th ed., 4.2. */
import type { Triangle } from '../lapack.js';
import { identity, solve, zeroOnDiagonal } from './triangles.js';

/** Copies the lower triangle of A (n×n), transposed, over the upper one; or the upper one over the lower. */
function mirror(n: number, a: Float64Array, from: Triangle): void {
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < j; i++) {
      if (from === 'U') a[j + i * n] = a[i + j * n];
      else a[i + j * n] = a[j + i * n];
    }
  }
}

/** Calls `work` on the upper triangle; what concerns a lower one is its transpose. */
function onUpper(uplo: Triangle, n: number, a: Float64Array, work: () => number): number {
  if (uplo === 'L') mirror(n, a, 'L');
  const info = work();
  if (uplo === 'L') mirror(n, a, 'U');
  return info;
}

/** Σ u(l, i) u(l, j) over the rows l < k. */
function dot(n: number, a: Float64Array, k: number, i: number, j: number): number {
  let total = 0;
  for (let l = 0; l < k; l++) total += a[l + i * n] * a[l + j * n];
  return total;
}

export function potrf(uplo: Triangle, n: number, a: Float64Array): number {
  return onUpper(uplo, n, a, () => {
    for (let j = 0; j < n; j++) {
      const square = a[j + j * n] - dot(n, a, j, j, j);
      // Not ≤ 0: NaN is not positive either.
      if (!(square > 0)) return j + 1;
      a[j + j * n] = Math.sqrt(square);
      for (let k = j + 1; k < n; k++) a[j + k * n] = (a[j + k * n] - dot(n, a, j, j, k)) / a[j + j * n];
    }
    return 0;
  });
}

export function potrs(uplo: Triangle, n: number, rhs: number, a: Float64Array, b: Float64Array): number {
  solve(uplo, uplo === 'U', false, n, rhs, a, n, b, n);
  solve(uplo, uplo === 'L', false, n, rhs, a, n, b, n);
  return 0;
}

export function potri(uplo: Triangle, n: number, a: Float64Array): number {
  const info = zeroOnDiagonal(n, a, n);
  if (info > 0) return info;
  const b = identity(n);
  potrs(uplo, n, n, a, b);
  for (let j = 0; j < n; j++) {
    const [first, end] = uplo === 'U' ? [0, j + 1] : [j, n];
    for (let i = first; i < end; i++) a[i + j * n] = b[i + j * n];
  }
  return 0;
}

/** Exchanges rows and columns k < p of the symmetric matrix of which the upper triangle is kept, and of the factor above row k. */
function exchange(n: number, a: Float64Array, k: number, p: number): void {
  const swap = (i: number, j: number): void => {
    [a[i], a[j]] = [a[j], a[i]];
  };
  swap(k + k * n, p + p * n);
  for (let i = 0; i < k; i++) swap(i + k * n, i + p * n);
  for (let j = p + 1; j < n; j++) swap(k + j * n, p + j * n);
  for (let i = k + 1; i < p; i++) swap(k + i * n, i + p * n);
}

/** `rounding` is that of the matrix's precision. */
export function pstrf(
  uplo: Triangle, n: number, a: Float64Array, piv: Int32Array, tolerance: number, rounding: number,
): number {
  for (let k = 0; k < n; k++) piv[k] = k;
  return onUpper(uplo, n, a, () => {
    let border = Math.max(tolerance, 0);
    // Of each column, the squares of what the factor has of it.
    const taken = new Float64Array(n);
    for (let k = 0; k < n; k++) {
      let p = k;
      for (let i = k; i < n; i++) {
        if (k > 0) taken[i] += a[k - 1 + i * n] ** 2;
        if (a[i + i * n] - taken[i] > a[p + p * n] - taken[p]) p = i;
      }
      const square = a[p + p * n] - taken[p];
      if (k === 0 && tolerance < 0) border = n * rounding * square;
      if (!(square > (k === 0 ? 0 : border))) {
        a[k + k * n] = square;
        return 1;
      }
      if (p !== k) {
        exchange(n, a, k, p);
        taken[p] = taken[k];
        [piv[k], piv[p]] = [piv[p], piv[k]];
      }
      a[k + k * n] = Math.sqrt(square);
      for (let j = k + 1; j < n; j++) a[k + j * n] = (a[k + j * n] - dot(n, a, k, k, j)) / a[k + k * n];
    }
    return 0;
  });
}
