/** @file Measurements: medians of tasks that take turns, so that a machine that drifts treats all alike. */

/** The middle one of the values, which are sorted. */
export function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

/** Milliseconds of each task in each of `rounds` rounds, after one that does not count. */
export function timesInTurn(rounds: number, ...tasks: readonly (() => void)[]): number[][] {
  const times = tasks.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    tasks.forEach((task, i) => {
      const start = performance.now();
      task();
      if (round > 0) times[i].push(performance.now() - start);
    });
  }
  return times;
}

/** Milliseconds of each task, the median over `rounds` rounds after one that does not count. */
export function inTurn(rounds: number, ...tasks: readonly (() => void)[]): number[] {
  return timesInTurn(rounds, ...tasks).map(median);
}
