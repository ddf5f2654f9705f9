/** @file The interface of linear algebra: LAPACK's routines on column-major arrays. */
import type { Vector } from '../kernels.js';

export type Triangle = 'U' | 'L';

/**
 * Matrices are contiguous and column-major: element (i, j) of an m-row matrix is `a[i + j·m]`. One call never mixes the two
 * precisions. A routine returns LAPACK's info: 0, or the number i ≥ 1 of what failed. Names and meanings are LAPACK's (E. Anderson et
 * al., LAPACK Users' Guide, 3rd ed., SIAM 1999).
 */
export interface Lapack {
  readonly name: string;

  /** B ← A⁻¹ B, A ← its factors L and U, of A (n×n), B (n×rhs). info = i: U(i, i) is 0, B is not solved. */
  gesv(n: number, rhs: number, a: Vector, b: Vector): number;
  /** A ← A⁻¹ (n×n), by its LU factors. info = i: U(i, i) is 0. */
  inverse(n: number, a: Vector): number;
  /** B ← A⁻¹ B, or A⁻ᵀ B, of a triangle A (n×n), with a diagonal of ones where `unit`. info = i: A(i, i) is 0. */
  trtrs(uplo: Triangle, transposed: boolean, unit: boolean, n: number, rhs: number, a: Vector, b: Vector): number;

  /** The named triangle of A (n×n) ← U with A = UᵀU, or L with A = LLᵀ. info = i: the leading minor of order i is not positive. */
  potrf(uplo: Triangle, n: number, a: Vector): number;
  /** B ← A⁻¹ B from the factor of potrf. info = 0. */
  potrs(uplo: Triangle, n: number, rhs: number, a: Vector, b: Vector): number;
  /** The named triangle of the factor ← that of A⁻¹. info = i: element (i, i) of the factor is 0. */
  potri(uplo: Triangle, n: number, a: Vector): number;
  /**
   * As potrf, of PᵀAP: P takes the largest diagonal element that is left first, row `piv[k]` (0 …) to row k; it ends where none is above
   * `tolerance` (negative: n · ε · max A(i, i)). info = 1: there it ended, A is not positive definite.
   */
  pstrf(uplo: Triangle, n: number, a: Vector, piv: Int32Array, tolerance: number): number;

  /** A (m×n) ← R on and above the diagonal, the reflectors that make Q below it; tau (min(m, n)) ← their factors. info = 0. */
  geqrf(m: number, n: number, a: Vector, tau: Vector): number;
  /** A (m×k), of k ≤ m reflectors of geqrf, ← the first k columns of Q. info = 0. */
  orgqr(m: number, k: number, a: Vector, tau: Vector): number;
  /**
   * C (m×n) ← Q C, Qᵀ C, C Q or C Qᵀ of the k reflectors in the columns of A, which has m or, for a product from the right, n rows.
   * info = 0.
   */
  ormqr(left: boolean, transposed: boolean, m: number, n: number, k: number, a: Vector, tau: Vector, c: Vector): number;
  /**
   * min ‖A x − b‖ for m ≥ n, else the x of least norm with A x = b, of A (m×n) of full rank; B (max(m, n)×rhs) holds b, then x above
   * what is left of b. A ← its QR or LQ factors. info = i: diagonal element i of the triangle is 0.
   */
  gels(m: number, n: number, rhs: number, a: Vector, b: Vector): number;

  /** w (n) ← the eigenvalues of the symmetric A (n×n), of which one triangle is read, ascending; with `vectors` A ← unit eigenvectors. info > 0: no convergence. */
  syev(vectors: boolean, uplo: Triangle, n: number, a: Vector, w: Vector): number;
  /**
   * wr + i·wi (n) ← the eigenvalues of A (n×n), conjugate pairs next to each other, the positive imaginary part first; A is overwritten.
   * With v (n×n): eigenvectors v_j, of a pair v_j ± i·v_{j+1}, of norm 1, the largest component real. info > 0: no convergence.
   */
  geev(n: number, a: Vector, wr: Vector, wi: Vector, v: Vector | undefined): number;
  /**
   * A (m×n) = U diag(s) VT, s (k = min(m, n)) descending; U (m×k), VT (k×n), or (m×m), (n×n) where `all`; A is overwritten.
   * info > 0: no convergence.
   */
  gesvd(all: boolean, m: number, n: number, a: Vector, s: Vector, u: Vector, vt: Vector): number;
}
