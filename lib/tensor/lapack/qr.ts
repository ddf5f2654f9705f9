/** @file QR factors, whole and as reflectors, on LAPACK's routines. */
import { lapack, type Vector } from '../../kernels/index.js';
import type { Makes } from '../calls.js';
import { checkType } from '../operands.js';
import { Storage } from '../storage.js';
import { Tensor } from '../tensor.js';
import { array, checkMatrix, columns, letter, putColumns, putRows } from './columns.js';

/**
 * Double and Float. Matrices are returned column-major, strides 1, m, save R. Q is the product H₀ H₁ ⋯ of the reflectors
 * H_j = I − tau_j v vᵀ, v with zeros, a one in place j, and column j of F below its diagonal. Operands are only read, unless they are
 * results too. RangeError for sizes that do not fit.
 */
export interface QR {
  /** `[Q, R]`: A (m×n) = Q R, Q (m×k) with orthonormal columns, R (k×n) upper triangular and row-major, k = min(m, n). */
  qr: Makes<[a: Tensor], [], [q: Tensor, r: Tensor]>;
  /** `[F, tau]`: A (m×n) as R on and above the diagonal and k = min(m, n) reflectors below it, with factors tau (k). */
  geqrf: Makes<[a: Tensor], [], [factors: Tensor, tau: Tensor]>;
  /** F (m×n) with its first k columns replaced by those of Q, k the reflectors that tau (k) has. */
  orgqr: Makes<[factors: Tensor, tau: Tensor]>;
  /** Q C, with `'R'` C Q, with `'T'` Qᵀ, of the Q that the reflectors F and tau make and C (m×n). */
  ormqr: Makes<[factors: Tensor, tau: Tensor, c: Tensor], [side?: 'L' | 'R', trans?: 'N' | 'T']>;
}

/** How many reflectors F (m×n) and tau (k) have. */
function reflectors(name: string, factors: Tensor, tau: Tensor): number {
  checkMatrix(name, factors);
  checkType(name, factors, tau);
  const [m, n] = factors._size;
  const k = tau.dim() === 1 ? tau._size[0] : 0;
  if (k < 1 || k > Math.min(m, n)) {
    throw new RangeError(`torch.${name}: expected factors of 1 to ${Math.min(m, n)} reflectors, got ${tau.describe()}`);
  }
  return k;
}

function geqrf(a: Tensor): { factors: Vector; tau: Vector } {
  const [m, n] = a._size;
  const [factors, tau] = [columns(a), array(a, Math.min(m, n))];
  lapack().geqrf(m, n, factors, tau);
  return { factors, tau };
}

export const qr: QR = {
  qr: {
    results: ['same', 'same'],
    operands: 1,
    compute([q, r], a) {
      checkMatrix('qr', a);
      const [m, n] = a._size;
      const k = Math.min(m, n);
      const { factors, tau } = geqrf(a);
      const whole = new Tensor(new Storage(a.elementType, factors), 0, [m, n], [1, m]);
      r.triu(whole.narrow(0, 0, k));
      const data = factors.slice(0, m * k);
      lapack().orgqr(m, k, data, tau);
      putColumns(q, m, k, data);
    },
  },
  geqrf: {
    results: ['same', 'same'],
    operands: 1,
    compute([result, factorsOf], a) {
      checkMatrix('geqrf', a);
      const { factors, tau } = geqrf(a);
      putColumns(result, a._size[0], a._size[1], factors);
      putRows(factorsOf, [tau.length], tau);
    },
  },
  orgqr: {
    results: ['same'],
    operands: 2,
    compute([result], factors, tau) {
      const k = reflectors('orgqr', factors, tau);
      const [m, n] = factors._size;
      const data = columns(factors);
      const first = data.slice(0, m * k);
      lapack().orgqr(m, k, first, columns(tau.unsqueeze(1)));
      data.set(first);
      putColumns(result, m, n, data);
    },
  },
  ormqr: {
    results: ['same'],
    operands: 3,
    compute([result], factors, tau, c, side, trans) {
      const k = reflectors('ormqr', factors, tau);
      checkMatrix('ormqr', c);
      checkType('ormqr', factors, c);
      const left = letter('ormqr', side, 'L', 'R') === 'L';
      const transposed = letter('ormqr', trans, 'N', 'T') === 'T';
      const [m, n] = c._size;
      if (factors._size[0] !== (left ? m : n)) {
        throw new RangeError(
          `torch.ormqr: expected ${factors._size[0]} ${left ? 'rows' : 'columns'}, got ${c.describe()}`,
        );
      }
      const data = columns(c);
      lapack().ormqr(left, transposed, m, n, k, columns(factors), columns(tau.unsqueeze(1)), data);
      putColumns(result, m, n, data);
    },
  },
};
