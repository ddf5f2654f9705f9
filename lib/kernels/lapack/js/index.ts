/** @file Linear algebra in plain JavaScript: short textbook algorithms, in float64 whatever the precision of the matrices. */

import type { Vector } from '../../kernels.js';
import type { Lapack } from '../lapack.js';
import { potrf, potri, potrs, pstrf } from './cholesky.js';
import { geev } from './general.js';
import { gels, geqrf, orgqr, ormqr } from './reflectors.js';
import { gesvd } from './singular.js';
import { syev } from './symmetric.js';
import { gesv, inverse, trtrs } from './triangles.js';

/** The routine on float64 arrays made for any: float32 ones are copied, and get what came of the copies. */
function ofBoth<A extends readonly unknown[]>(routine: (...operands: never[]) => number): (...operands: A) => number {
  return (...operands) => {
    const wide = operands.map((x) => (x instanceof Float32Array ? Float64Array.from(x) : x));
    const info = routine(...(wide as never[]));
    operands.forEach((x, i) => {
      if (x instanceof Float32Array) x.set(wide[i] as Float64Array);
    });
    return info;
  };
}

/** Numbers from here on are scaled before they are squared, and so are those that are smaller than its inverse. */
const EXTREME = 2 ** 400;

/** Calls `work` on A with elements whose squares are numbers, and `values`, which A's scale multiplies, on A's own scale again. */
function scaled(a: Float64Array, values: Float64Array[], work: () => number): number {
  const most = a.reduce((size, v) => Math.max(size, Math.abs(v)), 0);
  const scale = most > EXTREME || (most > 0 && most < 1 / EXTREME) ? most : 1;
  if (scale !== 1) for (let i = 0; i < a.length; i++) a[i] /= scale;
  const info = work();
  if (scale !== 1) for (const list of values) for (let i = 0; i < list.length; i++) list[i] *= scale;
  return info;
}

const symmetric: typeof syev = (vectors, uplo, n, a, w) => scaled(a, [w], () => syev(vectors, uplo, n, a, w));
const general: typeof geev = (n, a, wr, wi, v) => scaled(a, [wr, wi], () => geev(n, a, wr, wi, v));
const singular: typeof gesvd = (all, m, n, a, s, u, vt) => scaled(a, [s], () => gesvd(all, m, n, a, s, u, vt));

export const jsLapack: Lapack = {
  name: 'js',
  gesv: ofBoth(gesv),
  inverse: ofBoth(inverse),
  trtrs: ofBoth(trtrs),
  potrf: ofBoth(potrf),
  potrs: ofBoth(potrs),
  potri: ofBoth(potri),
  pstrf: (uplo, n, a: Vector, piv, tolerance) =>
    ofBoth(pstrf)(uplo, n, a, piv, tolerance, a instanceof Float32Array ? 2 ** -24 : 2 ** -53),
  geqrf: ofBoth(geqrf),
  orgqr: ofBoth(orgqr),
  ormqr: ofBoth(ormqr),
  gels: ofBoth(gels),
  syev: ofBoth(symmetric),
  geev: ofBoth(general),
  gesvd: ofBoth(singular),
};
