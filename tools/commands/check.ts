/** @file rop check: proves gradients and the R-operator of classes and of a user's modules. */
import type { Verdict } from '../../lib/check/index.js';
import { writeAtomically } from '../../lib/io/atomic.js';
import { suggestion } from '../../lib/io/nearest.js';
import { concreteClasses } from '../../lib/nn.js';
import { checkReport, html, type PagePart } from '../../lib/plot/index.js';
import { type Arguments, type Command, numberOption, type Options, seedOption } from '../arguments.js';
import { UsageError } from '../io.js';
import { outputFile } from '../output-file.js';
import { examples } from './check/examples/index.js';
import { isFile, readSubjects } from './check/file.js';
import { type Finding, findingLine } from './check/finding.js';
import { findings, type Subjects, type Work } from './check/findings.js';

function makersOf(argument: string): Promise<Subjects['makers']> | Subjects['makers'] {
  if (isFile(argument)) return readSubjects(argument);
  if (!concreteClasses.has(argument)) {
    throw new UsageError(`unknown class '${argument}'${suggestion(argument, concreteClasses)}`);
  }
  return new Map([[argument, examples.get(argument)]]);
}

/** Options of every command that checks classes. */
export const workOptions: Options = {
  seed: { value: 'N', help: 'seed of examples, directions and gradients; 1 by default' },
  jobs: { value: 'N', help: 'share the work out to N processes; 1 by default' },
};

/** @throws UsageError */
export function workOf(args: Arguments): Work {
  const isCount = (x: number): boolean => Number.isInteger(x) && x >= 1 && x <= 64;
  const jobs = numberOption(args, 'jobs', 'a whole number from 1 to 64', isCount) ?? 1;
  return { seed: seedOption(args) ?? 1, jobs };
}

/** What a class came to, as one verdict: a class that was not checked has an error that is no number. */
function verdictOf({ name, passed, worst, message = '' }: Finding): Verdict {
  const { property, error, bound } = worst ?? { property: 'not checked', error: NaN, bound: NaN };
  return { property: `${name}: ${property}`, passed, error, bound, message };
}

async function writePage(path: string, classes: readonly Finding[]): Promise<void> {
  const verdicts = classes.map(verdictOf);
  const failed = verdicts.filter(({ passed }) => !passed);
  const parts: PagePart[] = [{ svg: await checkReport({ subject: 'Worst error of each class', verdicts }) }];
  if (failed.length > 0) parts.push({ head: ['failed', 'why'], rows: failed.map((v) => [v.property, v.message]) });
  writeAtomically(path, html('Checks of gradients and Hessian-vector products', parts));
}

/** `rop check` */
export const check: Command = {
  name: 'check',
  summary: 'Checks gradients and Hessian-vector products of classes and of your own modules.',
  usage: '[CLASS…|FILE…|--all] [OPTIONS]',
  positional: 'a class of nn, or a file that exports modules',
  options: {
    all: { help: 'every class of nn; also where no CLASS and no FILE is named' },
    ...workOptions,
    json: { help: 'write one JSON object' },
    report: { value: 'FILE', help: 'writes a page (.html): of each class the worst error against its bound' },
  },
  notes: [
    'A line for each class: the number of properties, the worst of them with its error and the bound, and the verdict.',
    'The exit code is 1 when a property failed, or when a class has no example to be checked on.',
    '',
    'FILE (.ts, .js, .mjs) exports, under any names, modules, classes of modules that need no arguments, or',
    '{ module, input } and { criterion, input, target }. Without an input, likely shapes are tried. A .ts file needs tsx',
    'installed beside it, or a Node that reads TypeScript.',
  ],
  run: async (args, io) => {
    const work = workOf(args);
    const page = await outputFile(args, 'report', ['.html']);
    const json = args.switches.has('json');
    const every = args.switches.has('all') || args.positionals.length === 0;
    const subjects: Subjects[] = [];
    const given = args.positionals.map((name) => name.replace(/^nn\./, ''));
    for (const argument of new Set([...(every ? concreteClasses : []), ...given])) {
      subjects.push({ argument, makers: await makersOf(argument) });
    }
    const width = Math.max(...subjects.flatMap(({ makers }) => [...makers.keys()].map((name) => name.length)));
    const classes: Finding[] = [];
    for await (const finding of findings(subjects, work, io.command)) {
      classes.push(finding);
      if (!json) io.stdout.write(findingLine(finding, width));
    }
    const failed = classes.filter((finding) => !finding.passed).length;
    const passed = classes.length - failed;
    io.stdout.write(json ? `${JSON.stringify({ passed, failed, classes })}\n` : `${passed} ok, ${failed} failed\n`);
    if (page !== undefined) await writePage(page, classes);
    return failed === 0 ? 0 : 1;
  },
};
