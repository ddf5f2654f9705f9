/** @file What the checkers found on the examples of one class. */
import { checkCriterion, checkModule, type Report, type Verdict } from '../../../lib/check/index.js';
import { torch } from '../../../lib/tensor/index.js';
import type { Example, ExampleMaker } from './examples/index.js';

/** One line of `rop check`. */
export interface Finding {
  name: string;
  passed: boolean;
  /** Of every aspect of which a property was checked, whether all of its properties hold. */
  aspects: Partial<Record<Aspect, boolean>>;
  /** How many properties were checked, over all examples. */
  properties: number;
  /** The property whose error is nearest to its bound, or one that failed. */
  worst?: { property: string; error: number; bound: number };
  /** What failed. */
  message?: string;
}

/** What the properties show. All that is not named here shows R. */
const aspects = {
  forward: [
    'forward and backward change results only',
    'repetition',
    'memory layout',
    'other sizes in between',
    'buffers',
    'clone',
    'clearState',
  ],
  backward: [
    'gradient',
    'Taylor order of forward',
    'accumulation',
    'scale',
    'zeroing',
    'expanded gradOutput',
    'skipped input gradient',
    'order of calls',
  ],
  float32: ['type'],
  '.t7': ['file'],
} as const;

/** What a class is to be right in. */
export type Aspect = keyof typeof aspects | 'R';

export const aspectNames: readonly Aspect[] = ['forward', 'backward', 'R', 'float32', '.t7'];

function aspectOf(property: string): Aspect {
  const known = Object.entries(aspects).find(([, properties]) => (properties as readonly string[]).includes(property));
  return (known?.[0] as Aspect | undefined) ?? 'R';
}

function aspectsOf(verdicts: readonly Verdict[]): Finding['aspects'] {
  const found: Finding['aspects'] = {};
  for (const { property, passed } of verdicts) {
    const aspect = aspectOf(property);
    found[aspect] = passed && found[aspect] !== false;
  }
  return found;
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
  if (!maker)
    return { name, passed: false, aspects: {}, properties: 0, message: `no example of ${name} to check it on` };
  let properties = 0;
  try {
    torch.manualSeed(seed);
    const reports = maker().map((example) => report(example, seed));
    const verdicts = reports.flatMap((r) => r.verdicts.map((verdict) => ({ ...verdict, subject: r.subject })));
    properties = verdicts.length;
    const worst = verdicts.reduce((a, b) => (nearness(b) > nearness(a) ? b : a));
    const { property, error, bound, passed, message, subject } = worst;
    const finding = { name, passed, aspects: aspectsOf(verdicts), properties, worst: { property, error, bound } };
    return passed ? finding : { ...finding, message: `${subject}: ${message}` };
  } catch (error) {
    return {
      name,
      passed: false,
      aspects: {},
      properties,
      message: error instanceof Error ? error.message : String(error),
    };
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
