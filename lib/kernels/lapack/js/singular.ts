/** @file Singular values by one-sided Jacobi rotations: G. Golub, C. Van Loan, Matrix Computations, 4th ed., 8.6.3. */
import { nrm2 } from '../../js/level1.js';
import { geqrf, ormqr } from './reflectors.js';
import { rotate } from './symmetric.js';
import { identity } from './triangles.js';

/** Sweeps over all pairs of columns; convergence is quadratic, and ten are many. */
const SWEEPS = 60;

function dot(m: number, a: Float64Array, i: number, j: number): number {
  let total = 0;
  for (let k = 0; k < m; k++) total += a[k + i * m] * a[k + j * m];
  return total;
}

/** B (m×n) ← B V with orthogonal columns, V (n×n). Whether no pair of columns is left to turn. */
function orthogonalise(m: number, n: number, b: Float64Array, v: Float64Array): boolean {
  const tolerance = Math.sqrt(m) * Number.EPSILON;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let turned = false;
    const squares = Array.from({ length: n }, (_, j) => dot(m, b, j, j));
    for (let i = 0; i < n - 1; i++) {
      for (let j = i + 1; j < n; j++) {
        const [x, y, both] = [squares[i], squares[j], dot(m, b, i, j)];
        if (!(Math.abs(both) > tolerance * Math.sqrt(x) * Math.sqrt(y))) continue;
        turned = true;
        const zeta = (y - x) / (2 * both);
        const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
        const c = 1 / Math.hypot(1, t);
        rotate(m, b, i, j, c, c * t);
        rotate(n, v, i, j, c, c * t);
        [squares[i], squares[j]] = [x - t * both, y + t * both];
      }
    }
    if (!turned) return true;
  }
  return false;
}

function transposed(m: number, n: number, a: Float64Array): Float64Array {
  const t = new Float64Array(m * n);
  for (let j = 0; j < n; j++) for (let i = 0; i < m; i++) t[j + i * n] = a[i + j * m];
  return t;
}

/** The columns first … columns − 1 of U (m×columns) ← an orthonormal basis of what the columns before them leave. */
function complete(m: number, columns: number, first: number, u: Float64Array): void {
  if (first === columns) return;
  const tau = new Float64Array(first);
  const q = u.slice(0, m * first);
  geqrf(m, first, q, tau);
  u.fill(0, first * m, columns * m);
  for (let j = first; j < columns; j++) u[j + j * m] = 1;
  const rest = u.subarray(first * m, columns * m);
  ormqr(true, false, m, columns - first, first, q, tau, rest);
}

/** Of A (m×n), m ≥ n: s, U (m×columns) and V (n×n); undefined when the rotations do not end. */
function tall(m: number, n: number, a: Float64Array, columns: number, s: Float64Array): { u: Float64Array; v: Float64Array } | undefined {
  // A tall matrix is first reduced to its triangle R, of which the rows below n are zero.
  const tau = new Float64Array(n);
  const reduced = m > n;
  if (reduced) geqrf(m, n, a, tau);
  const b = new Float64Array(n * n);
  for (let j = 0; j < n; j++) for (let i = 0; i < (reduced ? j + 1 : n); i++) b[i + j * n] = a[i + j * m];
  const turned = identity(n);
  if (!orthogonalise(n, n, b, turned)) return undefined;
  const norms = Array.from({ length: n }, (_, j) => nrm2(n, b, j * n, 1));
  const order = Array.from(norms.keys()).sort((i, j) => norms[j] - norms[i]);
  const [u, v] = [new Float64Array(m * columns), new Float64Array(n * n)];
  for (const [place, j] of order.entries()) {
    s[place] = norms[j];
    v.set(turned.subarray(j * n, (j + 1) * n), place * n);
    if (norms[j] > 0) for (let i = 0; i < n; i++) u[i + place * m] = b[i + j * n] / norms[j];
  }
  const rank = order.filter((j) => norms[j] > 0).length;
  if (reduced) ormqr(true, false, m, rank, n, a, tau, u.subarray(0, m * rank));
  complete(m, columns, rank, u);
  return { u, v };
}

export function gesvd(
  all: boolean, m: number, n: number, a: Float64Array, s: Float64Array, u: Float64Array, vt: Float64Array,
): number {
  // A wide matrix has the factors of its transpose in each other's place.
  const found = m >= n ? tall(m, n, a, all ? m : n, s) : tall(n, m, transposed(m, n, a), all ? n : m, s);
  if (!found) return 1;
  if (m >= n) {
    u.set(found.u);
    vt.set(transposed(n, n, found.v));
  } else {
    u.set(found.v);
    vt.set(transposed(n, all ? n : m, found.u));
  }
  return 0;
}
