/** @file Diagonals and triangles of matrices. For every type. */
import type { Makes, Reads } from './calls.js';
import { Tensor } from './tensor.js';

/** Diagonal k is that of the elements (i, i + k): 0 the main one, k > 0 above it. RangeError for other than these dimensions. */
export interface Triangles {
  /** A matrix's diagonal k, by default 0, as a vector; of a vector, the square matrix that has it there and zeros elsewhere. */
  diag: Makes<[x: Tensor], [k?: number]>;
  /** The matrix x with zeros above its diagonal k, by default 0. */
  tril: Makes<[x: Tensor], [k?: number]>;
  /** The matrix x with zeros below its diagonal k, by default 0. */
  triu: Makes<[x: Tensor], [k?: number]>;
  /** The sum of a matrix's main diagonal, a number; of integers as `sum`. */
  trace: Reads<[], number>;
}

function checkMatrix(name: string, x: Tensor): void {
  if (x.dim() !== 2) throw new RangeError(`torch.${name}: expected a matrix, got ${x.describe()}`);
}

function checkDiagonal(name: string, k: number): void {
  if (!Number.isInteger(k)) throw new RangeError(`torch.${name}: expected a whole number of a diagonal, got ${k}`);
}

/** How many elements diagonal k of an n×m matrix has. */
function lengthOf(n: number, m: number, k: number): number {
  return Math.max(0, Math.min(n + Math.min(k, 0), m - Math.max(k, 0)));
}

/** A view of diagonal k, which has elements. */
function diagonal(x: Tensor, k: number): Tensor {
  const [rowStep, columnStep] = x._stride;
  const first = x._offset + (k >= 0 ? k * columnStep : -k * rowStep);
  const length = lengthOf(x._size[0], x._size[1], k);
  return new Tensor(x._storage, first, [length], [rowStep + columnStep]);
}

function triangle(name: 'tril' | 'triu'): Triangles['tril'] {
  return {
    results: ['same'],
    operands: 1,
    compute([result], x, k = 0) {
      checkMatrix(name, x);
      checkDiagonal(name, k);
      const [n, m] = x._size;
      result.resizeAs(x).zero();
      for (let i = 0; i < n; i++) {
        const border = Math.min(m, Math.max(0, i + k + (name === 'tril' ? 1 : 0)));
        const [first, length] = name === 'tril' ? [0, border] : [border, m - border];
        if (length > 0)
          result
            .select(0, i)
            .narrow(0, first, length)
            .copy(x.select(0, i).narrow(0, first, length));
      }
    },
  };
}

export const triangles: Triangles = {
  diag: {
    results: ['same'],
    operands: 1,
    compute([result], x, k = 0) {
      if (x.dim() !== 1) checkMatrix('diag', x);
      checkDiagonal('diag', k);
      if (x.dim() === 1) {
        const n = x._size[0] + Math.abs(k);
        diagonal(result.resize(n, n).zero(), k).copy(x);
        return;
      }
      const length = lengthOf(x._size[0], x._size[1], k);
      result.resize(length);
      if (length > 0) result.copy(diagonal(x, k));
    },
  },
  tril: triangle('tril'),
  triu: triangle('triu'),
  trace: {
    read(x) {
      checkMatrix('trace', x);
      return diagonal(x, 0).sum();
    },
  },
};
