/** @file A backend once it is looked for: its kernels and their threads, or why there are none. */
import type { Kernels } from './kernels.js';

export type Loaded =
  | { kernels: Kernels; threads: Threads; reason?: string }
  | { kernels?: undefined; threads?: undefined; reason: string };

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
