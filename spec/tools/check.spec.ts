/** @file rop check: every class of the registry, and modules in files of the user's. */
import { readFileSync } from 'node:fs';
import { parseHTML } from 'linkedom';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { concreteClasses } from '../../lib/nn.js';
import { examples } from '../../tools/commands/check/examples/index.js';
import { checkExamples, type Finding } from '../../tools/commands/check/finding.js';
import { findings } from '../../tools/commands/check/findings.js';
import { parsed, texts } from '../lib/plot/svg.js';
import { rop, temporaryFolder } from './world.js';

const test = suite('rop check');
const { file, remove } = temporaryFolder();
test.after(remove);

const root = new URL('../../', import.meta.url);
const imports = `
import { nn, torch } from '${new URL('lib/index.ts', root).href}';
import { Elementwise } from '${new URL('lib/nn/elementwise.ts', root).href}';
`;
const wrong = `
class Wrong extends Elementwise {
  f(n, x, xo, y) { for (let i = 0; i < n; i++) y[i] = x[xo + i] ** 3; }
  df(n, x, xo, y, d) { for (let i = 0; i < n; i++) d[i] = 3 * x[xo + i] ** 2; }
  ddf(n, x, xo, y, d) { for (let i = 0; i < n; i++) d[i] = 5 * x[xo + i]; }
}
`;

test('the classes that can be made are those of modules/ and criteria/', () => {
  const lines = readFileSync(new URL('lib/classes.ts', root), 'utf8').split('\n');
  const made = lines.flatMap(
    (line) => /^export \{ (.*) \} from '\.\.\/(?:modules|criteria)\//.exec(line)?.[1].split(', ') ?? [],
  );
  assert.equal([...concreteClasses].sort(), made.sort());
});

test('work that is shared out to processes comes back in order, as that of one process', async () => {
  const subjects = ['Tanh', 'Sum', 'Exp', 'MSECriterion', 'Abs'].map((name) => ({
    argument: name,
    makers: new Map([[name, examples.get(name)]]),
  }));
  const found = async (jobs: number): Promise<Finding[]> => {
    const all: Finding[] = [];
    for await (const finding of findings(subjects, { seed: 3, jobs }, [...process.execArgv, 'tools/rop.ts']))
      all.push(finding);
    return all;
  };
  assert.equal(await found(2), await found(1));
});

test('a process that ends without findings is told, with the first line of what it complained of', async () => {
  const subjects = ['Tanh', 'Exp'].map((name) => ({ argument: name, makers: new Map([[name, examples.get(name)]]) }));
  const command = ['-e', 'console.error("no room\\nat all"); process.exit(3)', '--'];
  try {
    for await (const _ of findings(subjects, { seed: 1, jobs: 2 }, command)) assert.unreachable();
    assert.unreachable();
  } catch (error) {
    assert.is((error as Error).message, 'a process that checks Tanh ended with exit code 3: no room');
  }
});

test('aspects of a class are told apart', async () => {
  const { classes } = JSON.parse((await rop(['check', 'Linear', '--json'])).stdout) as { classes: Finding[] };
  assert.equal(classes[0].aspects, { backward: true, R: true, forward: true, float32: true, '.t7': true });
});

test('a class is a line: properties, error and bound, verdict', async () => {
  const { code, stdout } = await rop(['check', 'Tanh', 'nn.Linear', '--seed', '5']);
  const line = String.raw`+\d+ properties +\d\.\de[-+]\d+ <= \de[-+]\d+ +\S.* ok\n`;
  assert.match(stdout, new RegExp(`^Tanh ${line}Linear ${line}2 ok, 0 failed\n$`));
  assert.is(code, 0);
});

test('a class without an example fails by its name', () => {
  const finding = checkExamples('Shrink', undefined, 1);
  assert.equal(finding, {
    name: 'Shrink',
    passed: false,
    aspects: {},
    properties: 0,
    message: 'no example of Shrink to check it on',
  });
});

