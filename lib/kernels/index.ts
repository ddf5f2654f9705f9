/** @file The kernels in use. Import the binding and write `kernels.gemm(…)`: a change then reaches every caller. */
import { js } from './js/index.js';
import type { Kernels } from './kernels.js';

export type { CountingKernels, KernelName } from './counting.js';
export { counting } from './counting.js';
export { js } from './js/index.js';
export type { Kernels, Vector, VectorMap } from './kernels.js';

/** A live binding: read it at each call, never keep a copy. */
export let kernels: Kernels = js;

/** Makes `next` the kernels of the whole process; returns those that were in use. */
export function useKernels(next: Kernels): Kernels {
  const previous = kernels;
  kernels = next;
  return previous;
}
