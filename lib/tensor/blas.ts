/** @file Where tensors meet the products of kernels. Every stride is accepted; what BLAS cannot address is copied first. */
import { kernels, type Vector } from '../kernels/index.js';
import { ringOf } from './ring.js';
import type { Tensor } from './tensor.js';

/** The memory of a Double or Float tensor, for kernels; its elements begin at the tensor's offset. */
export function vector(x: Tensor): Vector {
  return x._storage.data as Vector;
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
 * C ← α op(A) op(B) + β C on 2-D tensors, op transposing where its flag is set: the one place where tensors meet gemm. Integers
 * wrap as elements do; those of Long have to be exact, and C is then half-written when they are not. The caller has checked types and shapes, and that C shares no memory with A or B.
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
  if (c.elementType.integer) {
    integerProduct(alpha, transA ? a.t() : a, transB ? b.t() : b, beta, c);
    return;
  }
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
  if (y.elementType.integer) {
    gemm(trans, false, alpha, a, x.unsqueeze(1), beta, y.unsqueeze(1));
    return;
  }
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

/** C ← α A B + β C, element by element. β = 0 does not read C. */
function integerProduct(alpha: number, a: Tensor, b: Tensor, beta: number, c: Tensor): void {
  const { add, multiply } = ringOf(c.elementType);
  const [x, y, z] = [a._storage.data, b._storage.data, c._storage.data];
  const [n, m] = c._size;
  const depth = a._size[1];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let total = 0;
      let xo = a._offset + i * a._stride[0];
      let yo = b._offset + j * b._stride[1];
      for (let k = 0; k < depth; k++) {
        total = add(total, multiply(x[xo], y[yo]));
        xo += a._stride[1];
        yo += b._stride[0];
      }
      const zo = c._offset + i * c._stride[0] + j * c._stride[1];
      total = multiply(alpha, total);
      z[zo] = beta === 0 ? total : add(multiply(beta, z[zo]), total);
    }
  }
}

/** Σ x y over all elements in row-major order: as many of one type in both. The sum of integers wraps as an element, or is exact. */
export function dot(x: Tensor, y: Tensor): number {
  if (x.nElement() === 0) return 0;
  const a = x.dim() === 1 ? ascending(x) : x.contiguous();
  const b = y.dim() === 1 ? ascending(y) : y.contiguous();
  const sa = a.dim() === 1 ? a._stride[0] : 1;
  const sb = b.dim() === 1 ? b._stride[0] : 1;
  const n = a.nElement();
  if (!x.elementType.integer) return kernels.dot(n, vector(a), a._offset, sa, vector(b), b._offset, sb);
  const { add, multiply } = ringOf(x.elementType);
  let total = 0;
  for (let i = 0; i < n; i++) {
    total = add(total, multiply(a._storage.data[a._offset + i * sa], b._storage.data[b._offset + i * sb]));
  }
  return x.elementType.cast(total);
}
