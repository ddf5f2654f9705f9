/** @file Benchmarks: what becomes of figures, and what the command refuses. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { mediansOf } from '../../tools/bench/everywhere.js';
import { medians, shortest } from '../../tools/bench/measure.js';
import { rowOf } from '../../tools/bench/modules.js';
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

const refused: [args: string[], message: string][] = [
  [['speed'], "bench: expected kernels, nets, modules, curvature, tensor, io, lua, soak, got 'speed'"],
  [['nets', '--vs-pytorch'], 'bench: --vs-pytorch needs --pytorch-script FILE'],
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
