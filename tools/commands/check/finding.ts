/** @file What the checkers found on the examples of one class. */
import { checkCriterion, checkModule, type Report, type Verdict } from '../../../lib/check/index.js';
import { torch } from '../../../lib/tensor/index.js';
import type { Example, ExampleMaker } from './examples/index.js';

/** One line of `rop check`. */
export interface Finding {
  name: string;
  passed: boolean;
  /** How many properties were checked, over all examples. */
  properties: number;
  /** The property whose error is nearest to its bound, or one that failed. */
  worst?: { property: string; error: number; bound: number };
  /** What failed. */
  message?: string;
}

function report(example: Example, seed: number): Pick<Report, 'subject' | 'verdicts'> {
  if (!('module' in example)) return checkCriterion(example.criterion, example.input, example.target, { seed });
  const { module, input, exceptions = [] } = example;
  const found = checkModule(module, input, { seed });
  return { ...found, verdicts: found.verdicts.map((v) => (exceptions.includes(v.property) ? turned(v) : v)) };
}

/** A property that the class says it does not have: having it is the fault. */
function turned(verdict: Verdict): Verdict {
  const { property, passed, bound } = verdict;
  if (passed) return { ...verdict, passed: false, error: Infinity, message: `expected no ${property}, which it has` };
  return { ...verdict, passed: true, error: 0, bound };
}

/** Orders of Taylor remainders and float conversions are judged roughly; among errors they would hide the ones that count. */
const ROUGH = 1e-6;

/** An error beside its bound: 1 is at the bound. */
function nearness({ passed, error, bound }: Verdict): number {
  if (!passed) return Infinity;
  return error === 0 || bound > ROUGH ? 0 : error / bound;
}

/** Makes the examples from `seed`, and runs the checkers on them. */
export function checkExamples(name: string, maker: ExampleMaker | undefined, seed: number): Finding {
  if (!maker) return { name, passed: false, properties: 0, message: `no example of ${name} to check it on` };
  let properties = 0;
  try {
    torch.manualSeed(seed);
    const reports = maker().map((example) => report(example, seed));
    const verdicts = reports.flatMap((r) => r.verdicts.map((verdict) => ({ ...verdict, subject: r.subject })));
    properties = verdicts.length;
    const worst = verdicts.reduce((a, b) => (nearness(b) > nearness(a) ? b : a));
    const { property, error, bound, passed, message, subject } = worst;
    const finding = { name, passed, properties, worst: { property, error, bound } };
    return passed ? finding : { ...finding, message: `${subject}: ${message}` };
  } catch (error) {
    return { name, passed: false, properties, message: error instanceof Error ? error.message : String(error) };
  }
}

/** `Tanh   20 properties   1.2e-11 <= 1e-8   symmetry   ok`, names padded to `width`. */
export function findingLine({ name, passed, properties, worst, message }: Finding, width: number): string {
  const count = `${String(properties).padStart(4)} properties`;
  const figures = worst
    ? `${worst.error.toExponential(1).padStart(8)} <= ${worst.bound.toExponential(0).padEnd(6)} ${worst.property.padEnd(24)}`
    : ''.padEnd(44);
  return `${name.padEnd(width)} ${count} ${figures} ${passed ? 'ok' : `FAILED ${message?.replaceAll(/\s*\n\s*/g, ' ')}`}\n`;
}
