/** @file Benchmarks: what becomes of figures, and what the command refuses. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { mediansOf } from '../../tools/bench/everywhere.js';
import { medians, shortest } from '../../tools/bench/measure.js';
import { rowOf } from '../../tools/bench/modules.js';
import { netCases, netsNamed } from '../../tools/bench/nets.js';
import { PyTorch } from '../../tools/bench/pytorch.js';
import { type Passes, reasonFor, reasons } from '../../tools/bench/reasons.js';
import { type ExampleMaker, examples } from '../../tools/commands/check/examples/index.js';

test('what takes longer is measured longer, in milliseconds', () => {
  const wait = (milliseconds: number) => () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  };
  const [short, long] = medians([wait(1), wait(6)], 3, 5);
  assert.ok(short >= 1 && long >= 6 && short < long, `${short} and ${long}`);
});

test('the shortest of several runs is shorter than their median', () => {
  let calls = 0;
  const uneven = (): void => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, calls++ % 3 === 0 ? 1 : 9);
  };
  const [best] = shortest([uneven], 8, 0);
  const [middle] = medians([uneven], 8, 0);
  assert.ok(best >= 1 && best < 6 && middle > 6, `${best} and ${middle}`);
});

test('rows of several runs are brought together net by net, each figure by its own median', () => {
  const row = (net: string, gradientMs: number, hvMs: number, bothMs: number) => ({
    net,
    batch: 1,
    type: 'Double',
    threads: 1,
    gradientMs,
    hvMs,
    bothMs,
  });
  const runs = [
    [row('a', 1, 8, 9), row('b', 10, 20, 30)],
    [row('a', 2, 7, 3), row('b', 11, 19, 31)],
    [row('a', 3, 9, 5), row('b', 5, 30, 29)],
  ];
  assert.equal(mediansOf(runs), [row('a', 2, 8, 5), row('b', 10, 20, 30)]);
});

test('a class is measured on 64 × 1024 numbers, or on as many in shapes of its own, and a criterion with its targets', () => {
  const shapes = ['Tanh', 'SpatialConvolution', 'MSECriterion', 'CDivTable'].map((name) => {
    const { shape, passes } = rowOf(name, (examples.get(name) as ExampleMaker)()[0]);
    assert.ok(passes.length === 4 && passes.every((ns) => ns > 0), `${name}: ${passes}`);
    return shape;
  });
  assert.equal(shapes, ['64×1024', '1638×2×4×5', '64×1024', '{10922×3, 10922×3}']);
});

test('a net is found by its name', () => {
  assert.equal(
    netsNamed('lenet').map(({ net }) => net),
    ['lenet'],
  );
  assert.is(netsNamed(undefined), netCases);
});

test('reasons are of classes that are measured, each of one kind', () => {
  const classes = reasons.flatMap((reason) => reason.classes);
  assert.equal(
    classes.filter((name) => !examples.has(name)),
    [],
  );
  assert.is(new Set(classes).size, classes.length);
});

const told: [name: string, passes: Passes, reason: RegExp][] = [
  ['Linear', [1, 2, 2, 3], /^$/],
  ['Linear', [1, 2, 2, 4], /^rBackward has four products/],
  ['Linear', [1, 2, 7, 4], /^no reason is known$/],
  ['View', [0.004, 0.004, 0.01, 0.02], /^forward moves nothing/],
  ['View', [1, 0.004, 0.01, 4], /^no reason is known$/],
  ['Mean', [0.2, 1, 0.3, 1], /^backward takes as long/],
  ['Mean', [0.2, 1, 0.3, 2], /^no reason is known$/],
  ['CDivTable', [1, 2.4, 1.5, 6], /^second derivatives/],
  ['Tanh', [1, 1, 1, 3.1], /^no reason is known$/],
];
for (const [name, passes, reason] of told) {
  test(`${name} with passes of ${passes} ns: ${reason.source}`, () => assert.match(reasonFor(name, passes), reason));
}

test('PyTorch that is not there is told as such', async () => {
  const refusal = async (python: string): Promise<string> =>
    PyTorch.start(python, 'modules').then(
      () => 'it runs',
      (error: Error) => error.message,
    );
  assert.is(await refusal('/no/python3'), 'spawn /no/python3 ENOENT');
  // Any program that does not understand Python.
  assert.is.not(await refusal(process.execPath), 'it runs');
});

test('tasks here and in another process take turns', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const other = join(folder, 'python3');
  const answers = `
    console.log(JSON.stringify(['task']));
    require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const [name, calls] = line.split(' ');
      console.log(JSON.stringify(Array(Number(calls)).fill(name === 'task' ? 10 : NaN)));
    });`;
  try {
    writeFileSync(other, `#!${process.execPath}\n${answers}`);
    chmodSync(other, 0o755);
    const pytorch = await PyTorch.start(other, 'modules');
    assert.equal(pytorch.tasks, ['task']);
    let calls = 0;
    const { ours, theirs } = await pytorch.turns(3, () => void calls++, 'task');
    assert.equal(theirs, Array(6).fill(10));
    assert.is(ours.length, calls - 3);
    await pytorch.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const refused: [args: string[], message: string][] = [
  [['speed'], "bench: expected kernels, nets, modules, curvature, tensor, io, lua, soak, got 'speed'"],
  [['nets', '--vs-pytorch'], 'bench: --vs-pytorch needs --pytorch-script FILE'],
  [
    ['nets', '--net', 'alexnet'],
    "bench: expected a net (3-2-3, 64-32-10, 784-512-256-10, lenet, conv-bn), got 'alexnet'",
  ],
  [['nets', '--rounds', '0'], "bench: expected --rounds from 1 up, got '0'"],
  [
    ['nets', '--net', '3-2-3', '--vs-pytorch', '--python', '/no/python3', '--pytorch-script', 'x.py'],
    'bench: no comparison with PyTorch: spawn /no/python3 ENOENT',
  ],
];
for (const [args, message] of refused) {
  test(`bench ${args.join(' ')} is refused`, () => {
    const script = fileURLToPath(new URL('../../tools/bench/bench.ts', import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, ...args], { encoding: 'utf8' });
    assert.is(stderr.trim(), message);
    assert.is(status, 2);
  });
}

test.run();
