/** @file The native backend: whether there is a BLAS worth using, one thread of it, and why not when there is none. */
import type { Host } from '../host.js';
import type { Kernels } from '../kernels.js';
import { nativeLapack } from '../lapack/native.js';
import { type Loaded, oneThread, type Threads } from '../loaded.js';
import { inTurn } from '../timing.js';
import { blasKernels } from './backend.js';
import { findLibrary, type NativeLibrary } from './library.js';

/** The library's own threads. One at first: bits do not depend on the machine's cores. */
function threadsOf({ file, setThreads }: NativeLibrary): Threads {
  if (!setThreads) return oneThread(`no way is known to tell ${file} how many`);
  let count = 1;
  setThreads(count);
  return {
    get count() {
      return count;
    },
    reason: `of ${file}`,
    set(n) {
      setThreads(n);
      count = n;
    },
  };
}

/** A product of 128 × 128 × 128. */
function sample(kernels: Kernels): () => void {
  const n = 128;
  const [a, b, c] = [0, 1, 2].map(() => new Float64Array(n * n).fill(1));
  return () => kernels.gemm(false, false, n, n, n, 1, a, 0, n, b, 0, n, 0, c, 0, n);
}

/**
 * The native BLAS of this machine, with `others` for what it has not. A library that may be the slow reference is taken only when it is
 * faster than `others`. It is put on one thread.
 */
export function loadBlas(others: Kernels, host: Host | undefined): Loaded & { reason: string } {
  try {
    const library = findLibrary(host);
    const threads = threadsOf(library);
    const kernels = blasKernels(library, others);
    if (!library.tuned) {
      const [native, other] = inTurn(3, sample(kernels), sample(others));
      if (native > other) return { reason: `not used: ${library.file} is slower than ${others.name}` };
    }
    return { kernels, threads, lapack: () => nativeLapack(library), reason: library.version };
  } catch (error) {
    return { reason: `not used: ${error instanceof Error ? error.message : error}` };
  }
}
