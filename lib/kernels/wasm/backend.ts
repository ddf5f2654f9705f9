/** @file The kernels on a WASM instance: operands are staged into its memory in blocks, results are copied back. */
import { js } from '../js/index.js';
import type { Kernels, Vector, VectorMap, VectorZip } from '../kernels.js';
import { gemmOn, stagedOn } from './gemm.js';
import { Heap } from './heap.js';
import { patchesOn } from './patches.js';
import { type PlaneKernel, planesOn } from './planes.js';
import { type SoftmaxKernel, softmaxOn } from './softmax.js';
import type { WasmThreads } from './threads/index.js';

/** One exported function; flags are 0 or 1, pointers byte addresses. */
export type Export = (...args: number[]) => number;
/** A kernel's instances for the two precisions. */
export type Pair = (x: Vector) => Export;

/**
 * Elements of one operand that are staged at a time: small enough for the second-level cache with its fellows, and whole pairs of
 * registers, which kernels of maps write.
 */
const CHUNK = 4096;
/** Below this address no operand is placed: 0 stands for one that is missing. */
const BASE = 64;

/**
 * Makes the kernels of a compiled module, with `threads` for large products.
 *
 * @throws Error when the memory or the instance cannot be made.
 */
export function wasmKernels(module: WebAssembly.Module, name: string, threads: WasmThreads): Kernels {
  const heap = new Heap(BASE, 4 * 2 ** 20);
  const chunks = Array.from({ length: 6 }, () => heap.reserve(CHUNK * 8));
  const { exports } = new WebAssembly.Instance(module, { env: { memory: heap.memory } });
  const pair = (kernel: string): Pair => {
    const f64 = exports[`${kernel}F64`] as Export;
    const f32 = exports[`${kernel}F32`] as Export;
    if (!f64 || !f32) throw new Error(`wasm: expected kernel ${kernel} in both precisions`);
    return (x) => (x instanceof Float64Array ? f64 : f32);
  };
  return {
    name,
    scratch: (n, like) => heap.scratch(n, like) ?? js.scratch(n, like),
    ...level3(heap, pair, threads),
    ...level1(heap, pair, chunks),
    ...maps(heap, pair, chunks),
    ...softmaxOn(heap, pair),
    ...patchesOn(heap, pair),
    ...planesOn(heap, pair, CHUNK, chunks[0], chunks[1]),
  };
}

function level3(heap: Heap, pair: (kernel: string) => Pair, threads: WasmThreads): Pick<Kernels, 'gemm' | 'gemv' | 'ger'> {
  const alone = stagedOn(heap, pair('gemm'));
  const gemv = pair('gemv');
  const ger = pair('ger');
  return {
    gemm: gemmOn(threads.or(alone), alone),
    gemv(trans, m, n, alpha, a, ao, lda, x, xo, incx, beta, y, yo, incy) {
      const size = a.BYTES_PER_ELEMENT;
      const [inputs, outputs] = trans ? [m, n] : [n, m];
      if (incx !== 1 || incy !== 1 || !heap.open((m * n + m + n) * size + 64)) {
        js.gemv(trans, m, n, alpha, a, ao, lda, x, xo, incx, beta, y, yo, incy);
        return;
      }
      const matrix = heap.placeMatrix(a, ao, m, n, lda);
      const from = heap.place(inputs * size);
      const to = heap.place(outputs * size);
      heap.write(from, x, xo, inputs);
      if (beta !== 0) heap.write(to, y, yo, outputs);
      gemv(a)(+trans, m, n, alpha, matrix, n, from, beta, to);
      heap.read(to, y, yo, outputs);
    },
    ger(m, n, alpha, x, xo, incx, y, yo, incy, a, ao, lda) {
      const size = a.BYTES_PER_ELEMENT;
      if (incx !== 1 || incy !== 1 || !heap.open((m * n + m + n) * size + 64)) {
        js.ger(m, n, alpha, x, xo, incx, y, yo, incy, a, ao, lda);
        return;
      }
      const matrix = heap.placeMatrix(a, ao, m, n, lda);
      const left = heap.place(m * size);
      const right = heap.place(n * size);
      heap.write(left, x, xo, m);
      heap.write(right, y, yo, n);
      ger(a)(m, n, alpha, left, right, matrix, n);
      heap.readMatrix(matrix, a, ao, m, n, lda);
    },
  };
}

