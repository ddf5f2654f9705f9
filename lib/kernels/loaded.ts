/** @file A backend once it is looked for: its kernels and their threads, or why there are none. */
import type { Kernels } from './kernels.js';
import type { Lapack } from './lapack/lapack.js';

/** `lapack` throws where a library has none. */
export type Loaded =
  | { kernels: Kernels; threads: Threads; lapack?: () => Lapack; reason?: string }
  | { kernels?: undefined; threads?: undefined; lapack?: undefined; reason: string };

export interface Threads {
  /** How many compute. */
  readonly count: number;
  /** What they are; where there is one, why. */
  readonly reason: string;
  /** Asks for n. */
  set(n: number): void;
}

/** Those of a backend that has no more than the caller's. */
export function oneThread(reason: string): Threads {
  return { count: 1, reason, set: () => {} };
}
