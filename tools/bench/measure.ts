/** @file Timing of functions too quick for a clock. */
import { inTurn } from '../../lib/kernels/timing.js';

/** Milliseconds per call of each function: the median over `rounds` rounds, in each of which every function has its turn. */
export function medians(
  functions: readonly (() => void)[],
  rounds: number = 15,
  roundMilliseconds: number = 20,
): number[] {
  const repetitions = functions.map((f) => {
    for (let n = 1; ; ) {
      const time = run(f, n);
      if (time >= roundMilliseconds || n >= 1e6) return n;
      n = Math.max(n + 1, Math.ceil(n * Math.min(10, (1.2 * roundMilliseconds) / Math.max(time, 1e-3))));
    }
  });
  const times = inTurn(rounds, ...functions.map((f, i) => () => run(f, repetitions[i])));
  return times.map((time, i) => time / repetitions[i]);
}

function run(f: () => void, n: number): number {
  const start = performance.now();
  for (let i = 0; i < n; i++) f();
  return performance.now() - start;
}
