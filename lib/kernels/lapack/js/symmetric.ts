/** @file Eigenvalues of symmetric matrices: G. Golub, C. Van Loan, Matrix Computations, 4th ed., 8.3. */
import type { Triangle } from '../lapack.js';
import { reflectLeft, reflector } from './reflectors.js';
import { identity } from './triangles.js';

/** A (n×n, its lower triangle) ← QᵀAQ, tridiagonal: diagonal d, below it e. Returns Q, when it is wanted. */
function tridiagonal(n: number, a: Float64Array, d: Float64Array, e: Float64Array, wanted: boolean): Float64Array {
  const tau = new Float64Array(n);
  const p = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) {
    const v = k + 1 + k * n;
    const rest = n - k - 1;
    tau[k] = reflector(rest, a, v, 1);
    e[k] = a[v];
    a[v] = 1;
    symmetricProduct(rest, tau[k], a, v + n, n, v, p);
    let half = 0;
    for (let i = 0; i < rest; i++) half += p[i] * a[v + i];
    for (let i = 0; i < rest; i++) p[i] -= (tau[k] / 2) * half * a[v + i];
    for (let j = 0; j < rest; j++) {
      for (let i = j; i < rest; i++) a[v + n + i + j * n] -= a[v + i] * p[j] + p[i] * a[v + j];
    }
  }
  for (let i = 0; i < n; i++) d[i] = a[i + i * n];
  if (n > 1) e[n - 2] = a[n - 1 + (n - 2) * n];
  const q = identity(wanted ? n : 0);
  if (wanted) {
    for (let k = n - 3; k >= 0; k--) {
      const rest = n - k - 1;
      reflectLeft(rest, rest, a, k + 1 + k * n, 1, tau[k], q, (k + 1) * (n + 1), n);
    }
  }
  return q;
}

/** p ← τ A v of the n×n matrix whose lower triangle stands from a[ao] on, and v in a from a[vo] on. */
function symmetricProduct(n: number, tau: number, a: Float64Array, ao: number, lda: number, vo: number, p: Float64Array): void {
  p.fill(0, 0, n);
  for (let j = 0; j < n; j++) {
    const column = ao + j * lda;
    let total = a[column + j] * a[vo + j];
    for (let i = j + 1; i < n; i++) {
      total += a[column + i] * a[vo + i];
      p[i] += a[column + i] * a[vo + j];
    }
    p[j] += total;
  }
  for (let i = 0; i < n; i++) p[i] *= tau;
}

/** One implicit QL step on the rows l … m of a tridiagonal matrix, with Wilkinson's shift; z ← z times its rotations. */
function step(l: number, m: number, d: Float64Array, e: Float64Array, n: number, z: Float64Array): void {
  const half = (d[l + 1] - d[l]) / (2 * e[l]);
  let g = d[m] - d[l] + e[l] / (half + (half < 0 ? -1 : 1) * Math.hypot(half, 1));
  let [s, c, p] = [1, 1, 0];
  for (let i = m - 1; i >= l; i--) {
    const [f, b] = [s * e[i], c * e[i]];
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] -= p;
      e[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1] - p;
    const turned = (d[i] - g) * s + 2 * c * b;
    p = s * turned;
    d[i + 1] = g + p;
    g = c * turned - b;
    rotate(n, z, i, i + 1, c, s);
  }
  d[l] -= p;
  e[l] = g;
  e[m] = 0;
}

/** Columns i and j of z (n rows) ← c zᵢ − s zⱼ, s zᵢ + c zⱼ. An empty z stays so. */
export function rotate(n: number, z: Float64Array, i: number, j: number, c: number, s: number): void {
  if (z.length === 0) return;
  let [io, jo] = [i * n, j * n];
  for (let k = 0; k < n; k++) {
    const x = z[io];
    const y = z[jo];
    z[io++] = c * x - s * y;
    z[jo++] = s * x + c * y;
  }
}

/** Steps for each eigenvalue before it is given up, as in LAPACK. */
const STEPS = 30;

export function syev(vectors: boolean, uplo: Triangle, n: number, a: Float64Array, w: Float64Array): number {
  if (uplo === 'U') for (let j = 0; j < n; j++) for (let i = 0; i < j; i++) a[j + i * n] = a[i + j * n];
  const d = new Float64Array(n);
  const e = new Float64Array(n);
  const z = tridiagonal(n, a, d, e, vectors);
  for (let l = 0; l < n; l++) {
    for (let steps = 0; ; steps++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]) > Number.EPSILON * (Math.abs(d[m]) + Math.abs(d[m + 1]))) m++;
      if (m === l) break;
      if (steps === STEPS) return n - l;
      step(l, m, d, e, n, z);
    }
  }
  const order = Array.from(d.keys()).sort((i, j) => d[i] - d[j]);
  for (const [place, i] of order.entries()) {
    w[place] = d[i];
    if (vectors) a.set(z.subarray(i * n, (i + 1) * n), place * n);
  }
  return 0;
}
