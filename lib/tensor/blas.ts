/** @file Matrix and vector products, on kernels. Every stride is accepted; what BLAS cannot address is copied first. */
import { kernels, type Vector } from '../kernels/index.js';
import type { Tensor } from './tensor.js';

export interface Blas {
  /** Σ x y over all elements. */
  dot(y: Tensor): number;
  /** x ← βx + αAB, or βM + αAB with M given first: `x.addmm([β,] [M,] [α,] A, B)`. */
  addmm(...operands: (number | Tensor)[]): Tensor;
  /** x ← βx + αAv: `x.addmv([β,] [M,] [α,] A, v)`. */
  addmv(...operands: (number | Tensor)[]): Tensor;
  /** x ← βx + αuvᵀ: `x.addr([β,] [M,] [α,] u, v)`. */
  addr(...operands: (number | Tensor)[]): Tensor;
  /** x ← AB. */
  mm(a: Tensor, b: Tensor): Tensor;
  /** x ← Av. */
  mv(a: Tensor, v: Tensor): Tensor;
  /** x ← uvᵀ. */
  ger(u: Tensor, v: Tensor): Tensor;
}

function float(name: string, ...tensors: Tensor[]): void {
  const type = (tensors[0] as Tensor).elementType;
  for (const x of tensors) {
    if (x.elementType.integer) throw new TypeError(`torch.${name}: expected Double or Float, got ${x.describe()}`);
    if (x.elementType !== type) throw new TypeError(`torch.${name}: expected a ${type.name}Tensor, got ${x.describe()}`);
  }
}

function shapes(name: string, expected: string, ...operands: Tensor[]): never {
  throw new RangeError(`torch.${name}: expected ${expected}, got ${operands.map((x) => `(${x._size.join(' × ')})`).join(', ')}`);
}

/** Whether rows (or, transposed, columns) lie contiguous, so that a leading dimension describes the matrix. */
function byRows(x: Tensor): boolean {
  return (x._stride[1] === 1 || x._size[1] === 1) && (x._stride[0]) >= Math.max(1, x._size[1]);
}

function byColumns(x: Tensor): boolean {
  return (x._stride[0] === 1 || x._size[0] === 1) && (x._stride[1]) >= Math.max(1, x._size[0]);
}

/**
 * C ← α op(A) op(B) + β C on 2-D tensors, op transposing where its flag is set: the one place where tensors meet gemm.
 * The caller has checked types and shapes.
 */
export function gemm(transA: boolean, transB: boolean, alpha: number, a: Tensor, b: Tensor, beta: number, c: Tensor): void {
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
    left._storage.data as Vector,
    left._offset,
    left._stride[leftRows ? 0 : 1],
    right._storage.data as Vector,
    right._offset,
    right._stride[rightRows ? 0 : 1],
    beta,
    c._storage.data as Vector,
    c._offset,
    c._stride[0],
  );
}

/** y ← α op(A) x + β y on a 2-D tensor and 1-D ones. */
export function gemv(trans: boolean, alpha: number, a: Tensor, x: Tensor, beta: number, y: Tensor): void {
  const matrix = byRows(a) || byColumns(a) ? a : a.clone();
  const rows = byRows(matrix);
  kernels.gemv(
    trans === rows,
    matrix._size[rows ? 0 : 1],
    matrix._size[rows ? 1 : 0],
    alpha,
    matrix._storage.data as Vector,
    matrix._offset,
    matrix._stride[rows ? 0 : 1],
    x._storage.data as Vector,
    x._offset,
    x._stride[0],
    beta,
    y._storage.data as Vector,
    y._offset,
    y._stride[0],
  );
}

interface Product {
  beta: number;
  alpha: number;
  start: Tensor;
  a: Tensor;
  b: Tensor;
}

/** Reads ([β,] [M,] [α,] A, B): one number alone is α; without M, the result itself is M. */
function product(name: string, self: Tensor, operands: readonly (number | Tensor)[]): Product {
  const numbers = operands.filter((x): x is number => typeof x === 'number');
  const tensors = operands.filter((x): x is Tensor => typeof x === 'object');
  const [a, b] = tensors.slice(-2);
  if (!a || !b || tensors.length > 3 || numbers.length > 2) {
    throw new TypeError(`torch.${name}: expected ([β,] [M,] [α,] A, B), got ${operands.length} operands`);
  }
  const leading = typeof operands[0] === 'number' && typeof operands[1] === 'object' && tensors.length === 3;
  const [beta, alpha] = numbers.length === 2 ? numbers : leading ? [numbers[0], 1] : [1, numbers[0] ?? 1];
  float(name, self, ...tensors);
  return { beta: beta as number, alpha: alpha as number, start: tensors.length === 3 ? (tensors[0] as Tensor) : self, a, b };
}

