/** @file Eigenvalues and eigenvectors of general matrices: G. Golub, C. Van Loan, Matrix Computations, 4th ed., 7.5.7 and 7.6. */
import { nrm2 } from '../../js/level1.js';
import { hessenberg, schur } from './schur.js';

/**
 * A (n×n) ← D⁻¹ A D with rows and columns of about equal size, D of powers of 2: B. Parlett, C. Reinsch, Balancing a Matrix for
 * Calculation of Eigenvalues and Eigenvectors, Numer. Math. 13, 1969. Returns D.
 */
function balance(n: number, a: Float64Array): Float64Array {
  const d = new Float64Array(n).fill(1);
  for (let turned = true; turned; ) {
    turned = false;
    for (let i = 0; i < n; i++) {
      let [row, column] = [0, 0];
      for (let j = 0; j < n; j++) {
        if (j === i) continue;
        row += Math.abs(a[i + j * n]);
        column += Math.abs(a[j + i * n]);
      }
      if (row === 0 || column === 0) continue;
      const f = 2 ** Math.round(Math.log2(row / column) / 2);
      if ((column * f + row / f) / (row + column) > 0.95) continue;
      turned = true;
      d[i] *= f;
      for (let j = 0; j < n; j++) {
        a[j + i * n] *= f;
        a[i + j * n] /= f;
      }
    }
  }
  return d;
}

/** What is left of a vector that grew beyond this is scaled down: only its direction matters. */
const LARGE = 2 ** 300;

/**
 * The eigenvector of the Schur form t (n×n) for the eigenvalue re + i·im of the block that ends with row `last`: x + i·y, the rows up to
 * `last`.
 */
function backSubstitute(
  n: number, t: Float64Array, last: number, re: number, im: number, x: Float64Array, y: Float64Array,
): void {
  const least = Math.max(Number.EPSILON * (Math.abs(re) + Math.abs(im)), 2 ** -1022 * (n / Number.EPSILON));
  x.fill(0);
  y.fill(0);
  let row = last - 1;
  x[last] = 1;
  if (im !== 0) {
    // The block (a b; c a) has (b, i·im), or as well (−im, …) / c: the larger divisor is taken.
    const [b, c] = [t[last - 1 + last * n], t[last + (last - 1) * n]];
    if (Math.abs(b) >= Math.abs(c)) [x[last - 1], x[last], y[last]] = [1, 0, im / b];
    else [x[last - 1], x[last], y[last]] = [-im / c, 0, 1];
    row = last - 2;
  }
  // What the rows above have of the columns that are known.
  const take = (column: number, end: number): void => {
    for (let k = 0; k < end; k++) {
      x[k] -= t[k + column * n] * x[column];
      y[k] -= t[k + column * n] * y[column];
    }
  };
  for (let j = row + 1; j <= last; j++) take(j, row + 1);
  while (row >= 0) {
    const pair = row > 0 && t[row + (row - 1) * n] !== 0;
    if (pair) solvePair(n, t, row - 1, re, im, least, x, y);
    else divide(row, x[row], y[row], t[row + row * n] - re, -im, least, x, y);
    const first = pair ? row - 1 : row;
    if (Math.max(...[first, row].map((k) => Math.abs(x[k]) + Math.abs(y[k]))) > LARGE) {
      for (let k = 0; k <= last; k++) {
        x[k] /= LARGE;
        y[k] /= LARGE;
      }
    }
    for (let j = first; j <= row; j++) take(j, first);
    row = first - 1;
  }
}

