/** @file Linear systems, inverses, least squares and Cholesky's factors, on LAPACK's routines. */
import { lapack, type Triangle } from '../../kernels/index.js';
import type { Makes } from '../calls.js';
import { Storage } from '../storage.js';
import { Tensor } from '../tensor.js';
import { beside, checkMatrix, checkSquare, columns, letter, putColumns, refuse, rightSide } from './columns.js';

type Solves<A extends readonly unknown[] = []> = Makes<[b: Tensor, a: Tensor], A, [x: Tensor, factors: Tensor]>;

/**
 * Double and Float. Matrices that are returned are column-major: strides 1, m. Operands are only read, unless they are results too.
 * Flags are LAPACK's letters: `'U'` or `'L'`, the triangle that is read or made, by default the upper. RangeError for sizes that do not
 * fit, and where a matrix has not what a function needs of it; NaN and infinities are refused where numbers are iterated on, and pass
 * through elsewhere.
 */
export interface Systems {
  /** `[X, LU]`: X = A⁻¹B (n×k) of B (n×k) or (n), and the factors of A (n×n). RangeError for a singular A. */
  gesv: Solves;
  /**
   * `[X, A]`: X with A X = B of one triangle of A; with `'T'` Aᵀ X = B; with `'U'` last the diagonal is one of ones. RangeError for a zero
   * on the diagonal.
   */
  trtrs: Solves<[uplo?: Triangle, trans?: 'N' | 'T', diag?: 'N' | 'U']>;
  /**
   * `[X, F]` of A (m×n), of full rank, and B (m×k) or (m): the X (n×k) of least ‖A X − B‖, or for m < n the least X with A X = B; F are
   * A's QR or LQ factors. RangeError for an exact zero in the triangle, where A has not full rank.
   */
  gels: Solves;
  /** A⁻¹ (n×n). RangeError for a singular A. */
  inverse: Makes<[a: Tensor]>;
  /** U with A = UᵀU, or L with A = L Lᵀ. RangeError unless A is positive definite. */
  potrf: Makes<[a: Tensor], [uplo?: Triangle]>;
  /** A⁻¹B of B (n×k) or (n), from the factor of `potrf`. */
  potrs: Makes<[b: Tensor, factor: Tensor], [uplo?: Triangle]>;
  /** A⁻¹, from the factor of `potrf`. RangeError for a zero on the diagonal. */
  potri: Makes<[factor: Tensor], [uplo?: Triangle]>;
  /**
   * `[U, piv]`: PᵀAP = UᵀU or L Lᵀ, P with ones at (piv[k], k), piv an IntTensor: the largest diagonal element that is left comes first.
   * RangeError where it is not above `tolerance`, by default n ε times the first: A is not positive definite.
   */
  pstrf: Makes<[a: Tensor], [uplo?: Triangle, tolerance?: number], [factor: Tensor, piv: Tensor]>;
}

/** What a routine makes of one triangle: potrf another one, potri a symmetric matrix. */
function ofTriangle(name: 'potrf' | 'potri', expected: string, got: (info: number) => string): Systems['potrf'] {
  return {
    results: ['same'],
    operands: 1,
    compute([result], a, uplo) {
      checkSquare(name, a);
      const triangle = letter(name, uplo, 'U', 'L');
      const n = a._size[0];
      const data = columns(a);
      const info = lapack()[name](triangle, n, data);
      refuse(name, info, expected, () => got(info));
      beside(triangle, n, data, name === 'potri');
      putColumns(result, n, n, data);
    },
  };
}

export const systems: Systems = {
  gesv: {
    results: ['same', 'same'],
    operands: 2,
    compute([x, lu], b, a) {
      checkSquare('gesv', a);
      const right = rightSide('gesv', b, a);
      const [n, rhs] = right._size;
      const [factors, solution] = [columns(a), columns(right)];
      const info = lapack().gesv(n, rhs, factors, solution);
      refuse('gesv', info, 'a matrix that is not singular', (place) => `U${place} = 0`);
      putColumns(x, n, rhs, solution);
      putColumns(lu, n, n, factors);
    },
  },
  trtrs: {
    results: ['same', 'same'],
    operands: 2,
    compute([x, copy], b, a, uplo, trans, diag) {
      checkSquare('trtrs', a);
      const right = rightSide('trtrs', b, a);
      const triangle = letter('trtrs', uplo, 'U', 'L');
      const transposed = letter('trtrs', trans, 'N', 'T') === 'T';
      const unit = letter('trtrs', diag, 'N', 'U') === 'U';
      const [n, rhs] = right._size;
      const [factor, solution] = [columns(a), columns(right)];
      const info = lapack().trtrs(triangle, transposed, unit, n, rhs, factor, solution);
      refuse('trtrs', info, 'a triangle that is not singular', (place) => `A${place} = 0`);
      putColumns(x, n, rhs, solution);
      putColumns(copy, n, n, factor);
    },
  },
  gels: {
    results: ['same', 'same'],
    operands: 2,
    compute([x, factors], b, a) {
      checkMatrix('gels', a);
      const right = rightSide('gels', b, a);
      const [m, n] = a._size;
      const [rows, rhs] = [Math.max(m, n), right._size[1]];
      const [triangle, solution] = [columns(a), columns(right, rows)];
      const info = lapack().gels(m, n, rhs, triangle, solution);
      refuse('gels', info, 'a matrix of full rank', (place) => `element ${place} of its triangle 0`);
      putColumns(x, n, rhs, solution, rows);
      putColumns(factors, m, n, triangle);
    },
  },
  inverse: {
    results: ['same'],
    operands: 1,
    compute([result], a) {
      checkSquare('inverse', a);
      const n = a._size[0];
      const data = columns(a);
      refuse('inverse', lapack().inverse(n, data), 'a matrix that is not singular', (place) => `U${place} = 0`);
      putColumns(result, n, n, data);
    },
  },
  potrf: ofTriangle(
    'potrf',
    'a positive definite matrix',
    (info) => `a leading minor of order ${info} that is not positive`,
  ),
  potrs: {
    results: ['same'],
    operands: 2,
    compute([result], b, factor, uplo) {
      checkSquare('potrs', factor);
      const right = rightSide('potrs', b, factor);
      const [n, rhs] = right._size;
      const data = columns(right);
      lapack().potrs(letter('potrs', uplo, 'U', 'L'), n, rhs, columns(factor), data);
      putColumns(result, n, rhs, data);
    },
  },
  potri: ofTriangle(
    'potri',
    'the factor of a positive definite matrix',
    (info) => `element (${info - 1}, ${info - 1}) = 0`,
  ),
  pstrf: {
    results: ['same', 'Int'],
    operands: 1,
    compute([result, piv]: [Tensor, Tensor], a, uplo, tolerance = -1) {
      checkSquare('pstrf', a);
      const triangle = letter('pstrf', uplo, 'U', 'L');
      const n = a._size[0];
      const [data, order] = [columns(a), new Int32Array(n)];
      const info = lapack().pstrf(triangle, n, data, order, tolerance);
      refuse('pstrf', info, 'a positive definite matrix', () => 'a pivot that is not above the tolerance');
      beside(triangle, n, data, false);
      putColumns(result, n, n, data);
      piv.resize(n).copy(new Tensor(new Storage('Int', order), 0, [n]));
    },
  },
};
