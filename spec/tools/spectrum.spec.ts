/** @file rop spectrum: eigenvalues of a saved model, what it writes, and what is left when it is interrupted. */
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseHTML } from 'linkedom';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import type { SpectrumFound } from '../../tools/commands/curvature/spectrum-work.js';
import { main } from '../../tools/main.js';
import { parsed } from '../lib/plot/svg.js';
import { hessianByDifferences, type Trained, trained } from './curvature.js';
import { rop, temporaryFolder, threeClouds } from './world.js';

const test = suite('rop spectrum');
const { file, remove } = temporaryFolder();
test.after(remove);

let subject: Trained;
let exact: number[];
let H: Tensor;
const decay = 0.1;
test.before(async () => {
  subject = await trained(file);
  H = hessianByDifferences(subject, decay);
  exact = (torch.symeig(H)[0] as Tensor).toArray();
});

const args = (...more: string[]): string[] => ['spectrum', subject.model, '--data', subject.data, ...more];
const near = (a: number, b: number, by: number): void => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b}`);

async function found(...more: string[]): Promise<SpectrumFound> {
  const { code, stdout, stderr } = await rop(args(...more, '--json'));
  assert.equal([code, stderr], [0, '']);
  return JSON.parse(stdout) as SpectrumFound;
}

test('trace, top eigenvalues and blocks are those of the Hessian by differences', async () => {
  const { trace, eigenvalues, modules, loss, parameters } = await found(
    '--weight-decay',
    String(decay),
    '--products',
    '200',
  );
  const size = exact.length;
  assert.equal([size, parameters], [3 * 2 + 3 + 3 * 3 + 3 + 3 * 3 + 3, size]);
  near(loss, subject.loss(decay), 1e-12);
  near(
    trace?.trace ?? NaN,
    exact.reduce((sum, x) => sum + x, 0),
    1e-5,
  );
  const largest = exact.sort((a, b) => Math.abs(b) - Math.abs(a)).slice(0, 5);
  for (const [i, value] of eigenvalues?.values.entries() ?? []) near(value, largest[i], 1e-5);
  assert.is(eigenvalues?.values.length, 5);
  let from = 0;
  for (const block of modules ?? []) {
    const part = H.narrow(0, from, block.parameters).narrow(1, from, block.parameters).contiguous();
    near(block.trace, part.trace(), 1e-5);
    const values = (torch.symeig(part)[0] as Tensor).toArray();
    near(Math.abs(block.topEigenvalue), Math.max(...values.map(Math.abs)), 1e-5);
    from += block.parameters;
  }
  assert.is(from, size);
  assert.equal(
    modules?.map(({ name }) => name),
    ['module 0 (Linear(2 -> 3))', 'module 2 (Linear(3 -> 3))', 'module 4 (Linear(3 -> 3))'],
  );
});

test('the density has mass 1, and its part below minus its broadening is near the true one', async () => {
  const { density } = await found('--probes', '200');
  const { grid = [], density: values = [] } = density ?? {};
  const mass = values.reduce((sum, value) => sum + value * (grid[1] - grid[0]), 0);
  near(mass, 1, 1e-6);
  // Without weight decay all eigenvalues are lower by it.
  const broadening = density?.broadening ?? NaN;
  const below = exact.filter((value) => value - decay < -broadening).length / exact.length;
  near(density?.negative ?? NaN, below, 0.03);
});

test('the same seed gives the same numbers, another one others', async () => {
  const [a, b, c] = [await found(), await found(), await found('--seed', '2')];
  assert.equal(a, b);
  assert.is.not(a.trace?.trace, c.trace?.trace);
});

test('a page has the tables and three pictures, JSON what --json has, and .svg the density', async () => {
  const [page, json, svg] = ['s.html', 's.json', 's.svg'].map((name) => file(name));
  const { stdout } = await rop(args('--out', page));
  assert.match(stdout, /^trace {2,}[-−]?[\d.]+ ± [\d.]+ \(30 products\)$/m);
  assert.match(stdout, /^ {2}module 2 \(Linear\(3 -> 3\)\) +12 /m);
  assert.match(stdout, /^ {2}[-−\d.]+ [▁▂▃▄▅▆▇█]+ [\d.]+$/m);
  const { document } = parseHTML(readFileSync(page, 'utf8'));
  assert.is(document.querySelector('title')?.textContent, 'Hessian of model.t7 on clouds.csv');
  assert.is(document.querySelectorAll('svg').length, 3);
  assert.is(document.querySelectorAll('table').length, 2);
  const told = (await rop(args('--json', '--out', json))).stdout;
  assert.is(readFileSync(json, 'utf8'), told);
  await rop(args('--out', svg));
  parsed(readFileSync(svg, 'utf8'));
});

test('Ctrl-C in the middle of the modules keeps trace, eigenvalues and the first block, and says what is left out', async () => {
  const page = file('interrupted.html');
  const signals = new EventEmitter();
  let [stdout, stderr] = ['', ''];
  // A progress line is written during the work, where no signal of a process could come in between.
  const code = await main(args('--out', page, '--products', '8'), {
    stdout: { write: (line) => (stdout += line) },
    stderr: {
      isTTY: true,
      write: (line) => {
        stderr += line;
        if (line.includes('modules: 30 of')) signals.emit('SIGINT', 'SIGINT');
      },
    },
    signals,
    exit: () => assert.unreachable(),
  });
  assert.is(code, 130);
  assert.match(stderr, 'rop spectrum: SIGINT; left out: a part of modules, density\n');
  assert.match(stderr, '\r\x1b[Ktrace: 4 of 8');
  assert.match(stdout, 'module 0');
  assert.not.match(stdout, 'module 4');
  assert.not.match(stdout, 'density');
  assert.match(readFileSync(page, 'utf8'), 'Interrupted; left out: a part of modules, density.');
  assert.is(signals.listenerCount('SIGINT'), 0);
});

const command = fileURLToPath(new URL('../../tools/rop.ts', import.meta.url));

test('a process reads standard input in its thread, hears Ctrl-C amid the work, and exits with 130', async () => {
  const page = file('killed.json');
  const line = [
    '--import',
    'tsx',
    command,
    'spectrum',
    subject.model,
    '--data',
    '-',
    '--probes',
    '1000000',
    '--out',
    page,
  ];
  const child = spawn(process.execPath, line, { timeout: 60000, killSignal: 'SIGKILL' });
  const [out, err] = [text(child.stdout), text(child.stderr)];
  // More than a pipe holds: once it is written, somebody reads, and the command listens to signals.
  child.stdin.end(threeClouds(60000));
  await once(child.stdin, 'finish');
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  assert.match(await err, /^rop spectrum: SIGINT; left out: .*density\n$/);
  assert.is(code, 130);
  assert.match(await out, /^rows +60000$/m);
  assert.ok(existsSync(page));
});

const refusals: [string, (given: Trained) => string[], string][] = [
  [
    'pairs of none',
    () => ['--pairs', '0'],
    "--pairs: expected a whole number from 1 to 33, the number of parameters, got '0'",
  ],
  [
    'more pairs than there are',
    () => ['--pairs', '34'],
    "--pairs: expected a whole number from 1 to 33, the number of parameters, got '34'",
  ],
  [
    'more steps than there are dimensions',
    () => ['--steps', '34'],
    "--steps: expected a whole number from 1 to 33, the number of parameters, got '34'",
  ],
  ['one probe', () => ['--probes', '1'], "--probes: expected a whole number from 2 up, got '1'"],
  ['three products', () => ['--products', '3'], "--products: expected a whole number from 4 up, got '3'"],
  [
    'another kind of file',
    () => ['--out', 'x.png'],
    "--out: expected a name that ends in .html, .svg or .json, got 'x.png'",
  ],
];
for (const [what, more, message] of refusals) {
  test(`${what}: code 2`, async () => {
    const { code, stdout, stderr } = await rop(args(...more(subject)));
    assert.equal([code, stdout, stderr], [2, '', `rop spectrum: ${message} (see rop spectrum --help)\n`]);
  });
}

test('a refusal in the thread keeps its exit code', async () => {
  for (const [more, code, message] of [
    [['--pairs', '0'], 2, 'rop spectrum: --pairs: expected a whole number from 1 to 33'],
    [['--data', 'nowhere.csv'], 1, 'rop spectrum: cannot read nowhere.csv: no such file\n'],
  ] as const) {
    const child = spawn(process.execPath, ['--import', 'tsx', command, ...args(...more)], { timeout: 60000 });
    const err = text(child.stderr);
    assert.is((await once(child, 'close'))[0], code);
    assert.match(await err, message);
  }
});

test.run();
