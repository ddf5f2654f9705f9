/** @file Timing of functions too quick for a clock. */
import { median, timesInTurn } from '../../lib/kernels/timing.js';

/**
 * Milliseconds per call of each function: the median over `rounds` rounds, in each of which every function has its turn. Functions that take
 * much longer than `milliseconds` get fewer rounds.
 */
export function medians(functions: readonly (() => void)[], rounds: number = 15, milliseconds: number = 20): number[] {
  return timed(functions, rounds, milliseconds, median);
}

/** As `medians`, but the shortest time: what a machine can do, whatever else it does at the same time. */
export function shortest(functions: readonly (() => void)[], rounds: number = 15, milliseconds: number = 20): number[] {
  return timed(functions, rounds, milliseconds, (times) => Math.min(...times));
}

/** The rounds of slow functions together take so many times what those of quick ones would, and are this many at least. */
const PATIENCE = 5;
const FEWEST = 3;

function timed(
  functions: readonly (() => void)[],
  rounds: number,
  roundMilliseconds: number,
  pick: (times: number[]) => number,
): number[] {
  let roundTakes = 0;
  const repetitions = functions.map((f) => {
    for (let n = 1; ; ) {
      const time = run(f, n);
      if (time >= roundMilliseconds || n >= 1e6) {
        roundTakes += time;
        return n;
      }
      n = Math.max(n + 1, Math.ceil(n * Math.min(10, (1.2 * roundMilliseconds) / Math.max(time, 1e-3))));
    }
  });
  const affordable = Math.floor(
    (PATIENCE * rounds * functions.length * roundMilliseconds) / Math.max(roundTakes, 1e-3),
  );
  const count = Math.min(rounds, Math.max(FEWEST, affordable));
  const times = timesInTurn(count, ...functions.map((f, i) => () => run(f, repetitions[i])));
  return times.map((list, i) => pick(list) / repetitions[i]);
}

function run(f: () => void, n: number): number {
  const start = performance.now();
  for (let i = 0; i < n; i++) f();
  return performance.now() - start;
}
