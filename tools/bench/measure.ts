/** @file Timing: medians of short runs, taken in turn so that a machine that drifts treats all alike. */

/** Milliseconds per call of each function: the median over `rounds` rounds, in each of which every function has its turn. */
/** The middle one of the values, which are sorted. */
export function medians(
  functions: readonly (() => void)[],
  rounds: number = 15,
  roundMilliseconds: number = 20,
): number[] {
  const repetitions = functions.map((f) => {
    let n = 1;
    for (;;) {
      const time = run(f, n);
      if (time >= roundMilliseconds || n >= 1e6) return n;
      n = Math.max(n + 1, Math.ceil(n * Math.min(10, (1.2 * roundMilliseconds) / Math.max(time, 1e-3))));
    }
  });
  const times = functions.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    functions.forEach((f, i) => {
      times[i].push(run(f, repetitions[i]) / repetitions[i]);
    });
  }
  return times.map(median);
}

function run(f: () => void, n: number): number {
  const start = performance.now();
  for (let i = 0; i < n; i++) f();
  return performance.now() - start;
}

/** The middle one of the values, which are sorted. */
export function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1];
}
