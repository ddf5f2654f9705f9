/** @file Timing of functions too quick for a clock. */
import { median, timesInTurn } from '../../lib/kernels/timing.js';

/** Milliseconds per call of each function: the median over `rounds` rounds, in each of which every function has its turn. */
export function medians(functions: readonly (() => void)[], rounds: number = 15, milliseconds: number = 20): number[] {
  return timed(functions, rounds, milliseconds, median);
}

/** As `medians`, but the shortest time: what a machine can do, whatever else it does at the same time. */
export function shortest(functions: readonly (() => void)[], rounds: number = 15, milliseconds: number = 20): number[] {
  return timed(functions, rounds, milliseconds, (times) => Math.min(...times));
}

function timed(
  functions: readonly (() => void)[],
  rounds: number,
  roundMilliseconds: number,
  pick: (times: number[]) => number,
): number[] {
  const repetitions = functions.map((f) => {
    for (let n = 1; ; ) {
      const time = run(f, n);
      if (time >= roundMilliseconds || n >= 1e6) return n;
      n = Math.max(n + 1, Math.ceil(n * Math.min(10, (1.2 * roundMilliseconds) / Math.max(time, 1e-3))));
    }
  });
  const times = timesInTurn(rounds, ...functions.map((f, i) => () => run(f, repetitions[i])));
  return times.map((list, i) => pick(list) / repetitions[i]);
}

function run(f: () => void, n: number): number {
  const start = performance.now();
  for (let i = 0; i < n; i++) f();
  return performance.now() - start;
}
