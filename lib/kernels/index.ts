/** @file The kernels in use. Callers import the binding and write `kernels.gemm(…)`, so a change reaches all of them. */
import { type Choice, chooseBackend } from './choose.js';
import type { Kernels } from './kernels.js';

export { loadBlas } from './blas/index.js';
export { type Choice, chooseBackend, type Finding } from './choose.js';
export type { CountingKernels, KernelName } from './counting.js';
export { counting } from './counting.js';
export { bySize } from './dispatch.js';
export { js } from './js/index.js';
export type { Kernels, Vector, VectorMap, VectorZip } from './kernels.js';
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
