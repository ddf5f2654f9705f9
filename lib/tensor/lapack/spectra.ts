/** @file Eigenvalues and singular values, on LAPACK's routines. */
import { lapack, type Triangle } from '../../kernels/index.js';
import type { Makes } from '../calls.js';
import type { Tensor } from '../tensor.js';
import {
  array,
  checkConverged,
  checkFinite,
  checkMatrix,
  checkSquare,
  columns,
  letter,
  putColumns,
  putRows,
} from './columns.js';

/**
 * Double and Float. Eigenvectors, and U, are column-major: strides 1, m. The sign of a vector is that of the algorithm. Operands are only
 * read, unless they are results too. RangeError for a matrix that is not square where it has to be, and for NaN and infinities.
 */
export interface Spectra {
  /** `[e, V]`: the eigenvalues (n) of the symmetric A, ascending, and with `'V'` unit eigenvectors in columns; else V is empty, or as it was given. */
  symeig: Makes<[a: Tensor], [vectors?: 'N' | 'V', uplo?: Triangle], [e: Tensor, v: Tensor]>;
  /**
   * `[e, V]`: real and imaginary parts (n×2) of the eigenvalues of A, pairs next to each other, and with `'V'` unit eigenvectors in columns:
   * of a pair v_j ± i v_{j+1}; else V is empty, or as it was given.
   */
  eig: Makes<[a: Tensor], [vectors?: 'N' | 'V'], [e: Tensor, v: Tensor]>;
  /**
   * `[U, s, V]`: A (m×n) = U diag(s) Vᵀ, s descending, of k = min(m, n): U (m×k), V (n×k) row-major, or with `'A'` (m×m), (n×n).
   */
  svd: Makes<[a: Tensor], [which?: 'S' | 'A'], [u: Tensor, s: Tensor, v: Tensor]>;
}

export const spectra: Spectra = {
  symeig: {
    results: ['same', 'same'],
    operands: 1,
    compute([e, v], a, vectors, uplo) {
      checkSquare('symeig', a);
      const wanted = letter('symeig', vectors, 'N', 'V') === 'V';
      const triangle = letter('symeig', uplo, 'U', 'L');
      checkFinite('symeig', a);
      const n = a._size[0];
      const [data, values] = [columns(a), array(a, n)];
      checkConverged('symeig', lapack().syev(wanted, triangle, n, data, values));
      putRows(e, [n], values);
      if (wanted) putColumns(v, n, n, data);
    },
  },
  eig: {
    results: ['same', 'same'],
    operands: 1,
    compute([e, v], a, vectors) {
      checkSquare('eig', a);
      const wanted = letter('eig', vectors, 'N', 'V') === 'V';
      checkFinite('eig', a);
      const n = a._size[0];
      const [re, im] = [array(a, n), array(a, n)];
      const data = wanted ? array(a, n * n) : undefined;
      checkConverged('eig', lapack().geev(n, columns(a), re, im, data));
      e.resize(n, 2);
      for (const [part, values] of [re, im].entries()) putRows(e.select(1, part), [n], values);
      if (data) putColumns(v, n, n, data);
    },
  },
  svd: {
    results: ['same', 'same', 'same'],
    operands: 1,
    compute([u, s, v], a, which) {
      checkMatrix('svd', a);
      const all = letter('svd', which, 'S', 'A') === 'A';
      checkFinite('svd', a);
      const [m, n] = a._size;
      const k = Math.min(m, n);
      const [left, right] = all ? [m, n] : [k, k];
      const [uData, sData, vtData] = [array(a, m * left), array(a, k), array(a, right * n)];
      checkConverged('svd', lapack().gesvd(all, m, n, columns(a), sData, uData, vtData));
      putColumns(u, m, left, uData);
      putRows(s, [k], sData);
      // The columns of Vᵀ are the rows of V.
      putRows(v, [n, right], vtData);
    },
  },
};
