/** @file The matrix product on a WASM instance: operands staged whole where they are small enough, else split. */
import { js } from '../js/index.js';
import type { Kernels } from '../kernels.js';
import type { Pair } from './backend.js';
import type { Heap } from './heap.js';

/** Bytes of operands that are staged at a time; memory that has grown never shrinks. */
const MOST = 48 * 2 ** 20;
/** Room for a border tile, a packed block of A and one of B, of which every thread needs its own: see assembly/gemm.ts. */
export const WORK: number = 128 + 8 * (32 * 256 + 256 * (1024 + 8));
/** Room for all that is staged at a time. */
export const STAGED: number = MOST + WORK + 64;

/** gemm, or false where it cannot be computed this way: C is then as it was. */
export type Product = (...call: Parameters<Kernels['gemm']>) => boolean;

/** The product by `kernel` in the memory of `heap`; operands that lie there are used where they are. A kernel that gives up returns 1. */
export function stagedOn(heap: Heap, kernel: Pair): Product {
  return (transA, transB, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc) => {
    const size = c.BYTES_PER_ELEMENT;
    const [hereA, hereB, hereC] = [heap.addressOf(a, ao), heap.addressOf(b, bo), heap.addressOf(c, co)];
    if (!heap.open((m * k + k * n + m * n) * size + WORK + 64)) return false;
    const work = heap.place(WORK);
    const left = hereA || (transA ? heap.placeMatrix(a, ao, k, m, lda) : heap.placeMatrix(a, ao, m, k, lda));
    const right = hereB || (transB ? heap.placeMatrix(b, bo, n, k, ldb) : heap.placeMatrix(b, bo, k, n, ldb));
    const to = hereC || (beta === 0 ? heap.place(m * n * size) : heap.placeMatrix(c, co, m, n, ldc));
    const [leftLd, rightLd, toLd] = [hereA ? lda : transA ? m : k, hereB ? ldb : transB ? k : n, hereC ? ldc : n];
    if (kernel(c)(+transA, +transB, m, n, k, alpha, left, leftLd, right, rightLd, beta, to, toLd, work)) return false;
    if (!hereC) heap.readMatrix(to, c, co, m, n, ldc);
    return true;
  };
}

/** The product by several threads where they take it, else by this one, with at most `most` bytes of operands staged at a time. */
export function gemmOn(together: Product, alone: Product, most: number = MOST): Kernels['gemm'] {
  const gemm: Kernels['gemm'] = (
    transA, transB, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc,
  ) => {
    if (m === 0 || n === 0) return;
    const size = c.BYTES_PER_ELEMENT;
    const bytes = (m * k + k * n + m * n) * size;
    if (k === 0 || alpha === 0 || bytes <= Math.max(most, 8 * size)) {
      const staged =
        k > 0 && alpha !== 0 && bytes <= most &&
        (together(transA, transB, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc) ||
          alone(transA, transB, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc));
      if (!staged) js.gemm(transA, transB, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc);
    } else if (m >= n && m >= k) {
      // Halves of the longest side: of rows of C, of columns of C, or of the sum, whose second half is added to the first.
      const h = m >> 1;
      gemm(transA, transB, h, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc);
      gemm(transA, transB, m - h, n, k, alpha, a, ao + (transA ? h : h * lda), lda, b, bo, ldb, beta, c, co + h * ldc, ldc);
    } else if (n >= k) {
      const h = n >> 1;
      gemm(transA, transB, m, h, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc);
      gemm(transA, transB, m, n - h, k, alpha, a, ao, lda, b, bo + (transB ? h * ldb : h), ldb, beta, c, co + h, ldc);
    } else {
      const h = k >> 1;
      gemm(transA, transB, m, n, h, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc);
      gemm(
        transA, transB, m, n, k - h, alpha, a, ao + (transA ? h * lda : h), lda,
        b, bo + (transB ? h : h * ldb), ldb, 1, c, co, ldc,
      );
    }
  };
  return gemm;
}