/** x[k] + i·y[k] ← (re + i·im) / (c + i·d), of a divisor no smaller than `least`. */
function divide(
  k: number, re: number, im: number, c: number, d: number, least: number, x: Float64Array, y: Float64Array,
): void {
  const small = Math.abs(c) + Math.abs(d) < least;
  const [p, q] = small ? [least, 0] : [c, d];
  // R. Smith, Algorithm 116, Comm. ACM 5, 1962: without overflow on the way.
  if (Math.abs(p) >= Math.abs(q)) {
    const r = q / p;
    const s = p + q * r;
    [x[k], y[k]] = [(re + im * r) / s, (im - re * r) / s];
  } else {
    const r = p / q;
    const s = p * r + q;
    [x[k], y[k]] = [(re * r + im) / s, (im * r - re) / s];
  }
}

/** Elements i and i + 1 of x + i·y: the block there less (re + i·im), by Cramer's rule. */
function solvePair(
  n: number, t: Float64Array, i: number, re: number, im: number, least: number, x: Float64Array, y: Float64Array,
): void {
  const [a, c, b, d] = [t[i + i * n] - re, t[i + 1 + i * n], t[i + (i + 1) * n], t[i + 1 + (i + 1) * n] - re];
  const [x0, y0, x1, y1] = [x[i], y[i], x[i + 1], y[i + 1]];
  const [dRe, dIm] = [a * d - im * im - b * c, -im * (a + d)];
  const border = least * (Math.abs(a) + Math.abs(b) + Math.abs(c) + Math.abs(d) + Math.abs(im));
  divide(i, d * x0 + im * y0 - b * x1, d * y0 - im * x0 - b * y1, dRe, dIm, border, x, y);
  divide(i + 1, a * x1 + im * y1 - c * x0, a * y1 - im * x1 - c * y0, dRe, dIm, border, x, y);
}

/** v (columns `to`, and to + 1 where im ≠ 0) ← D Z (x + i·y), of norm 1, the largest component of a pair real. */
function transform(
  n: number, z: Float64Array, d: Float64Array, last: number, x: Float64Array, y: Float64Array, pair: boolean, v: Float64Array, to: number,
): void {
  const [re, im] = [v.subarray(to * n, (to + 1) * n), pair ? v.subarray((to + 1) * n, (to + 2) * n) : new Float64Array(n)];
  re.fill(0);
  im.fill(0);
  for (let j = 0; j <= last; j++) {
    for (let i = 0; i < n; i++) {
      re[i] += d[i] * z[i + j * n] * x[j];
      im[i] += d[i] * z[i + j * n] * y[j];
    }
  }
  const norm = Math.hypot(nrm2(n, re, 0, 1), nrm2(n, im, 0, 1));
  let most = 0;
  for (let i = 1; i < n; i++) if (Math.hypot(re[i], im[i]) > Math.hypot(re[most], im[most])) most = i;
  const size = Math.hypot(re[most], im[most]);
  const [c, s] = pair ? [re[most] / size, im[most] / size] : [1, 0];
  for (let i = 0; i < n; i++) [re[i], im[i]] = [(c * re[i] + s * im[i]) / norm, (c * im[i] - s * re[i]) / norm];
  if (pair) im[most] = 0;
}

export function geev(n: number, a: Float64Array, wr: Float64Array, wi: Float64Array, v: Float64Array | undefined): number {
  const d = balance(n, a);
  const z = hessenberg(n, a, v !== undefined);
  const info = schur(n, a, z);
  if (info > 0) return info;
  for (let i = 0; i < n; i++) {
    wr[i] = a[i + i * n];
    const pair = i + 1 < n && a[i + 1 + i * n] !== 0;
    wi[i] = pair ? Math.sqrt(Math.abs(a[i + (i + 1) * n])) * Math.sqrt(Math.abs(a[i + 1 + i * n])) : 0;
    if (!pair) continue;
    [wr[i + 1], wi[i + 1]] = [wr[i], -wi[i]];
    i++;
  }
  if (!v) return 0;
  const [x, y] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    const pair = wi[i] !== 0;
    const last = pair ? i + 1 : i;
    backSubstitute(n, a, last, wr[i], wi[i], x, y);
    transform(n, z, d, last, x, y, pair, v, i);
    i = last;
  }
  return 0;
}