type Level1 = 'axpy' | 'dot' | 'nrm2' | 'scal' | 'sum' | 'equal' | 'addColumnSums' | 'spread';

function level1(heap: Heap, pair: (kernel: string) => Pair, chunks: readonly number[]): Pick<Kernels, Level1> {
  const [axpy, dot, nrm2, scal, sum] = ['axpy', 'dot', 'nrm2', 'scal', 'sum'].map(pair);
  const [addColumnSums, equal] = ['addColumnSums', 'equal'].map(pair);
  const [u, v] = chunks;
  return {
    axpy(n, alpha, x, xo, incx, y, yo, incy) {
      if (incx !== 1 || incy !== 1) {
        js.axpy(n, alpha, x, xo, incx, y, yo, incy);
        return;
      }
      for (let i = 0; i < n; i += CHUNK) {
        const c = Math.min(CHUNK, n - i);
        heap.write(u, x, xo + i, c);
        heap.write(v, y, yo + i, c);
        axpy(x)(c, alpha, u, v);
        heap.read(v, y, yo + i, c);
      }
    },
    dot(n, x, xo, incx, y, yo, incy) {
      if (incx !== 1 || incy !== 1) return js.dot(n, x, xo, incx, y, yo, incy);
      let total = 0;
      for (let i = 0; i < n; i += CHUNK) {
        const c = Math.min(CHUNK, n - i);
        heap.write(u, x, xo + i, c);
        heap.write(v, y, yo + i, c);
        total += dot(x)(c, u, v);
      }
      return total;
    },
    nrm2(n, x, xo, incx) {
      if (incx !== 1) return js.nrm2(n, x, xo, incx);
      let norm = 0;
      for (let i = 0; i < n; i += CHUNK) {
        const c = Math.min(CHUNK, n - i);
        heap.write(u, x, xo + i, c);
        norm = hypotenuse(norm, nrm2(x)(c, u));
      }
      return norm;
    },
    scal(n, alpha, x, xo, incx) {
      if (incx !== 1) {
        js.scal(n, alpha, x, xo, incx);
        return;
      }
      for (let i = 0; i < n; i += CHUNK) {
        const c = Math.min(CHUNK, n - i);
        heap.write(u, x, xo + i, c);
        scal(x)(c, alpha, u);
        heap.read(u, x, xo + i, c);
      }
    },
    sum(n, x, xo) {
      let total = 0;
      for (let i = 0; i < n; i += CHUNK) {
        const c = Math.min(CHUNK, n - i);
        heap.write(u, x, xo + i, c);
        total += sum(x)(c, u);
      }
      return total;
    },
    equal(n, x, xo, y, yo) {
      for (let i = 0; i < n; i += CHUNK) {
        const c = Math.min(CHUNK, n - i);
        heap.write(u, x, xo + i, c);
        heap.write(v, y, yo + i, c);
        if (!equal(x)(c, u, v)) return false;
      }
      return true;
    },
    addColumnSums(count, n, alpha, x, xo, y, yo) {
      const size = x.BYTES_PER_ELEMENT;
      if (!heap.open((count * n + n) * size + 32)) {
        js.addColumnSums(count, n, alpha, x, xo, y, yo);
        return;
      }
      const from = heap.placeMatrix(x, xo, count, n, n);
      const to = heap.place(n * size);
      heap.write(to, y, yo, n);
      addColumnSums(x)(count, n, alpha, from, to);
      heap.read(to, y, yo, n);
    },
    spread: js.spread,
  };
}

/** √(a² + b²) of partial norms, without overflow. */
function hypotenuse(a: number, b: number): number {
  if (a === 0) return b;
  if (b === Infinity || a === Infinity) return a !== a || b !== b ? NaN : Infinity;
  const [small, large] = a < b ? [a, b] : [b, a];
  return large * Math.sqrt(1 + (small / large) ** 2);
}

type Maps = Exclude<keyof Kernels, 'name' | 'scratch' | 'gemm' | 'gemv' | 'ger' | 'im2col' | 'col2im' | PlaneKernel | Level1 | SoftmaxKernel>;

