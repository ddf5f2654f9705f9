/**
 * @file The real Schur form by Francis's double shifts: G. Golub, C. Van Loan, Matrix Computations, 4th ed., 7.4 and 7.5; when a
 * subdiagonal element is small, and how 2×2 blocks are standardised, after M. Ahues, F. Tisseur, LAPACK Working Note 122, 1997.
 */
import { reflectLeft, reflector, reflectRight } from './reflectors.js';
import { rotate } from './symmetric.js';
import { identity } from './triangles.js';

/** A (n×n) ← QᵀAQ, zero below the first subdiagonal. Returns Q, when it is wanted. */
export function hessenberg(n: number, a: Float64Array, wanted: boolean): Float64Array {
  const tau = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) {
    const at = k + 1 + k * n;
    const rest = n - k - 1;
    tau[k] = reflector(rest, a, at, 1);
    reflectLeft(rest, rest, a, at, 1, tau[k], a, at + n, n);
    reflectRight(n, rest, a, at, 1, tau[k], a, (k + 1) * n, n);
  }
  const q = identity(wanted ? n : 0);
  for (let k = n - 3; k >= 0; k--) {
    const rest = n - k - 1;
    if (wanted) reflectLeft(rest, rest, a, k + 1 + k * n, 1, tau[k], q, (k + 1) * (n + 1), n);
    a.fill(0, k + 2 + k * n, (k + 1) * n);
  }
  return q;
}

/** Rows i and i + 1 of H ← c, s; −s, c times them, from column `first` on. */
function rotateRows(n: number, h: Float64Array, i: number, c: number, s: number, first: number): void {
  for (let k = first; k < n; k++) {
    const [x, y] = [h[i + k * n], h[i + 1 + k * n]];
    h[i + k * n] = c * x + s * y;
    h[i + 1 + k * n] = c * y - s * x;
  }
}

const signed = (size: number, sign: number): number => (sign < 0 ? -size : size);

/** The rotation that makes a block (a b; c d) triangular, where it is `real`, or its diagonal elements equal. */
function standard(a: number, b: number, c: number, d: number): { c: number; s: number; real: boolean } {
  if (c === 0) return { c: 1, s: 0, real: true };
  if (b === 0) return { c: 0, s: 1, real: true };
  const difference = a - d;
  if (difference === 0 && b < 0 !== c < 0) return { c: 1, s: 0, real: false };
  const p = difference / 2;
  const most = Math.max(Math.abs(b), Math.abs(c));
  const least = Math.min(Math.abs(b), Math.abs(c)) * signed(1, b) * signed(1, c);
  const scale = Math.max(Math.abs(p), most);
  const discriminant = (p / scale) * p + (most / scale) * least;
  if (discriminant >= 4 * Number.EPSILON) {
    const z = p + signed(Math.sqrt(scale) * Math.sqrt(discriminant), p);
    const size = Math.hypot(c, z);
    return { c: z / size, s: c / size, real: true };
  }
  const sum = b + c;
  const size = Math.hypot(sum, difference);
  const cosine = Math.sqrt((1 + Math.abs(sum) / size) / 2);
  return { c: cosine, s: (-p / (size * cosine)) * signed(1, sum), real: false };
}

/** Brings the block of rows i, i + 1 to standard form, triangular or of equal diagonal and b c < 0, and the rest of H and Z along. */
function standardise(n: number, h: Float64Array, i: number, z: Float64Array): void {
  const [aa, ca, ba, da] = [i + i * n, i + 1 + i * n, i + (i + 1) * n, i + 1 + (i + 1) * n];
  const turn = (c: number, s: number): void => {
    rotateRows(n, h, i, c, s, i);
    rotate(n, h, i, i + 1, c, -s);
    rotate(n, z, i, i + 1, c, -s);
  };
  const first = standard(h[aa], h[ba], h[ca], h[da]);
  turn(first.c, first.s);
  if (!first.real) {
    h[aa] = h[da] = (h[aa] + h[da]) / 2;
    const [b, c] = [h[ba], h[ca]];
    if (c !== 0 && b !== 0 && b < 0 !== c < 0) return;
    const size = Math.sqrt(Math.abs(b + c));
    if (c !== 0) turn(Math.sqrt(Math.abs(b)) / size, Math.sqrt(Math.abs(c)) / size);
  }
  h[ca] = 0;
}

/** The first row of the block that ends with row i; the element left of it is set to 0. */
function firstOf(n: number, h: Float64Array, i: number): number {
  const tiny = 2 ** -1022 * (n / Number.EPSILON);
  for (let k = i; k > 0; k--) {
    const [left, up] = [Math.abs(h[k + (k - 1) * n]), Math.abs(h[k - 1 + k * n])];
    const [before, own] = [h[k - 1 + (k - 1) * n], h[k + k * n]];
    let size = Math.abs(before) + Math.abs(own);
    if (size === 0) {
      if (k > 1) size += Math.abs(h[k - 1 + (k - 2) * n]);
      if (k < i) size += Math.abs(h[k + 1 + k * n]);
    }
    let small = left <= tiny;
    if (!small && left <= Number.EPSILON * size) {
      const [ab, ba] = [Math.max(left, up), Math.min(left, up)];
      const [aa, bb] = [Math.max(Math.abs(own), Math.abs(before - own)), Math.min(Math.abs(own), Math.abs(before - own))];
      const sum = aa + ab;
      small = ba * (ab / sum) <= Math.max(tiny, Number.EPSILON * (bb * (aa / sum)));
    }
    if (small) {
      h[k + (k - 1) * n] = 0;
      return k;
    }
  }
  return 0;
}