/** Makes `result` hold M (of the given sizes) so that the product can be added in place. */
function started(name: string, result: Tensor, start: Tensor, size: readonly number[]): void {
  if (start._size.length !== size.length || start._size.some((s, d) => s !== size[d])) {
    shapes(name, `a sum of size (${size.join(' × ')})`, start);
  }
  if (start !== result) result.resizeAs(start).copy(start);
}

/** A separate result where the product would be read after it is written. */
function unaliased(result: Tensor, a: Tensor, b: Tensor, write: (to: Tensor) => void): Tensor {
  if (result._storage !== a._storage && result._storage !== b._storage) {
    write(result);
    return result;
  }
  const fresh = result.clone();
  write(fresh);
  return result.resizeAs(fresh).copy(fresh);
}

export const blas: Blas & ThisType<Tensor> = {
  dot(y) {
    float('dot', this, y);
    if (this.nElement() !== y.nElement()) shapes('dot', 'as many elements in both', this, y);
    const a = this.dim() === 1 ? this : this.contiguous();
    const b = y.dim() === 1 ? y : y.contiguous();
    const [sa, sb] = [a.dim() === 1 ? (a._stride[0]) : 1, b.dim() === 1 ? (b._stride[0]) : 1];
    return kernels.dot(a.nElement(), a._storage.data as Vector, a._offset, sa, b._storage.data as Vector, b._offset, sb);
  },

  addmm(...operands) {
    const { beta, alpha, start, a, b } = product('addmm', this, operands);
    if (a.dim() !== 2 || b.dim() !== 2 || a._size[1] !== b._size[0]) shapes('addmm', '(n × m) and (m × p)', a, b);
    const size = [a._size[0], b._size[1]];
    return unaliased(this, a, b, (to) => {
      started('addmm', to, start === this ? to : start, size);
      gemm(false, false, alpha, a, b, beta, to);
    });
  },

  addmv(...operands) {
    const { beta, alpha, start, a, b } = product('addmv', this, operands);
    if (a.dim() !== 2 || b.dim() !== 1 || a._size[1] !== b._size[0]) shapes('addmv', '(n × m) and (m)', a, b);
    return unaliased(this, a, b, (to) => {
      started('addmv', to, start === this ? to : start, [a._size[0]]);
      gemv(false, alpha, a, b, beta, to);
    });
  },

  addr(...operands) {
    const { beta, alpha, start, a, b } = product('addr', this, operands);
    if (a.dim() !== 1 || b.dim() !== 1) shapes('addr', '(n) and (m)', a, b);
    return unaliased(this, a, b, (to) => {
      started('addr', to, start === this ? to : start, [a._size[0], b._size[0]]);
      gemm(false, false, alpha, a.contiguous().view(-1, 1), b.contiguous().view(1, -1), beta, to);
    });
  },

  mm(a, b) {
    float('mm', this, a, b);
    if (a.dim() !== 2 || b.dim() !== 2 || a._size[1] !== b._size[0]) shapes('mm', '(n × m) and (m × p)', a, b);
    const size = [a._size[0], b._size[1]];
    const to = this._storage === a._storage || this._storage === b._storage ? this.new() : this;
    gemm(false, false, 1, a, b, 0, to.resize(size));
    return to === this ? this : this.resize(size).copy(to);
  },

  mv(a, v) {
    float('mv', this, a, v);
    if (a.dim() !== 2 || v.dim() !== 1 || a._size[1] !== v._size[0]) shapes('mv', '(n × m) and (m)', a, v);
    const to = this._storage === a._storage || this._storage === v._storage ? this.new() : this;
    gemv(false, 1, a, v, 0, to.resize(a._size[0]));
    return to === this ? this : this.resizeAs(to).copy(to);
  },

  ger(u, v) {
    float('ger', this, u, v);
    if (u.dim() !== 1 || v.dim() !== 1) shapes('ger', '(n) and (m)', u, v);
    return this.mm(u.contiguous().view(-1, 1), v.contiguous().view(1, -1));
  },
};
