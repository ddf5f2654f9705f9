/** @file Matrix product: a direct loop for small shapes, packed panels and a 4×4 register kernel for the rest. */
import type { Kernels, Vector } from '../kernels.js';
import { product } from './level2.js';

/*
 * Operands are copied, block by block, into panels: slivers of 4 rows of op(A), or 4 columns of op(B), laid out in the
 * order in which the inner loop reads them. The copy costs O(mk + kn) and removes three things from the O(mnk) part:
 * transposes, leading dimensions, and precision. The panels are Float64Array whatever the operands are, so the register
 * kernel sees one kind of array for ever, and float32 products accumulate in double.
 *
 * Every path adds the k terms of an element of C one after the other, in the order 0 … k − 1, in double, and rounds to
 * the precision of C once. The result therefore does not depend on which path a shape takes.
 */

/** Rows and columns held in registers. */
const TILE = 4;
/** Extent of a block in m, n and k; a multiple of TILE. Two slivers of BLOCK terms fill half of a 32 kB L1 cache. */
const BLOCK = 256;
/** At most this many multiply-adds: packing would cost more than it saves. */
const DIRECT = 512;

// Constants, so that the compiler knows address and length: that is worth 20 % in the register kernel. 512 kB each,
// but a fresh typed array is zero pages that cost no memory until a product is large enough to touch them.
const aPanel = new Float64Array(BLOCK * BLOCK);
const bPanel = new Float64Array(BLOCK * BLOCK);
const block = new Float64Array(BLOCK * BLOCK);

/** C ← α op(A) op(B) + β C. As in BLAS, β = 0 never reads C, and α = 0 never reads A or B. */
export const gemm: Kernels['gemm'] = (transA, transB, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc) => {
  // Element (i, p) of op(A) is a[ao + i·aRow + p·aCol], element (p, j) of op(B) is b[bo + p·bRow + j·bCol].
  const aRow = transA ? 1 : lda;
  const aCol = transA ? lda : 1;
  const bRow = transB ? 1 : ldb;
  const bCol = transB ? ldb : 1;
  if (alpha === 0) {
    k = 0;
  }
  if (n === 1) {
    product(m, k, alpha, a, ao, aRow, aCol, b, bo, bRow, beta, c, co, ldc);
  } else if (m === 1) {
    product(n, k, alpha, b, bo, bCol, bRow, a, ao, aCol, beta, c, co, 1);
  } else if (m * n * k <= DIRECT) {
    direct(m, n, k, alpha, a, ao, aRow, aCol, b, bo, bRow, bCol, beta, c, co, ldc);
  } else {
    packed(m, n, k, alpha, a, ao, aRow, aCol, b, bo, bRow, bCol, beta, c, co, ldc);
  }
};

/** gemm with a row and a column stride in place of a transpose flag and a leading dimension. */
type Strided = (
  m: number, n: number, k: number,
  alpha: number, a: Vector, ao: number, aRow: number, aCol: number, b: Vector, bo: number, bRow: number, bCol: number,
  beta: number, c: Vector, co: number, ldc: number,
) => void;

const direct: Strided = (m, n, k, alpha, a, ao, aRow, aCol, b, bo, bRow, bCol, beta, c, co, ldc) => {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      let ai = ao + i * aRow;
      let bi = bo + j * bCol;
      for (let p = 0; p < k; p++) {
        sum += a[ai] * b[bi];
        ai += aCol;
        bi += bRow;
      }
      const ci = co + i * ldc + j;
      c[ci] = beta === 0 ? alpha * sum : alpha * sum + beta * c[ci];
    }
  }
};

/** One block of C at a time is summed over all of k in double before it is scaled and stored. */
const packed: Strided = (m, n, k, alpha, a, ao, aRow, aCol, b, bo, bRow, bCol, beta, c, co, ldc) => {
  for (let j = 0; j < n; j += BLOCK) {
    const columns = Math.min(BLOCK, n - j);
    const stride = Math.ceil(columns / TILE) * TILE;
    for (let i = 0; i < m; i += BLOCK) {
      const rows = Math.min(BLOCK, m - i);
      block.fill(0, 0, Math.ceil(rows / TILE) * TILE * stride);
      for (let p = 0; p < k; p += BLOCK) {
        const depth = Math.min(BLOCK, k - p);
        // With a single block of k the columns packed for the first rows serve all the others.
        if (i === 0 || k > BLOCK) {
          pack(bPanel, columns, depth, b, bo + p * bRow + j * bCol, bCol, bRow);
        }
        pack(aPanel, rows, depth, a, ao + i * aRow + p * aCol, aRow, aCol);
        for (let jj = 0; jj < columns; jj += TILE) {
          for (let ii = 0; ii < rows; ii += TILE) {
            tile(depth, ii * depth, jj * depth, ii * stride + jj, stride);
          }
        }
      }
      store(rows, columns, stride, alpha, beta, c, co + i * ldc + j, ldc);
    }
  }
};

