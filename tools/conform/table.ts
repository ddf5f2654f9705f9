/** @file What is shown of the outcomes. */
import type { Outcome, SuiteName, Verdict } from './suite.js';

export interface Summary {
  functions: number;
  verdicts: Record<Verdict, number>;
  passed: number;
  failed: number;
}

export function summary(outcomes: readonly Outcome[]): Summary {
  const verdicts: Record<Verdict, number> = { pass: 0, fail: 0, error: 0, missing: 0, empty: 0, slow: 0 };
  let [passed, failed] = [0, 0];
  for (const outcome of outcomes) {
    verdicts[outcome.verdict]++;
    passed += outcome.passed;
    failed += outcome.failed;
  }
  return { functions: outcomes.length, verdicts, passed, failed };
}

/** A line for each function, of those that do not pass unless `all`, and the sums. */
export function table(suite: SuiteName, outcomes: readonly Outcome[], all: boolean): string {
  const shown = outcomes.filter(({ verdict }) => all || verdict !== 'pass');
  const width = Math.max(8, ...shown.map(({ name }) => name.length));
  const row = (name: string, verdict: string, passed: string, failed: string, reason: string): string =>
    `${name.padEnd(width)}  ${verdict.padEnd(7)}  ${passed.padStart(6)}  ${failed.padStart(6)}  ${reason}`.trimEnd();
  const { functions, verdicts, passed, failed } = summary(outcomes);
  const sums = Object.entries(verdicts).map(([verdict, count]) => `${count} ${verdict}`);
  return [
    `${suite}: ${functions} functions: ${sums.join(', ')}; ${passed + failed} asserts, ${failed} failed`,
    row('function', 'verdict', 'passed', 'failed', 'first fault'),
    ...shown.map((o) => row(o.name, o.verdict, String(o.passed), String(o.failed), o.reason.slice(0, 200))),
    '',
  ].join('\n');
}
