/** @file The native backend: whether there is a BLAS worth using, one thread of it, and why not when there is none. */
import type { Kernels } from '../kernels.js';
import { blasKernels } from './backend.js';
import { findLibrary, type Host } from './library.js';

export interface NativeBackend {
  kernels?: Kernels;
  /** The library's version, or why it is not used. */
  reason: string;
  /** Where the library has threads of its own: how many are to compute. One at first: bits do not depend on the machine's cores. */
  setThreads?: (n: number) => void;
}

/** Milliseconds of a 128 × 128 × 128 product, the best of a few: about a millisecond in all. */
function milliseconds(kernels: Kernels): number {
  const n = 128;
  const [a, b, c] = [0, 1, 2].map(() => new Float64Array(n * n).fill(1));
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 4; i++) {
    const start = performance.now();
    kernels.gemm(false, false, n, n, n, 1, a, 0, n, b, 0, n, 0, c, 0, n);
    if (i > 0) best = Math.min(best, performance.now() - start);
  }
  return best;
}

/**
 * The native BLAS of this machine, with `others` for what it has not. A library that may be the slow reference is taken only when it is
 * faster than `others`. It is put on one thread.
 */
export function loadBlas(others: Kernels, host: Host | undefined): NativeBackend {
  try {
    const library = findLibrary(host);
    library.setThreads?.(1);
    const kernels = blasKernels(library, others);
    if (!library.tuned && milliseconds(kernels) > milliseconds(others)) {
      return { reason: `not used: ${library.file} is slower than ${others.name}` };
    }
    return { kernels, reason: library.version, setThreads: library.setThreads };
  } catch (error) {
    return { reason: `not used: ${error instanceof Error ? error.message : error}` };
  }
}
