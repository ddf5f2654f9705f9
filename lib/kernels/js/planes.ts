/** @file Sums over planes, and sums of arrays with numbers of each plane. Planes of one element have loops of their own, over all planes. */
import type { Kernels, Vector } from '../kernels.js';

export const sumPlanes: Kernels['sumPlanes'] = (outer, n, inner, x, xo, sums) => {
  sums.fill(0);
  for (let o = 0; o < outer; o++) {
    if (inner === 1) {
      for (let f = 0; f < n; f++) sums[f] += x[xo + f];
      xo += n;
      continue;
    }
    for (let f = 0; f < n; f++, xo += inner) {
      let sum = 0;
      for (let i = 0; i < inner; i++) sum += x[xo + i];
      sums[f] += sum;
    }
  }
};

export const dotPlanes: Kernels['dotPlanes'] = (outer, n, inner, x, xo, p, y, yo, q, dots, sums) => {
  if (sums) sumPlanes(outer, n, inner, x, xo, sums);
  dots.fill(0);
  for (let o = 0; o < outer; o++) {
    if (inner === 1) {
      for (let f = 0; f < n; f++) dots[f] += (x[xo + f] - p[f]) * (y[yo + f] - q[f]);
      xo += n;
      yo += n;
      continue;
    }
    for (let f = 0; f < n; f++, xo += inner, yo += inner) {
      const u = p[f];
      const v = q[f];
      let sum = 0;
      for (let i = 0; i < inner; i++) sum += (x[xo + i] - u) * (y[yo + i] - v);
      dots[f] += sum;
    }
  }
};

export const combinePlanes: Kernels['combinePlanes'] = (outer, n, inner, c, terms, z, zo) => {
  // All terms of an image before the next image: what is added to is still in the cache.
  for (let o = 0; o < outer * n * inner; o += n * inner) {
    for (let k = 0; k < terms.length; k++) {
      const [a, x, xo, p] = terms[k];
      if (k === 0) set(n, inner, c, a, x, xo + o, p, z, zo + o);
      else add(n, inner, a, x, xo + o, p, z, zo + o);
    }
  }
};

/** z ← c + a (x − p), of one image. */
function set(
  n: number, inner: number, c: Float64Array, a: Float64Array, x: Vector, xo: number, p: Float64Array, z: Vector, zo: number,
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
  n: number, inner: number, a: Float64Array, x: Vector, xo: number, p: Float64Array, z: Vector, zo: number,
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