/** Both shifts: the eigenvalues of the last block, a real one that is the closer to its last element twice; at times others. */
function shifts(n: number, h: Float64Array, l: number, i: number, steps: number): { re1: number; re2: number; im: number } {
  let [a, b, c, d] = [h[i - 1 + (i - 1) * n], h[i - 1 + i * n], h[i + (i - 1) * n], h[i + i * n]];
  const stuck = steps % 20 === 10 ? l : i - 2;
  if (steps % 10 === 0) {
    // Exceptional ones, where the usual ones do not converge.
    const size = Math.abs(h[stuck + 1 + stuck * n]) + Math.abs(h[stuck + 2 + (stuck + 1) * n]);
    a = 0.75 * size + (stuck === l ? h[l + l * n] : d);
    [b, c, d] = [-0.4375 * size, size, a];
  }
  const scale = Math.abs(a) + Math.abs(b) + Math.abs(c) + Math.abs(d);
  if (scale === 0) return { re1: 0, re2: 0, im: 0 };
  [a, b, c, d] = [a / scale, b / scale, c / scale, d / scale];
  const mean = (a + d) / 2;
  const determinant = (a - mean) * (d - mean) - b * c;
  const root = Math.sqrt(Math.abs(determinant));
  if (determinant >= 0) return { re1: mean * scale, re2: mean * scale, im: root * scale };
  const closer = Math.abs(mean + root - d) <= Math.abs(mean - root - d) ? mean + root : mean - root;
  return { re1: closer * scale, re2: closer * scale, im: 0 };
}

/** One double step on the block of rows l … i. Without Z, only that block is kept up. */
function francis(n: number, h: Float64Array, z: Float64Array, l: number, i: number, steps: number): void {
  const { re1, re2, im } = shifts(n, h, l, i, steps);
  const at = (row: number, column: number): number => h[row + column * n];
  const v = new Float64Array(3);
  let m = i - 2;
  for (; ; m--) {
    // The first column of (H − shift₁)(H − shift₂), from row m on.
    const below = at(m + 1, m);
    const size = Math.abs(at(m, m) - re2) + Math.abs(im) + Math.abs(below);
    const ratio = below / size;
    v[0] = ratio * at(m, m + 1) + (at(m, m) - re1) * ((at(m, m) - re2) / size) + im * (im / size);
    v[1] = ratio * (at(m, m) + at(m + 1, m + 1) - re1 - re2);
    v[2] = ratio * at(m + 2, m + 1);
    const sum = Math.abs(v[0]) + Math.abs(v[1]) + Math.abs(v[2]);
    for (let k = 0; k < 3; k++) v[k] /= sum;
    if (m === l) break;
    const around = Math.abs(at(m - 1, m - 1)) + Math.abs(at(m, m)) + Math.abs(at(m + 1, m + 1));
    if (Math.abs(at(m, m - 1)) * (Math.abs(v[1]) + Math.abs(v[2])) <= Number.EPSILON * Math.abs(v[0]) * around) break;
  }
  const [top, end] = z.length > 0 ? [0, n] : [l, i + 1];
  for (let k = m; k < i; k++) {
    const size = Math.min(3, i - k + 1);
    if (k > m) for (let r = 0; r < size; r++) v[r] = at(k + r, k - 1);
    const tau = reflector(size, v, 0, 1);
    if (k > m) {
      h[k + (k - 1) * n] = v[0];
      for (let r = 1; r < size; r++) h[k + r + (k - 1) * n] = 0;
    } else if (m > l) h[k + (k - 1) * n] *= 1 - tau;
    reflectLeft(size, end - k, v, 0, 1, tau, h, k + k * n, n);
    reflectRight(Math.min(k + 3, i) + 1 - top, size, v, 0, 1, tau, h, top + k * n, n);
    if (z.length > 0) reflectRight(n, size, v, 0, 1, tau, z, k * n, n);
  }
}

/** Steps for an eigenvalue on the average before all is given up, as in LAPACK. */
const STEPS = 30;

/** H (n×n, Hessenberg) ← its real Schur form, Z ← Z times what brings it there; without Z (empty) only the diagonal blocks are right. */
export function schur(n: number, h: Float64Array, z: Float64Array): number {
  let left = STEPS * Math.max(10, n);
  let steps = 0;
  for (let i = n - 1; i >= 0; ) {
    const l = firstOf(n, h, i);
    if (l >= i - 1) {
      if (l === i - 1) standardise(n, h, l, z);
      i = l - 1;
      steps = 0;
    } else if (left-- === 0) return i + 1;
    else francis(n, h, z, l, i, ++steps);
  }
  return 0;
}
