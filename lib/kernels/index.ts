/** @file The kernels in use. Callers import the binding and write `kernels.gemm(…)`, so a change reaches all of them. */
import { type Choice, chooseBackend } from './choose.js';
import { host } from './host.js';
import type { Kernels } from './kernels.js';
import type { Lapack } from './lapack/lapack.js';
import { oneThread, type Threads } from './loaded.js';

export { loadBlas } from './blas/index.js';
export { cases } from './cases.js';
export { type Choice, chooseBackend, type Finding } from './choose.js';
export type { CountingKernels, KernelName } from './counting.js';
export { counting } from './counting.js';
export { bySize } from './dispatch.js';
export { js } from './js/index.js';
export type { Kernels, PlaneTerm, Scratch, Vector, VectorMap, VectorZip } from './kernels.js';
export { jsLapack } from './lapack/js/index.js';
export type { Lapack, Triangle } from './lapack/lapack.js';
export { type Axis, columnsSize, noAxis, type Patches, placesOf, windowSize } from './patches.js';
export { loadWasm } from './wasm/index.js';

/** What was chosen when this module was loaded, and why. */
export const choice: Choice = chooseBackend();

/** A live binding: read it at each call, never keep a copy. */
export let kernels: Kernels = choice.kernels;

/** Makes `next` the kernels of the whole process; returns those that were in use. */
export function useKernels(next: Kernels): Kernels {
  const previous = kernels;
  kernels = next;
  return previous;
}

let routines: Lapack | undefined;

/** The linear algebra in use; looked for at the first call. */
export function lapack(): Lapack {
  routines ??= choice.lapack();
  return routines;
}

/** Makes `next` the linear algebra of the whole process; returns that which was in use. */
export function useLapack(next: Lapack): Lapack {
  const previous = lapack();
  routines = next;
  return previous;
}

let threads: Threads = oneThread('no more were asked for');

/**
 * Asks for n threads: of a native BLAS, which then sums in an order that depends on their number, or of WASM, whose results do not
 * depend on it. Where there can be no more than one, or more are not faster, there is one.
 *
 * @throws RangeError unless n is a whole number from 1 up.
 */
export function setThreads(n: number): void {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`torch.setnumthreads: expected a whole number from 1 up, got ${n}`);
  threads = choice.threads();
  threads.set(n);
}

/** How many threads compute, and what they are, or why there is one. */
export function threadsInUse(): Pick<Threads, 'count' | 'reason'> {
  const { count, reason } = threads;
  return { count, reason };
}

const wanted = host?.env?.ROP_THREADS;
if (wanted) setThreads(Number(wanted));
