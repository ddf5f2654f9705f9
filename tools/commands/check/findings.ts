/** @file Findings of many subjects, in this process or shared out to several. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { printTo } from '../../../lib/nn/print.js';
import { CommandError } from '../../io.js';
import type { ExampleMaker } from './examples/index.js';
import { checkExamples, type Finding } from './finding.js';

/** What one argument of the command names: one class, or all that a file exports. A class without an example has no maker. */
export interface Subjects {
  argument: string;
  makers: ReadonlyMap<string, ExampleMaker | undefined>;
}

export interface Work {
  seed: number;
  /** How many processes. */
  jobs: number;
}

/**
 * Each finding as it comes, in the order of the subjects. `command` is what makes another process of Node this program; without it
 * all is done in this one.
 */
export async function* findings(
  subjects: readonly Subjects[],
  { seed, jobs }: Work,
  command?: readonly string[],
): AsyncGenerator<Finding> {
  if (jobs > 1 && command && subjects.length > 1) yield* shared(subjects, { seed, jobs }, command);
  else for (const { makers } of subjects) yield* own(makers, seed);
}

function* own(makers: Subjects['makers'], seed: number): Generator<Finding> {
  for (const [name, maker] of makers) {
    // What modules print would stand between the findings.
    const before = printTo(() => undefined);
    try {
      yield checkExamples(name, maker, seed);
    } finally {
      printTo(before);
    }
  }
}

/** Shares small enough that no process ends long before the others, and large enough that starting them costs little. */
const SHARES_A_JOB = 4;

async function* shared(
  subjects: readonly Subjects[],
  { seed, jobs }: Work,
  command: readonly string[],
): AsyncGenerator<Finding> {
  const size = Math.ceil(subjects.length / (jobs * SHARES_A_JOB));
  const shares: string[][] = [];
  for (let i = 0; i < subjects.length; i += size) {
    shares.push(subjects.slice(i, i + size).map(({ argument }) => argument));
  }
  const stopping = new AbortController();
  const results: Promise<Finding[]>[] = [];
  const start = (): void => {
    if (results.length === shares.length) return;
    const result = findingsOfProcess(command, shares[results.length], seed, stopping.signal);
    result.then(start, () => undefined);
    results.push(result);
  };
  for (let job = 0; job < jobs; job++) start();
  try {
    for (let i = 0; i < shares.length; i++) yield* await results[i];
  } finally {
    stopping.abort();
  }
}

/** What another process of this program finds. */
async function findingsOfProcess(
  command: readonly string[],
  names: readonly string[],
  seed: number,
  signal: AbortSignal,
): Promise<Finding[]> {
  const args = [...command, 'check', '--json', '--seed', String(seed), ...names];
  const child = spawn(process.execPath, args, { signal, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, sign) => resolve(sign ?? `exit code ${code}`));
  });
  const [told, complaint, end] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  try {
    return (JSON.parse(told) as { classes: Finding[] }).classes;
  } catch (cause) {
    const [first = ''] = complaint.trim().split('\n', 1);
    throw new CommandError(`a process that checks ${names.join(', ')} ended with ${end}: ${first}`, { cause });
  }
}
