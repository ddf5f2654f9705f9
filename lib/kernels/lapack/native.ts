/** @file LAPACK in a native library: Fortran's routines, which take everything by address. */
import type { NativeLibrary } from '../blas/library.js';
import type { Vector } from '../kernels.js';
import type { Lapack } from './lapack.js';

/** A letter, an integer or an array. */
type Operand = string | number | ArrayBufferView;
/** Calls a routine; its last parameter, info, is what this returns. */
type Routine = (...operands: Operand[]) => number;

/** How many parameters each has before info, and how many of them are letters. */
const parameters = {
  gesv: [7, 0], getrf: [5, 0], getri: [6, 0], trtrs: [9, 3],
  potrf: [4, 1], potrs: [7, 1], potri: [4, 1], pstrf: [8, 1],
  geqrf: [7, 0], orgqr: [8, 0], ormqr: [12, 2], gels: [10, 1],
  syev: [8, 2], geev: [13, 2], gesvd: [13, 2],
} as const;
type Name = keyof typeof parameters;

function byAddress(operand: Operand): ArrayBufferView {
  if (typeof operand === 'string') return Uint8Array.of(operand.charCodeAt(0));
  return typeof operand === 'number' ? Int32Array.of(operand) : operand;
}

/** Fortran passes the lengths of its letters behind everything else. */
function routine(library: NativeLibrary, name: Name): Routine {
  const [count, letters] = parameters[name];
  const list = [...new Array<string>(count + 1).fill('void *'), ...new Array<string>(letters).fill('int64_t')];
  const [f64, f32] = ['d', 's'].map((letter) => library.bind(`void ${letter}${name}_(${list.join(', ')})`));
  const lengths = new Array<number>(letters).fill(1);
  return (...operands) => {
    const info = new Int32Array(1);
    const native = operands.some((x) => x instanceof Float32Array) ? f32 : f64;
    native(...operands.map(byAddress), info, ...lengths);
    if (info[0] < 0) throw new Error(`${name}: LAPACK refuses operand ${-info[0]}`);
    return info[0];
  };
}

function array(like: Vector, length: number): Vector {
  return like instanceof Float64Array ? new Float64Array(length) : new Float32Array(length);
}

/** Calls with as much work as the routine asks for. */
function working(like: Vector, call: (work: Vector, size: number) => number): number {
  const asked = array(like, 1);
  call(asked, -1);
  return call(array(like, asked[0]), asked[0]);
}

/** LAPACK of `library`. @throws Error where it lacks one of the routines. */
export function nativeLapack(library: NativeLibrary): Lapack {
  const entries = (Object.keys(parameters) as Name[]).map((name) => [name, routine(library, name)]);
  const f = Object.fromEntries(entries) as Record<Name, Routine>;
  const trans = (transposed: boolean): string => (transposed ? 'T' : 'N');
  return {
    name: library.version,
    gesv: (n, rhs, a, b) => f.gesv(n, rhs, a, n, new Int32Array(n), b, n),
    inverse(n, a) {
      const piv = new Int32Array(n);
      return f.getrf(n, n, a, n, piv) || working(a, (work, size) => f.getri(n, a, n, piv, work, size));
    },
    trtrs: (uplo, transposed, unit, n, rhs, a, b) =>
      f.trtrs(uplo, trans(transposed), unit ? 'U' : 'N', n, rhs, a, n, b, n),
    potrf(uplo, n, a) {
      const info = f.potrf(uplo, n, a, n);
      // OpenBLAS has a routine of its own here, which takes NaN for positive.
      for (let i = 0; info === 0 && i < n; i++) if (Number.isNaN(a[i + i * n])) return i + 1;
      return info;
    },
    potrs: (uplo, n, rhs, a, b) => f.potrs(uplo, n, rhs, a, n, b, n),
    potri: (uplo, n, a) => f.potri(uplo, n, a, n),
    pstrf(uplo, n, a, piv, tolerance) {
      const info = f.pstrf(uplo, n, a, n, piv, new Int32Array(1), array(a, 1).fill(tolerance), array(a, 2 * n));
      for (let k = 0; k < n; k++) piv[k]--;
      return info;
    },
    geqrf: (m, n, a, tau) => working(a, (work, size) => f.geqrf(m, n, a, m, tau, work, size)),
    orgqr: (m, k, a, tau) => working(a, (work, size) => f.orgqr(m, k, k, a, m, tau, work, size)),
    ormqr: (left, transposed, m, n, k, a, tau, c) =>
      working(a, (work, size) =>
        f.ormqr(left ? 'L' : 'R', trans(transposed), m, n, k, a, left ? m : n, tau, c, m, work, size)),
    gels: (m, n, rhs, a, b) =>
      working(a, (work, size) => f.gels('N', m, n, rhs, a, m, b, Math.max(m, n), work, size)),
    syev: (vectors, uplo, n, a, w) =>
      working(a, (work, size) => f.syev(vectors ? 'V' : 'N', uplo, n, a, n, w, work, size)),
    geev: (n, a, wr, wi, v) =>
      working(a, (work, size) =>
        f.geev('N', v ? 'V' : 'N', n, a, n, wr, wi, array(a, 1), 1, v ?? array(a, 1), n, work, size)),
    gesvd(all, m, n, a, s, u, vt) {
      const job = all ? 'A' : 'S';
      return working(a, (work, size) =>
        f.gesvd(job, job, m, n, a, m, s, u, m, vt, all ? n : Math.min(m, n), work, size));
    },
  };
}