/**
 * Slivers of 4 lines × depth, depth outermost. Lines that the last sliver lacks keep what the panel held before: it
 * meets only elements of `block` that nobody stores.
 */
function pack(
  panel: Float64Array, lines: number, depth: number, x: Vector, xo: number, lineStride: number, depthStride: number,
): void {
  const whole = lines - (lines % TILE);
  let q = 0;
  for (let line = 0; line < whole; line += TILE) {
    let i0 = xo + line * lineStride;
    let i1 = i0 + lineStride;
    let i2 = i1 + lineStride;
    let i3 = i2 + lineStride;
    for (let p = 0; p < depth; p++) {
      panel[q] = x[i0];
      panel[q + 1] = x[i1];
      panel[q + 2] = x[i2];
      panel[q + 3] = x[i3];
      q += TILE;
      i0 += depthStride;
      i1 += depthStride;
      i2 += depthStride;
      i3 += depthStride;
    }
  }
  if (whole < lines) {
    for (let p = 0; p < depth; p++) {
      for (let line = whole; line < lines; line++) {
        panel[q + line - whole] = x[xo + line * lineStride + p * depthStride];
      }
      q += TILE;
    }
  }
}

/** Adds to the 4×4 tile of `block` at `o` the product of the slivers at `ai` and `bi`. */
function tile(depth: number, ai: number, bi: number, o: number, stride: number): void {
  const o1 = o + stride;
  const o2 = o1 + stride;
  const o3 = o2 + stride;
  let c00 = block[o];
  let c01 = block[o + 1];
  let c02 = block[o + 2];
  let c03 = block[o + 3];
  let c10 = block[o1];
  let c11 = block[o1 + 1];
  let c12 = block[o1 + 2];
  let c13 = block[o1 + 3];
  let c20 = block[o2];
  let c21 = block[o2 + 1];
  let c22 = block[o2 + 2];
  let c23 = block[o2 + 3];
  let c30 = block[o3];
  let c31 = block[o3 + 1];
  let c32 = block[o3 + 2];
  let c33 = block[o3 + 3];
  for (const end = ai + TILE * depth; ai < end; ai += TILE, bi += TILE) {
    const b0 = bPanel[bi];
    const b1 = bPanel[bi + 1];
    const b2 = bPanel[bi + 2];
    const b3 = bPanel[bi + 3];
    const a0 = aPanel[ai];
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    c03 += a0 * b3;
    const a1 = aPanel[ai + 1];
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
    c13 += a1 * b3;
    const a2 = aPanel[ai + 2];
    c20 += a2 * b0;
    c21 += a2 * b1;
    c22 += a2 * b2;
    c23 += a2 * b3;
    const a3 = aPanel[ai + 3];
    c30 += a3 * b0;
    c31 += a3 * b1;
    c32 += a3 * b2;
    c33 += a3 * b3;
  }
  block[o] = c00;
  block[o + 1] = c01;
  block[o + 2] = c02;
  block[o + 3] = c03;
  block[o1] = c10;
  block[o1 + 1] = c11;
  block[o1 + 2] = c12;
  block[o1 + 3] = c13;
  block[o2] = c20;
  block[o2 + 1] = c21;
  block[o2 + 2] = c22;
  block[o2 + 3] = c23;
  block[o3] = c30;
  block[o3 + 1] = c31;
  block[o3 + 2] = c32;
  block[o3 + 3] = c33;
}

function store(
  rows: number, columns: number, stride: number, alpha: number, beta: number, c: Vector, co: number, ldc: number,
): void {
  for (let i = 0; i < rows; i++) {
    const from = i * stride;
    const to = co + i * ldc;
    for (let j = 0; j < columns; j++) {
      const value = alpha * block[from + j];
      c[to + j] = beta === 0 ? value : value + beta * c[to + j];
    }
  }
}