function maps(heap: Heap, pair: (kernel: string) => Pair, chunks: readonly number[]): Pick<Kernels, Maps> {
  const [u, v, w, p, q, r] = chunks;
  /** y ← f(x), where the parameters of f, if any, stand before its pointers. */
  const map = (kernel: string): ((n: number, x: Vector, xo: number, y: Vector, yo: number, a?: number, b?: number) => void) => {
    const f = pair(kernel);
    return (n, x, xo, y, yo, a, b) => {
      for (let i = 0; i < n; i += CHUNK) {
        const c = Math.min(CHUNK, n - i);
        heap.write(u, x, xo + i, c);
        if (a === undefined) f(x)(c, u, u);
        else if (b === undefined) f(x)(c, a, u, u);
        else f(x)(c, a, b, u, u);
        heap.read(u, y, yo + i, c);
      }
    };
  };
  const plain = (kernel: string): VectorMap => {
    const f = map(kernel);
    return (n, x, xo, y, yo) => f(n, x, xo, y, yo);
  };
  const zip = (kernel: string): VectorZip => {
    const f = pair(kernel);
    return (n, x, xo, y, yo, z, zo) => {
      for (let i = 0; i < n; i += CHUNK) {
        const c = Math.min(CHUNK, n - i);
        heap.write(u, x, xo + i, c);
        heap.write(v, y, yo + i, c);
        f(x)(c, u, v, u);
        heap.read(u, z, zo + i, c);
      }
    };
  };
  const zipWithOne = (kernel: string): Kernels['gate'] => {
    const f = pair(kernel);
    return (n, a, x, xo, y, yo, z, zo) => {
      for (let i = 0; i < n; i += CHUNK) {
        const c = Math.min(CHUNK, n - i);
        heap.write(u, x, xo + i, c);
        heap.write(v, y, yo + i, c);
        f(x)(c, a, u, v, u);
        heap.read(u, z, zo + i, c);
      }
    };
  };
  const withTwo = (kernel: string): Kernels['softPlus'] => {
    const f = map(kernel);
    return (n, a, b, x, xo, y, yo) => f(n, x, xo, y, yo, a, b);
  };
  const [addcmul, tripleProduct, sumOfProducts] = ['addcmul', 'tripleProduct', 'sumOfProducts'].map(pair);
  return {
    mul: zip('mul'),
    addcmul(n, alpha, x, xo, y, yo, z, zo) {
      for (let i = 0; i < n; i += CHUNK) {
        const c = Math.min(CHUNK, n - i);
        heap.write(u, x, xo + i, c);
        heap.write(v, y, yo + i, c);
        heap.write(w, z, zo + i, c);
        addcmul(x)(c, alpha, u, v, w);
        heap.read(w, z, zo + i, c);
      }
    },
    tripleProduct(n, a, ao, b, bo, c, co, z, zo) {
      for (let i = 0; i < n; i += CHUNK) {
        const k = Math.min(CHUNK, n - i);
        heap.write(u, a, ao + i, k);
        heap.write(v, b, bo + i, k);
        heap.write(w, c, co + i, k);
        tripleProduct(a)(k, u, v, w, p);
        heap.read(p, z, zo + i, k);
      }
    },
    sumOfProducts(n, x, xo, y, yo, a, ao, b, bo, c, co, z, zo) {
      for (let i = 0; i < n; i += CHUNK) {
        const k = Math.min(CHUNK, n - i);
        heap.write(u, x, xo + i, k);
        heap.write(v, y, yo + i, k);
        heap.write(w, a, ao + i, k);
        heap.write(p, b, bo + i, k);
        heap.write(q, c, co + i, k);
        sumOfProducts(x)(k, u, v, w, p, q, r);
        heap.read(r, z, zo + i, k);
      }
    },
    exp: plain('exp'),
    log: plain('log'),
    tanh: plain('tanh'),
    tanhSlope: plain('tanhSlope'),
    tanhBend: plain('tanhBend'),
    sigmoid: plain('sigmoid'),
    sigmoidSlope: zip('sigmoidSlope'),
    sigmoidBend: zip('sigmoidBend'),
    softPlus: withTwo('softPlus'),
    softPlusSlope: withTwo('softPlusSlope'),
    softPlusBend: withTwo('softPlusBend'),
    threshold: withTwo('threshold'),
    gate: zipWithOne('gate'),
    leak: zipWithOne('leak'),
    clamp: withTwo('clamp'),
  };
}
