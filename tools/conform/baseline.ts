/** @file What must pass: names of functions, each with as many asserts as it had at least. It may only grow. */
import type { Outcome } from './suite.js';

export type Baseline = Readonly<Record<string, number>>;

/** The baseline with all that passes now. */
export function baselineOf(known: Baseline, outcomes: readonly Outcome[]): Baseline {
  const now = outcomes
    .filter(({ verdict }) => verdict === 'pass')
    .map(({ name, passed }): [string, number] => [name, Math.max(passed, known[name] ?? 0)]);
  const merged: Record<string, number> = { ...known, ...Object.fromEntries(now) };
  return Object.fromEntries(Object.entries(merged).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the outcomes are short of. */
export function complaints(known: Baseline, outcomes: readonly Outcome[]): string[] {
  const found = new Map(outcomes.map((outcome) => [outcome.name, outcome]));
  return Object.entries(known).flatMap(([name, asserts]) => {
    const outcome = found.get(name);
    if (!outcome) return [`${name}: expected to pass, got no such function`];
    if (outcome.verdict !== 'pass') return [`${name}: expected to pass, got ${outcome.verdict}: ${outcome.reason}`];
    return outcome.passed < asserts ? [`${name}: expected ${asserts} asserts, got ${outcome.passed}`] : [];
  });
}
