/** @file Matrix and vector products, on kernels. Every stride is accepted; what BLAS cannot address is copied first. */
import { kernels, type Vector } from '../kernels/index.js';
import { overlap } from './copy.js';
import { checkFloating, checkType, tensorOf } from './operands.js';
import { Tensor } from './tensor.js';

/** ([β,] M, [α,] A, B): β M + α A B, of which β and α are 1 when left out. */
export type SumOperands =
  | [m: Tensor, a: Tensor, b: Tensor]
  | [m: Tensor, alpha: number, a: Tensor, b: Tensor]
  | [beta: number, m: Tensor, a: Tensor, b: Tensor]
  | [beta: number, m: Tensor, alpha: number, a: Tensor, b: Tensor];
/** As a method, M may be the tensor itself; then one number alone is α. */
export type MethodOperands =
  | SumOperands
  | [a: Tensor, b: Tensor]
  | [alpha: number, a: Tensor, b: Tensor]
  | [beta: number, alpha: number, a: Tensor, b: Tensor];

/** Double and Float only, of one type. Results may share memory with operands. */
/** The memory of a Double or Float tensor, for kernels; its elements begin at the tensor's offset. */
export function vector(x: Tensor): Vector {
  return x._storage.data as Vector;
}

export interface Blas {
  /** Σ x y over all elements. */
  dot(y: Tensor): number;
  /** x ← βx + αAB, or βM + αAB with M given: `x.addmm([β,] [M,] [α,] A, B)`. */
  addmm(...operands: MethodOperands): Tensor;
  /** x ← βx + αAv: `x.addmv([β,] [M,] [α,] A, v)`. */
  addmv(...operands: MethodOperands): Tensor;
  /** x ← βx + αuvᵀ: `x.addr([β,] [M,] [α,] u, v)`. */
  addr(...operands: MethodOperands): Tensor;
  /** x ← AB. */
  mm(a: Tensor, b: Tensor): Tensor;
  /** x ← Av. */
  mv(a: Tensor, v: Tensor): Tensor;
  /** x ← uvᵀ. */
  ger(u: Tensor, v: Tensor): Tensor;
}

function check(name: string, like: Tensor, x: Tensor): void {
  if (x instanceof Tensor && x.elementType === like.elementType && !x.elementType.integer) return;
  checkType(name, like, tensorOf(name, x));
  checkFloating(name, x);
}

function shapes(name: string, expected: string, ...operands: Tensor[]): never {
  const got = operands.map((x) => `(${x._size.join(' × ')})`).join(', ');
  throw new RangeError(`torch.${name}: expected ${expected}, got ${got}`);
}

/** Whether rows (or, transposed, columns) lie contiguous, so that a leading dimension describes the matrix. */
function byRows(x: Tensor): boolean {
  return (x._stride[1] === 1 || x._size[1] === 1) && x._stride[0] >= Math.max(1, x._size[1]);
}

function byColumns(x: Tensor): boolean {
  return (x._stride[0] === 1 || x._size[0] === 1) && x._stride[1] >= Math.max(1, x._size[0]);
}

/** BLAS reads a vector backwards from its other end when the stride is negative, and refuses 0. */
function ascending(x: Tensor): Tensor {
  return x._stride[0] > 0 ? x : x.clone();
}

/**
 * C ← α op(A) op(B) + β C on 2-D tensors, op transposing where its flag is set: the one place where tensors meet gemm.
 * The caller has checked types and shapes, and that C shares no memory with A or B.
 */
export function gemm(
  transA: boolean,
  transB: boolean,
  alpha: number,
  a: Tensor,
  b: Tensor,
  beta: number,
  c: Tensor,
): void {
  if (!byRows(c)) {
    if (byColumns(c)) gemm(!transB, !transA, alpha, b, a, beta, c.t());
    else {
      const dense = c.clone();
      gemm(transA, transB, alpha, a, b, beta, dense);
      c.copy(dense);
    }
    return;
  }
  const left = byRows(a) || byColumns(a) ? a : a.clone();
  const right = byRows(b) || byColumns(b) ? b : b.clone();
  const leftRows = byRows(left);
  const rightRows = byRows(right);
  kernels.gemm(
    transA === leftRows,
    transB === rightRows,
    c._size[0],
    c._size[1],
    a._size[transA ? 0 : 1],
    alpha,
    vector(left),
    left._offset,
    left._stride[leftRows ? 0 : 1],
    vector(right),
    right._offset,
    right._stride[rightRows ? 0 : 1],
    beta,
    vector(c),
    c._offset,
    c._stride[0],
  );
}

/** y ← α op(A) x + β y on a 2-D tensor and 1-D ones; y shares no memory with A or x. */
export function gemv(trans: boolean, alpha: number, a: Tensor, x: Tensor, beta: number, y: Tensor): void {
  const matrix = byRows(a) || byColumns(a) ? a : a.clone();
  const rows = byRows(matrix);
  const from = ascending(x);
  const to = ascending(y);
  kernels.gemv(
    trans === rows,
    matrix._size[rows ? 0 : 1],
    matrix._size[rows ? 1 : 0],
    alpha,
    vector(matrix),
    matrix._offset,
    matrix._stride[rows ? 0 : 1],
    vector(from),
    from._offset,
    from._stride[0],
    beta,
    vector(to),
    to._offset,
    to._stride[0],
  );
  if (to !== y) y.copy(to);
}

interface Sum {
  beta: number;
  /** M. */
  start: Tensor;
  alpha: number;
  a: Tensor;
  b: Tensor;
}

