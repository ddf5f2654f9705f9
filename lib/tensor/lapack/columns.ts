/** @file Matrices as LAPACK takes them: column by column, in arrays of their own; and what is checked before and after. */
import type { Triangle, Vector } from '../../kernels/index.js';
import { checkFloating, checkType } from '../operands.js';
import { Storage } from '../storage.js';
import { Tensor } from '../tensor.js';

/** The letter that was given, one of two, of which the first is the default. */
export function letter<T extends string>(name: string, given: T | undefined, first: T, second: T): T {
  if (given === undefined || given === first || given === second) return given ?? first;
  throw new TypeError(`torch.${name}: expected '${first}' or '${second}', got ${String(given)}`);
}

export function checkMatrix(name: string, a: Tensor): void {
  checkFloating(name, a);
  if (a.dim() !== 2) throw new RangeError(`torch.${name}: expected a matrix, got ${a.describe()}`);
}

export function checkSquare(name: string, a: Tensor): void {
  checkFloating(name, a);
  if (a.dim() !== 2 || a._size[0] !== a._size[1]) {
    throw new RangeError(`torch.${name}: expected a square matrix, got ${a.describe()}`);
  }
}

/** B as a matrix of as many rows as A. */
export function rightSide(name: string, b: Tensor, a: Tensor): Tensor {
  checkType(name, a, b);
  if (b.dim() < 1 || b.dim() > 2 || b._size[0] !== a._size[0]) {
    throw new RangeError(`torch.${name}: expected as many rows as ${a.describe()}, got ${b.describe()}`);
  }
  return b.dim() === 1 ? b.unsqueeze(1) : b;
}

export function checkFinite(name: string, a: Tensor): void {
  const bad = a.toArray().find((v) => !Number.isFinite(v));
  if (bad !== undefined) throw new RangeError(`torch.${name}: expected finite numbers, got ${bad}`);
}

/** The elements of a matrix column by column, in an array of their own; each column padded to `rows`. */
export function columns(x: Tensor, rows: number = x._size[0]): Vector {
  const [m, n] = x._size;
  const data = Tensor.zeros(x.elementType, [n, rows]);
  data.narrow(1, 0, m).copy(x.t());
  return data._storage.data as Vector;
}

export function array(like: Tensor, length: number): Vector {
  return like.elementType.allocate(length) as Vector;
}

/** `result` ← the m×n matrix whose columns stand in an array, `rows` elements from one to the next. Where it was contiguous, it becomes column-major. */
export function putColumns(result: Tensor, m: number, n: number, data: Vector, rows: number = m): void {
  const fits = result.dim() === 2 && result._size[0] === m && result._size[1] === n;
  if (!fits || result.isContiguous()) {
    result.resize(0).resize(n, m);
    result.set(result.t());
  }
  result.copy(new Tensor(new Storage(result.elementType, data), 0, [m, n], [1, rows]));
}

/** `result` ← an array of this size, row after row. */
export function putRows(result: Tensor, size: readonly number[], data: Vector): void {
  result.resize(size).copy(new Tensor(new Storage(result.elementType, data), 0, size));
}

/** Fails with what `info` (≥ 1) tells. */
export function refuse(name: string, info: number, expected: string, got: (place: string) => string): void {
  if (info > 0)
    throw new RangeError(`torch.${name}: expected ${expected}, got one with ${got(`(${info - 1}, ${info - 1})`)}`);
}

export function checkConverged(name: string, info: number): void {
  if (info > 0) throw new Error(`torch.${name}: the iteration does not converge (info ${info})`);
}

/** Zeros beside the triangle of the n×n matrix in the array; or, to `fill`, that triangle mirrored. */
export function beside(uplo: Triangle, n: number, a: Vector, fill: boolean): void {
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < j; i++) {
      const [upper, lower] = [i + j * n, j + i * n];
      const [from, to] = uplo === 'U' ? [upper, lower] : [lower, upper];
      a[to] = fill ? a[from] : 0;
    }
  }
}
