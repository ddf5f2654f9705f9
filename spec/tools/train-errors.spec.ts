/** @file What rop train refuses, and that it leaves nothing half-written. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { saveModel } from '../../lib/io/model.js';
import { nn } from '../../lib/nn.js';
import { rop, temporaryFolder, threeClouds } from './world.js';

const test = suite('rop train refuses');
const { file, remove } = temporaryFolder();
test.after(remove);

const data = file('train.csv', threeClouds(30));
const usage = ' (see rop train --help)';

async function refused(args: readonly string[], code: number, message: string): Promise<void> {
  const outcome = await rop(['train', ...args]);
  assert.is(outcome.stderr, `rop train: ${message}${code === 2 ? usage : ''}\n`);
  assert.is(outcome.stdout, '');
  assert.is(outcome.code, code);
}

const on = ['--data', data];
const usageErrors: [string, string[], string][] = [
  ['no data', [], 'expected --data FILE, or --resume DIR, got neither'],
  ['an unknown option', [...on, '--hiden', '3'], "unknown option '--hiden'; did you mean '--hidden'?"],
  ['an unknown short option', [...on, '-x'], "unknown option '-x'"],
  ['a stray argument', [...on, 'more.csv'], "unexpected argument 'more.csv'"],
  ['a missing value', [...on, '--epochs'], '--epochs: expected N, got nothing'],
  ['an option for a value', [...on, '--out', '--json'], '--out: expected DIR, got nothing'],
  ['a value for a switch', [...on, '--json=yes'], "--json: expected no value, got 'yes'"],
  ['no number', [...on, '--epochs', 'ten'], "--epochs: expected a whole number from 1 up, got 'ten'"],
  ['a fraction', [...on, '--epochs', '1.5'], "--epochs: expected a whole number from 1 up, got '1.5'"],
  ['an infinity', [...on, '--weight-decay', '1e999'], "--weight-decay: expected a number >= 0, got '1e999'"],
  ['a negative number', [...on, '--weight-decay', '-1'], "--weight-decay: expected a number >= 0, got '-1'"],
  ['a seed out of range', [...on, '--seed', '-1'], "--seed: expected a whole number from 0 to 2^32 - 1, got '-1'"],
  [
    'layers of no size',
    [...on, '--hidden', '4,0'],
    "--hidden: expected sizes from 1 up such as 64,32, or none, got '4,0'",
  ],
  ['an unknown activation', [...on, '--activation', 'tahn'], "unknown activation 'tahn'; did you mean 'tanh'?"],
  ['an unknown method', [...on, '--method', 'adma'], "unknown method 'adma'; did you mean 'adam'?"],
  [
    'a far method',
    [...on, '--method', 'simplex'],
    "unknown method 'simplex'; expected one of newton-cg, hf, saddle-free-newton, krylov-descent, cubic-newton, lbfgs, cg, rprop, sgd, asgd, nag, adagrad, adadelta, rmsprop, adam, adamax, ada-hessian, sophia, esgd",
  ],
  ['a label base', [...on, '--label-base', '2'], "unknown label base '2'; did you mean '0'?"],
  [
    'momentum of adam',
    [...on, '--method', 'adam', '--momentum', '0.5'],
    '--momentum: expected --method sgd or nag with it, got adam',
  ],
  [
    'batches of newton-cg',
    [...on, '--batch-size', '5'],
    '--batch-size: expected --method sgd, asgd, nag, adagrad, adadelta, rmsprop, adam, adamax, ada-hessian, sophia or esgd with it, got newton-cg',
  ],
  [
    'a tolerance of sgd',
    [...on, '--method', 'sgd', '--tolerance', '0.1'],
    '--tolerance: expected --method newton-cg, hf, saddle-free-newton, krylov-descent, cubic-newton, lbfgs, cg or rprop with it, got sgd',
  ],
  [
    'no momentum of nag',
    [...on, '--method', 'nag', '--momentum', '0'],
    "--momentum: expected a number > 0 and < 1, got '0'",
  ],
  [
    'dimensions of no number',
    [...on, '--method', 'cubic-newton', '--dimension', '0'],
    "--dimension: expected a whole number from 1 up, got '0'",
  ],
  [
    'a damping of sophia',
    [...on, '--method', 'sophia', '--damping', '1'],
    '--damping: expected --method esgd with it, got sophia',
  ],
  [
    'a learning rate of adadelta',
    [...on, '--method', 'adadelta', '--learning-rate', '1'],
    '--learning-rate: expected --method sgd, asgd, nag, adagrad, rmsprop, adam, adamax, ada-hessian, sophia or esgd with it, got adadelta',
  ],
  [
    'no rows for curvature',
    [...on, '--method', 'hf', '--curvature-batch', '0'],
    "--curvature-batch: expected a whole number from 1 up, got '0'",
  ],
  [
    'standard input twice',
    ['--data', '-', '--test', '-'],
    '--data and --test: expected one of them to be a file, got - twice',
  ],
];
for (const [what, args, message] of usageErrors)
  test(`${what}: code 2, and a pointer to --help`, () => refused(args, 2, message));

const csv = (name: string, text: string): string => file(`${name}.csv`, text);
const ragged = csv('ragged', '1,2,0\n3,1\n');
const words = csv('words', '1,2,0\n3,x,1\n');
const fromOne = csv('from-one', threeClouds(9, 0, 1));
const high = csv('high', '1,2,3\n');
const wide = csv('wide', '1,2,3,1\n');
const one = csv('one', '1,2,0\n2,3,0\n');
const years = csv('years', '1,2,0\n2,3,1984\n');
const half = csv('half', '1,2,0.5\n');
const empty = csv('empty', '');
const nowhere = file('nowhere.csv');
const badData: [string, string[], string][] = [
  ['a missing file', ['--data', nowhere], `cannot read ${nowhere}: no such file`],
  ['a missing test file', [...on, '--test', nowhere], `cannot read ${nowhere}: no such file`],
  ['an empty file', ['--data', empty], `${empty}: expected at least one row, got an empty file`],
  ['ragged rows', ['--data', ragged], `${ragged}, line 2: expected 3 values, got 2`],
  ['words', ['--data', words], `${words}, line 2, column 2: expected a number, got 'x'`],
  ['labels that are fractions', ['--data', half], `${half}, line 1: expected an integer label of at least 0, got 0.5`],
  [
    'labels from 1',
    ['--data', fromOne],
    `${fromOne}: expected labels from 0 on, got 1..3; labels look 1-based: pass --label-base 1`,
  ],
  [
    'test labels from 1',
    [...on, '--test', fromOne],
    `${fromOne}, line 3: expected a label in 0..2, got 3; labels look 1-based: pass --label-base 1`,
  ],
  [
    'a test label beyond the classes',
    [...on, '--test', high],
    `${high}, line 1: expected a label in 0..2, got 3; labels look 1-based: pass --label-base 1`,
  ],
  [
    'a test set of another width',
    [...on, '--test', wide],
    `${wide}: expected 2 features as in ${data}, got 3 features`,
  ],
  ['one class', ['--data', one], `${one}: expected at least 2 classes, got 1`],
  [
    'numbers for labels',
    ['--data', years],
    `${years}: expected at most as many classes as rows (2), got labels up to 1984`,
  ],
];
for (const [what, args, message] of badData) test(`${what}: code 1`, () => refused(args, 1, message));

test('an output folder that is a file, before training starts', () =>
  refused([...on, '--out', data], 1, `cannot write to the folder ${data}: is a file`));

test('an output folder below a file, before training starts', () =>
  refused([...on, '--out', `${data}/x`], 1, `cannot write to the folder ${data}/x: a part of the path is a file`));

// The superuser may write everywhere.
if (process.getuid?.() !== 0) {
  test('a read-only output folder, before training starts', async () => {
    const out = file('read-only');
    mkdirSync(out);
    chmodSync(out, 0o555);
    await refused([...on, '--out', out], 1, `cannot write to the folder ${out}: permission denied`);
  });
} else console.log('rop train with a read-only folder: skipped, the superuser may write there');

test('a file that cannot be written any more, during the run', async () => {
  const out = file('spoiled');
  const outcome = await rop(['train', ...on, '--hidden', '3', '--epochs', '9', '--out', out], (text) => {
    if (!/^ +2 /.test(text)) return;
    rmSync(out, { recursive: true });
    writeFileSync(out, 'in the way');
  });
  assert.is(outcome.stderr, `rop train: cannot write ${out}/log.csv: a part of the path is a file\n`);
  assert.is(outcome.code, 1);
});

test('a loss that is not finite: the module is named, and the last good checkpoint stays', async () => {
  const out = file('diverged');
  const sgd = [
    '--method',
    'sgd',
    '--learning-rate',
    '1e200',
    '--weight-decay',
    '0',
    '--activation',
    'softplus',
    '--momentum',
    '0',
  ];
  const outcome = await rop(['train', ...on, ...sgd, '--hidden', '4,3', '--batch-size', '30', '--out', out]);
  assert.is(outcome.code, 1);
  assert.match(
    outcome.stderr,
    /^rop train: .*expected a finite loss, got (NaN|-?Infinity); the first value that is not finite is in the output of module \d \(\w+(\(\d+ -> \d+\))?\) of Sequential; a smaller --learning-rate may help; the last good checkpoint is in .*diverged\n$/,
  );
  const { about } = JSON.parse(readFileSync(`${out}/checkpoint.json`, 'utf8'));
  assert.is(about.epochs, readFileSync(`${out}/log.csv`, 'utf8').trim().split('\n').length - 1);
  assert.equal(readdirSync(out).sort(), ['checkpoint.json', 'log.csv', 'model.t7']);
});

const run = file('run');
const resume = ['--resume', run];
test.before(async () => {
  assert.is((await rop(['train', ...on, '--hidden', '4', '--epochs', '3', '--out', run])).code, 0);
});

test('options that differ from those of the checkpoint, each by name', async () => {
  const way = 'leave out what differs, or train without --resume';
  const message = '--hidden 4,4, --seed 2: the checkpoint was made with --hidden 4, --seed 1';
  await refused([...resume, '--hidden', '4,4', '--seed', '2', '--activation', 'tanh'], 2, `${message}; ${way}`);
});

test('another method than that of the checkpoint, whose own options nobody gave', () =>
  refused(
    [...resume, '--method', 'sgd'],
    2,
    '--method sgd: the checkpoint was made with --method newton-cg; leave out what differs, or train without --resume',
  ));

test('options that say again what the checkpoint has are taken', async () => {
  const same = ['--data', data, '--hidden', '4', '--weight-decay', '0.001', '--epochs', '4'];
  const { code, stderr } = await rop(['train', ...resume, ...same, '--out', file('run-again')]);
  assert.equal([code, stderr], [0, '']);
});

test('fewer epochs than the checkpoint has', () =>
  refused([...resume, '--epochs', '2'], 2, '--epochs: expected at least the 3 of the checkpoint, got 2'));

test('checkpoints that are missing, cut off, of another kind, or of other data', async () => {
  await refused(['--resume', nowhere], 1, `cannot read ${nowhere}: no such file or folder`);
  const whole = readFileSync(`${run}/checkpoint.json`, 'utf8');
  const cut = file('cut.json', whole.slice(0, 1000));
  const got = 'got text that is cut off or no JSON (1000 characters)';
  await refused(['--resume', cut], 1, `${cut}: expected a torch-rop checkpoint in JSON, ${got}`);
  const model = file('model.json');
  saveModel(model, new nn.Linear(2, 2));
  await refused(['--resume', model], 1, `${model}: expected format 'torch-rop checkpoint', got 'torch-rop model'`);
  const part = file('part.json', whole.replace(/"digest":"[^"]*"/, '"digest":1'));
  await refused(['--resume', part], 1, `${part}: expected a whole checkpoint, got one with parts missing`);
  const other = file('other.json', whole.replace(/"digest":"./, '"digest":"x'));
  await refused(['--resume', other], 1, `${data}: expected the training set of the checkpoint, got other data`);
});

const command = fileURLToPath(new URL('../../tools/rop.ts', import.meta.url));
const node = `'${process.execPath}' --import tsx '${command}'`;
const shell = (line: string) =>
  spawnSync('bash', ['-c', line], {
    timeout: 30000,
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });

test('a reader that goes away ends the command quietly', () => {
  const { stdout, stderr } = shell(
    `${node} train --data '${data}' --hidden 4 --epochs 60 --tolerance 0 | head -n 1; echo "\${PIPESTATUS[0]}"`,
  );
  assert.is(stderr, '');
  assert.match(stdout, /^30 rows, .*\n0\n$/);
});

test('the process reads standard input and gives the exit code of the command', () => {
  const { stdout, status } = shell(`${node} train --data - --hidden 4 --epochs 2 --json < '${data}'`);
  assert.is(stdout.trim().split('\n').length, 3);
  assert.is(status, 0);
  assert.is(shell(`${node} train`).status, 2);
});

test('Ctrl-C reaches the process: code 130 and a checkpoint', async () => {
  const out = file('killed');
  const args = [
    '--import',
    'tsx',
    command,
    'train',
    ...on,
    '--hidden',
    '8',
    '--method',
    'sgd',
    '--epochs',
    '1000000',
    '--out',
    out,
  ];
  const child = spawn(process.execPath, args, { timeout: 30000, killSignal: 'SIGKILL' });
  let [stdout, stderr] = ['', ''];
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdout.on('data', (chunk) => {
    if (!/^ +3 /m.test(stdout) && /^ +3 /m.test((stdout += chunk))) child.kill('SIGINT');
  });
  const [code] = await once(child, 'close');
  assert.is(
    stderr.replace(/after \d+/, 'after N'),
    `rop train: SIGINT after N epochs; to go on: rop train --resume ${out}\n`,
  );
  assert.is(code, 130);
  assert.ok(existsSync(`${out}/checkpoint.json`));
});

test.run();
