/** @file rop check: proves gradients and the R-operator of classes and of a user's modules. */
import { suggestion } from '../../lib/io/nearest.js';
import { printTo } from '../../lib/nn/print.js';
import { concreteClasses } from '../../lib/nn.js';
import { type Command, numberOption } from '../arguments.js';
import { UsageError } from '../io.js';
import { type ExampleMaker, examples } from './check/examples/index.js';
import { isFile, readSubjects } from './check/file.js';
import { checkExamples, type Finding, findingLine } from './check/finding.js';

/** What is checked under one name; a class without an example has no maker. */
type Subjects = Map<string, ExampleMaker | undefined>;

async function subjectsOf(positionals: readonly string[], all: boolean): Promise<Subjects> {
  const subjects: Subjects = new Map();
  const names = all || positionals.length === 0 ? [...concreteClasses, ...positionals] : positionals;
  for (const name of names) {
    if (isFile(name)) for (const [subject, maker] of await readSubjects(name)) subjects.set(subject, maker);
    else {
      const known = name.replace(/^nn\./, '');
      if (!concreteClasses.has(known)) {
        throw new UsageError(`unknown class '${name}'${suggestion(known, concreteClasses)}`);
      }
      subjects.set(known, examples.get(known));
    }
  }
  return subjects;
}

/** `rop check` */
export const check: Command = {
  name: 'check',
  summary: 'Checks gradients and Hessian-vector products of classes and of your own modules.',
  usage: '[CLASS…|FILE…|--all] [OPTIONS]',
  positional: 'a class of nn, or a file that exports modules',
  options: {
    all: { help: 'every class of nn; also where no CLASS and no FILE is named' },
    seed: { value: 'N', help: 'seed of examples, directions and gradients; 1 by default' },
    json: { help: 'write one JSON object' },
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
    const seed = numberOption(
      args,
      'seed',
      'a whole number from 0 to 2^32 - 1',
      (x) => Number.isInteger(x) && x >= 0 && x < 2 ** 32,
    );
    const json = args.switches.has('json');
    const subjects = await subjectsOf(args.positionals, args.switches.has('all'));
    const width = Math.max(...[...subjects.keys()].map((name) => name.length));
    const classes: Finding[] = [];
    // What modules print would stand between the findings.
    printTo((text) => void io.stderr.write(`${text}\n`));
    for (const [name, maker] of subjects) {
      const finding = checkExamples(name, maker, seed ?? 1);
      classes.push(finding);
      if (!json) io.stdout.write(findingLine(finding, width));
    }
    const failed = classes.filter((finding) => !finding.passed).length;
    const passed = classes.length - failed;
    io.stdout.write(json ? `${JSON.stringify({ passed, failed, classes })}\n` : `${passed} ok, ${failed} failed\n`);
    return failed === 0 ? 0 : 1;
  },
};
