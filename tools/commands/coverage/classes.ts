/** @file The classes of Torch's nn, and what is right of each here. */
import { concreteClasses } from '../../../lib/nn.js';
import names from '../../../spec/torch-classes.json' with { type: 'json' };
import type { Io } from '../../io.js';
import { examples } from '../check/examples/index.js';
import { type Aspect, aspectNames, type Finding } from '../check/finding.js';
import { findings, type Work } from '../check/findings.js';

/** What Torch itself has: every class of nn that is a module or a criterion and not a mere base. */
export const torchClasses: readonly string[] = [...names.modules, ...names.criteria];

/** One class of Torch's, or one of ours that Torch has not. */
interface Row extends Finding {
  /** Whether Torch has it. */
  torch: boolean;
  /** Whether it is here. */
  ours: boolean;
}

/** Every class of Torch's, then those that are ours alone. */
export async function* classRows(work: Work, command?: readonly string[]): AsyncGenerator<Row> {
  const extra = [...concreteClasses].filter((name) => !torchClasses.includes(name));
  const present = [...torchClasses.filter((name) => concreteClasses.has(name)), ...extra];
  const found = findings(
    present.map((name) => ({ argument: name, makers: new Map([[name, examples.get(name)]]) })),
    work,
    command,
  );
  for (const name of [...torchClasses, ...extra]) {
    const torch = torchClasses.includes(name);
    if (concreteClasses.has(name)) yield { ...((await found.next()).value as Finding), torch, ours: true };
    else yield { name, passed: false, aspects: {}, properties: 0, message: 'missing', torch, ours: false };
  }
}

/** What the table says of an aspect: nothing where no property of it can be asked. */
export function mark(aspects: Finding['aspects'], aspect: Aspect): string {
  const holds = aspects[aspect];
  return holds === undefined ? '-' : holds ? 'yes' : 'NO';
}

const width = Math.max(...torchClasses.map((name) => name.length));

function line({ name, passed, aspects, ours, worst, message, torch }: Row): string {
  if (!ours) return `${name.padEnd(width)} MISSING\n`;
  const marks = aspectNames.map((aspect) => mark(aspects, aspect).padEnd(aspect.length));
  const figures = worst
    ? `${worst.error.toExponential(1).padStart(8)} <= ${worst.bound.toExponential(0).padEnd(6)} ${worst.property}`
    : '';
  const verdict = passed ? (torch ? '' : ' (not in Torch)') : ` FAILED ${message?.replaceAll(/\s*\n\s*/g, ' ')}`;
  return `${name.padEnd(width)} ${marks.join(' ')} ${figures}${verdict}\n`;
}

/** Writes a line for each class, or one JSON object; the exit code is 1 when one is missing or not right. */
export async function coverClasses(work: Work, json: boolean, io: Io): Promise<number> {
  const rows: Row[] = [];
  if (!json) io.stdout.write(`${'class'.padEnd(width)} ${aspectNames.join(' ')} worst error\n`);
  for await (const row of classRows(work, io.command)) {
    rows.push(row);
    if (!json) io.stdout.write(line(row));
  }
  const ofTorch = rows.filter(({ torch }) => torch);
  const missing = ofTorch.filter(({ ours }) => !ours).length;
  const failed = rows.filter(({ ours, passed }) => ours && !passed).length;
  const summary = { classes: ofTorch.length, ours: ofTorch.length - missing, failed, missing };
  if (json) io.stdout.write(`${JSON.stringify({ ...summary, rows })}\n`);
  else
    io.stdout.write(
      `\n${summary.classes} classes of Torch's: ${summary.ours} are here, ${missing} are missing, ${failed} failed\n`,
    );
  return missing + failed > 0 ? 1 : 0;
}
