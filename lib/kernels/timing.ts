/** @file Measurements of about a millisecond, by which a backend earns its place. */

/** The fewest milliseconds that each task takes in `rounds` rounds, in which they take turns, after one that does not count. */
export function quickest(rounds: number, ...tasks: readonly (() => void)[]): number[] {
  const best = tasks.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round <= rounds; round++) {
    tasks.forEach((task, i) => {
      const start = performance.now();
      task();
      if (round > 0) best[i] = Math.min(best[i], performance.now() - start);
    });
  }
  return best;
}