for (const [args, message] of [
  [['Tahn'], "unknown class 'Tahn'; did you mean 'Tanh'?"],
  [['Elementwise'], "unknown class 'Elementwise'"],
  [['--sed', '1'], "unknown option '--sed'; did you mean '--seed'?"],
  [['--seed', 'x'], "--seed: expected a whole number from 0 to 2^32 - 1, got 'x'"],
  [['--jobs', '0'], "--jobs: expected a whole number from 1 to 64, got '0'"],
  [['./nowhere.ts'], 'cannot read ./nowhere.ts: no such file'],
] as const) {
  test(`check ${args.join(' ')} is refused with code 2`, async () => {
    const { code, stderr } = await rop(['check', ...args]);
    assert.equal([code, stderr], [2, `rop check: ${message} (see rop check --help)\n`]);
  });
}

test('a module of the user with a wrong second derivative is found, with a right one beside it', async () => {
  const path = file('mine.mts', `${imports}${wrong}export default new nn.Tanh();\nexport { Wrong };\n`);
  const { code, stdout } = await rop(['check', path]);
  assert.match(stdout, new RegExp(`^${path} .* ok$`, 'm'));
  assert.match(stdout, /mine\.mts:Wrong .* FAILED Wrong at \(3 × 5\), seed 1: /);
  assert.match(stdout, '1 ok, 1 failed');
  assert.is(code, 1);
});

test('modules with inputs, criteria with targets, and lists of them are taken from a file', async () => {
  const path = file(
    'pairs.mjs',
    `${imports}
    export const pair = { module: new nn.Linear(3, 2), input: torch.randn(4, 3) };
    export const criterion = { criterion: new nn.MSECriterion(), input: torch.randn(2, 2), target: torch.randn(2, 2) };
    export const list = [new nn.Linear(7, 2), nn.Sigmoid];
    export const other = 5;`,
  );
  const { code, stdout } = await rop(['check', path, '--json']);
  const { classes } = JSON.parse(stdout) as { classes: Finding[] };
  const names = classes.map(({ name }) => name.replace(path, ''));
  assert.equal(names.sort(), [':criterion', ':list[0]', ':list[1]', ':pair']);
  assert.is(code, 0);
});

test('a file that throws, or exports nothing to check, is one line with code 1', async () => {
  const broken = file('broken.mjs', 'throw new Error("at once");');
  const bare = file('bare.mjs', 'export const five = 5;');
  const foreign = file('foreign.mjs', 'export default { updateOutput() {} };');
  const outcomes = await Promise.all([broken, bare, foreign].map((path) => rop(['check', path])));
  assert.equal(
    outcomes.map(({ code, stderr }) => [code, stderr]),
    [
      [1, `rop check: ${broken}: at once\n`],
      [
        1,
        `rop check: ${bare}: expected exports that are modules, classes of modules, or { module, input }, got none\n`,
      ],
      [
        1,
        `rop check: ${foreign}: expected a module of this torch-rop, got one of another copy; install one copy only\n`,
      ],
    ],
  );
});

test('--report writes a page with a row for each class, and says why one failed', async () => {
  const [path, page] = [file('wrong-again.mjs', `${imports}${wrong}export default new Wrong();`), file('report.html')];
  const { code, stderr } = await rop(['check', 'Tanh', 'Linear', path, '--report', page]);
  assert.equal([code, stderr], [1, '']);
  const { document } = parseHTML(readFileSync(page, 'utf8'));
  const rows = texts(parsed(document.querySelector('svg')?.outerHTML ?? ''), 'y-axis tick label');
  assert.is(rows.length, 3);
  assert.match(rows[0], /^Tanh: \w/);
  assert.match(rows[1], /^Linear: \w/);
  const [name, why] = [...document.querySelectorAll('td')].map((cell) => cell.textContent);
  assert.match(name, path);
  assert.match(why, 'Wrong');
});

test('--report with a name of something else is refused', async () => {
  const { code, stderr } = await rop(['check', 'Tanh', '--report', 'x.svg']);
  assert.is(code, 2);
  assert.is(stderr, "rop check: --report: expected a name that ends in .html, got 'x.svg' (see rop check --help)\n");
});

test.run();
