/** @file The word that was probably meant. */

/** Insertions, deletions, replacements and swaps of neighbours that lead from a to b (optimal string alignment). */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}

/** `; did you mean 'tanh'?` for the candidate nearest to `word` (Levenshtein 1966, case aside), or nothing where none is near. */
export function suggestion(word: string, candidates: Iterable<string>): string {
  const given = word.slice(0, 64).toLowerCase();
  let best = '';
  let least = Math.max(1, Math.floor(given.length / 3)) + 1;
  for (const candidate of candidates) {
    const d = distance(given, candidate.toLowerCase());
    if (d < least) [best, least] = [candidate, d];
  }
  return best === '' ? '' : `; did you mean '${best}'?`;
}