function parsed(name: string, self: Tensor, operands: readonly (number | Tensor)[]): Sum {
  const numbers: number[] = [];
  let at = 0;
  for (; typeof operands[at] === 'number'; at++) numbers.push(operands[at] as number);
  const m = operands.length - at > 2 ? operands[at++] : undefined;
  const inner = m !== undefined && typeof operands[at] === 'number' ? (operands[at++] as number) : undefined;
  const [a, b] = operands.slice(at);
  if (operands.length !== at + 2 || numbers.length > (m ? 1 : 2) || typeof a === 'number' || typeof b === 'number') {
    const got = operands.map((x) => (typeof x === 'number' ? 'number' : tensorOf(name, x).describe())).join(', ');
    throw new TypeError(`torch.${name}: expected ([β,] [M,] [α,] A, B), got (${got})`);
  }
  const start = m === undefined ? self : tensorOf(name, m);
  for (const x of [start, a, b]) check(name, self, x);
  if (m !== undefined) return { beta: numbers[0] ?? 1, start, alpha: inner ?? 1, a, b };
  return { beta: numbers.length === 2 ? numbers[0] : 1, start, alpha: numbers.at(-1) ?? 1, a, b };
}

/** What to compute on: the result, or where writing it would change A or B, a tensor that is copied into it afterwards. */
function separate(result: Tensor, size: readonly number[], a: Tensor, b: Tensor): Tensor {
  const { data } = result._storage;
  if (data !== a._storage.data && data !== b._storage.data) return result;
  const stays = result._size.length === size.length && result._size.every((s, d) => s === size[d]);
  return stays && !overlap(result, a) && !overlap(result, b) ? result : result.new();
}

function added(name: string, result: Tensor, sum: Sum, size: readonly number[], add: (to: Tensor) => void): Tensor {
  const { start, a, b } = sum;
  if (start._size.length !== size.length || start._size.some((s, d) => s !== size[d])) {
    shapes(name, `a sum of size (${size.join(' × ')})`, start);
  }
  const to = separate(result, size, a, b);
  if (to !== start) to.resize(size).copy(start);
  add(to);
  return to === result ? result : result.resize(size).copy(to);
}

function multiplied(result: Tensor, size: readonly number[], a: Tensor, b: Tensor, put: (to: Tensor) => void): Tensor {
  const to = separate(result, size, a, b).resize(size);
  put(to);
  return to === result ? result : result.resize(size).copy(to);
}

function matrixSize(name: string, a: Tensor, b: Tensor): number[] {
  if (a.dim() !== 2 || b.dim() !== 2 || a._size[1] !== b._size[0]) shapes(name, '(n × m) and (m × p)', a, b);
  return [a._size[0], b._size[1]];
}

function vectorSize(name: string, a: Tensor, v: Tensor): number[] {
  if (a.dim() !== 2 || v.dim() !== 1 || a._size[1] !== v._size[0]) shapes(name, '(n × m) and (m)', a, v);
  return [a._size[0]];
}

function outerSize(name: string, u: Tensor, v: Tensor): number[] {
  if (u.dim() !== 1 || v.dim() !== 1) shapes(name, '(n) and (m)', u, v);
  return [u._size[0], v._size[0]];
}

/** C ← α uvᵀ + β C. */
function outer(alpha: number, u: Tensor, v: Tensor, beta: number, c: Tensor): void {
  gemm(false, false, alpha, u.unsqueeze(1), v.unsqueeze(0), beta, c);
}

export const blas: Blas & ThisType<Tensor> = {
  dot(y) {
    check('dot', this, y);
    if (this.nElement() !== y.nElement()) shapes('dot', 'as many elements in both', this, y);
    if (this.nElement() === 0) return 0;
    const a = this.dim() === 1 ? ascending(this) : this.contiguous();
    const b = y.dim() === 1 ? ascending(y) : y.contiguous();
    const sa = a.dim() === 1 ? a._stride[0] : 1;
    const sb = b.dim() === 1 ? b._stride[0] : 1;
    return kernels.dot(a.nElement(), vector(a), a._offset, sa, vector(b), b._offset, sb);
  },

  addmm(...operands) {
    const sum = parsed('addmm', this, operands);
    const { a, b, alpha, beta } = sum;
    return added('addmm', this, sum, matrixSize('addmm', a, b), (to) => gemm(false, false, alpha, a, b, beta, to));
  },

  addmv(...operands) {
    const sum = parsed('addmv', this, operands);
    const { a, b, alpha, beta } = sum;
    return added('addmv', this, sum, vectorSize('addmv', a, b), (to) => gemv(false, alpha, a, b, beta, to));
  },

  addr(...operands) {
    const sum = parsed('addr', this, operands);
    const { a, b, alpha, beta } = sum;
    return added('addr', this, sum, outerSize('addr', a, b), (to) => outer(alpha, a, b, beta, to));
  },

  mm(a, b) {
    check('mm', this, a);
    check('mm', a, b);
    return multiplied(this, matrixSize('mm', a, b), a, b, (to) => gemm(false, false, 1, a, b, 0, to));
  },

  mv(a, v) {
    check('mv', this, a);
    check('mv', a, v);
    return multiplied(this, vectorSize('mv', a, v), a, v, (to) => gemv(false, 1, a, v, 0, to));
  },

  ger(u, v) {
    check('ger', this, u);
    check('ger', u, v);
    return multiplied(this, outerSize('ger', u, v), u, v, (to) => outer(1, u, v, 0, to));
  },
};
