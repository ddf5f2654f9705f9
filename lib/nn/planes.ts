/** @file Sums over the planes of contiguous tensors, and sums of tensors with a factor for each plane: what batch normalisation computes. */
import type { Vector } from '../kernels/index.js';
import { type Tensor, vector } from '../tensor/index.js';
import type { Rows } from './axis.js';

/** A number for each of the n planes of an (outer × n × inner). Planes of one element have loops of their own, over all planes. */
export type PlaneNumbers = Float64Array;

/** to ← Σ x of each plane, in double. */
export function sumPlanes({ outer, n, inner }: Rows, x: Tensor, to: PlaneNumbers): void {
  const xs = vector(x);
  to.fill(0);
  for (let o = 0, xo = x._offset; o < outer; o++) {
    if (inner === 1) {
      for (let f = 0; f < n; f++) to[f] += xs[xo + f];
      xo += n;
    } else {
      for (let f = 0; f < n; f++) {
        let sum = 0;
        for (let i = 0; i < inner; i++) sum += xs[xo + i];
        to[f] += sum;
        xo += inner;
      }
    }
  }
}

/** to ← Σ (x − p) (y − q) of each plane, in double; p and q are numbers of each. */
export function dotPlanes(
  { outer, n, inner }: Rows,
  x: Tensor,
  p: PlaneNumbers,
  y: Tensor,
  q: PlaneNumbers,
  to: PlaneNumbers,
): void {
  const [xs, ys] = [vector(x), vector(y)];
  to.fill(0);
  for (let o = 0, xo = x._offset, yo = y._offset; o < outer; o++) {
    if (inner === 1) {
      for (let f = 0; f < n; f++) to[f] += (xs[xo + f] - p[f]) * (ys[yo + f] - q[f]);
      xo += n;
      yo += n;
    } else {
      for (let f = 0; f < n; f++) {
        let sum = 0;
        const u = p[f];
        const v = q[f];
        for (let i = 0; i < inner; i++) sum += (xs[xo + i] - u) * (ys[yo + i] - v);
        to[f] += sum;
        xo += inner;
        yo += inner;
      }
    }
  }
}

/** a (x − p), with numbers a and p of each plane. */
export type Term = readonly [a: PlaneNumbers, x: Tensor, p: PlaneNumbers];

/** z ← c + Σ a (x − p) over the terms, one at least; c is a number of each plane. z is none of the x. */
export function combinePlanes(rows: Rows, z: Tensor, c: PlaneNumbers, terms: readonly Term[]): void {
  const zs = vector(z);
  const { outer, n, inner } = rows;
  // All terms of an image before the next image: what is added to is still in the cache.
  for (let o = 0; o < outer * n * inner; o += n * inner) {
    for (let k = 0; k < terms.length; k++) {
      const [a, x, p] = terms[k];
      if (k === 0) set(n, inner, c, a, vector(x), x._offset + o, p, zs, z._offset + o);
      else add(n, inner, a, vector(x), x._offset + o, p, zs, z._offset + o);
    }
  }
}

/** z ← c + a (x − p), of one image. */
function set(
  n: number,
  inner: number,
  c: PlaneNumbers,
  a: PlaneNumbers,
  x: Vector,
  xo: number,
  p: PlaneNumbers,
  z: Vector,
  zo: number,
): void {
  if (inner === 1) {
    for (let f = 0; f < n; f++) z[zo + f] = c[f] + a[f] * (x[xo + f] - p[f]);
    return;
  }
  for (let f = 0; f < n; f++, xo += inner, zo += inner) {
    const first = c[f];
    const factor = a[f];
    const u = p[f];
    for (let i = 0; i < inner; i++) z[zo + i] = first + factor * (x[xo + i] - u);
  }
}

/** z ← z + a (x − p), of one image. */
function add(
  n: number,
  inner: number,
  a: PlaneNumbers,
  x: Vector,
  xo: number,
  p: PlaneNumbers,
  z: Vector,
  zo: number,
): void {
  if (inner === 1) {
    for (let f = 0; f < n; f++) z[zo + f] += a[f] * (x[xo + f] - p[f]);
    return;
  }
  for (let f = 0; f < n; f++, xo += inner, zo += inner) {
    const factor = a[f];
    const u = p[f];
    for (let i = 0; i < inner; i++) z[zo + i] += factor * (x[xo + i] - u);
  }
}
