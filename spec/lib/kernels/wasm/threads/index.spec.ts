/** @file Products by several threads: those of one thread to the bit, and threads that come and go on request. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { js, type Kernels, loadWasm } from '../../../../../lib/kernels/index.js';
import type { Engine } from '../../../../../lib/kernels/wasm/threads/engine.js';
import { arraysMade } from '../../../../arrays-made.js';
import { type Precision, precisions, same, uniform } from '../../arrays.js';
import { relaxing } from '../../backends.js';
import { check, matrix } from '../../definitions.js';
import { crew, engine, running, smallest, until } from './crew.js';

const test = suite('threads of WASM');
const builds = (['plain', 'relaxed'] as const).filter((build) => relaxing(() => loadWasm(build)).kernels);
type Call = Parameters<Kernels['gemm']>;

/** The call's C after it was computed by `product`, on a copy. */
function result(call: Call, product: (...call: Call) => unknown): ReturnType<typeof matrix> {
  const c = call[13].slice();
  const returned = product(...(call.with(13, c) as Call));
  assert.ok(returned !== false, 'not by several threads');
  return c;
}

/** A product large enough for threads; C holds zeros of both signs. */
function callOf(
  type: Precision,
  [m, n, k]: readonly number[],
  [transA, transB]: readonly boolean[],
  [ga, gb, gc]: readonly number[],
  [alpha, beta]: readonly number[],
  seed: number,
): Call {
  const draw = uniform(seed);
  const few = () => Math.round(2 * draw()) * 0.3;
  const [lda, ldb, ldc] = [(transA ? m : k) + ga, (transB ? k : n) + gb, n + gc];
  const a = transA ? matrix(type, k, m, lda, gb, draw) : matrix(type, m, k, lda, gb, draw);
  const b = transB ? matrix(type, n, k, ldb, gc, draw) : matrix(type, k, n, ldb, gc, draw);
  const c = matrix(type, m, n, ldc, ga, beta === 0 ? () => NaN : few);
  return [transA, transB, m, n, k, alpha, a, gb, lda, b, gc, ldb, beta, c, ga, ldc];
}

const LEAST = 128 * 128 * 256;

for (const build of builds) {
  test(`the bits of products on wasm-${build} do not depend on the number of threads`, async () => {
    const { kernels } = relaxing(() => loadWasm(build));
    if (!kernels) return;
    const crews = [await running(2, engine, build), await running(4, engine, build)];
    const side = fc.integer({ min: 5, max: 400 });
    const gaps = fc.tuple(fc.nat(5), fc.nat(5), fc.nat(5));
    const factor = fc.constantFrom(0, 1, -1, 0.37);
    fc.assert(
      fc.property(
        fc.tuple(side, side, fc.nat(9)),
        fc.tuple(fc.boolean(), fc.boolean()),
        gaps,
        fc.tuple(fc.constantFrom(1, -1, 0.7), factor),
        fc.constantFrom(...precisions),
        fc.integer(),
        ([m, n, more], flags, gap, factors, type, seed) => {
          const call = callOf(type, [m, n, Math.ceil(LEAST / (m * n)) + more], flags, gap, factors, seed);
          const one = result(call, kernels.gemm);
          for (const { product } of crews) same(result(call, product), one, `${call.slice(0, 6)}`);
        },
      ),
      { seed: 3, numRuns: 25 },
    );
    for (const { threads } of crews) threads.set(1);
  });
}

test('the sign of a sum of zeros, which tells the middle of a product from its border, does not depend on it either', async () => {
  const { threads, product } = await running(3);
  const { kernels } = loadWasm('plain');
  for (const type of precisions) {
    for (const sides of [
      [499, 61, 200],
      [61, 499, 200],
    ]) {
      const call = callOf(type, sides, [false, false], [0, 0, 0], [-1, 1], 1);
      call[9].fill(0);
      call[13].fill(-0);
      const one = result(call, kernels!.gemm);
      assert.ok([0, -0].every((zero) => one.some((x) => Object.is(x, zero))));
      same(result(call, product), one, type.name);
    }
  }
  threads.set(1);
});

test('products by several threads are α op(A) op(B) + β C', async () => {
  const { threads, product } = await running(3);
  const gemm: Kernels['gemm'] = (...call) => assert.ok(product(...call));
  const on = [{ name: 'three threads', on: { ...js, gemm }, exact: false }];
  check('gemm', callOf(Float64Array, [300, 70, 201], [true, false], [1, 2, 3], [0.7, 0.37], 1), on);
  check('gemm', callOf(Float32Array, [70, 300, 201], [false, true], [3, 2, 1], [-1, 1], 2), on);
  threads.set(1);
});

test('a pool is used again and again, in both precisions, whatever it computed before', async () => {
  const { threads, product } = await running(4);
  const { kernels } = loadWasm('plain');
  const calls = precisions.flatMap((type) => [
    callOf(type, [163, 160, 162], [false, true], [0, 0, 0], [1, 0], 4),
    callOf(type, [128, 300, 110], [true, false], [1, 0, 2], [1, 1], 5),
  ]);
  const expected = calls.map((call) => result(call, kernels!.gemm));
  for (let round = 0; round < 60; round++) {
    for (const [i, call] of calls.entries()) same(result(call, product), expected[i], `round ${round}, product ${i}`);
    if (round % 20 === 19) await setTimeout(10); // Workers have gone to sleep.
  }
  threads.set(1);
});

test('every worker takes part', async () => {
  const rooms: [WebAssembly.Memory, number][] = [];
  const watched: Engine = {
    ...engine,
    start: (task, ended) => {
      rooms.push([task.memory, task.work]);
      return engine.start(task, ended);
    },
  };
  const { threads, product } = await running(3, watched);
  assert.is(rooms.length, 2);
  // Behind a tile of 128 bytes, a thread's room holds the operands that it packed.
  const worked = () => rooms.every(([{ buffer }, at]) => new Float64Array(buffer, at + 128, 1)[0] === 0.5);
  await until('both workers have packed operands', () => smallest(product) && worked());
  threads.set(1);
});

test('what is small, and what comes before the workers, is left to one thread', async () => {
  const { threads, product } = crew(2);
  assert.is(smallest(product), false);
  await until('two threads run', () => smallest(product));
  const x = new Float64Array(LEAST);
  assert.ok(!product(false, false, 128, 128, 255, 1, x, 0, 255, x, 0, 128, 0, x, 0, 128));
  threads.set(1);
  assert.is(smallest(product), false);
});

test('threads are started and ended as their number changes, and left alone when it does not', async () => {
  const log: string[] = [];
  let started = 0;
  const watched: Engine = {
    ...engine,
    start: (task, ended) => {
      const name = String.fromCharCode(97 + started++);
      log.push(`+${name}`);
      const end = engine.start(task, (reason) => {
        log.push(`(${name} ended)`);
        ended(reason);
      });
      return () => {
        log.push(`-${name}`);
        end();
      };
    },
  };
  const { threads, product } = await running(2, watched);
  threads.set(2);
  assert.is(log.join(' '), '+a');
  assert.is(threads.reason, 'of WASM, for products from 128 × 128 × 256, there 2.00 times as fast as one');
  threads.set(3);
  assert.is(log.join(' '), '+a -a +b +c');
  await until('three threads run', () => smallest(product));
  await until('the first worker ends', () => log.at(-1) === '(a ended)');
  assert.is(threads.count, 3, 'after the end of a worker of before');
  threads.set(1);
  assert.equal([threads.count, threads.reason], [1, 'no more were asked for']);
  assert.is(log.slice(5).join(' '), '-b -c');
  await until('the others end', () => log.length === 9);
  threads.set(1);
  assert.equal([threads.count, log.length], [1, 9]);
});

for (const [gain, count, reason] of [
  [1.25, 2, 'of WASM, for products from 128 × 128 × 256, there 1.25 times as fast as one'],
  [1, 1, '2 were asked for, but they are 1.00 times as fast as one'],
  [0.5, 1, '2 were asked for, but they are 0.50 times as fast as one'],
] as const) {
  test(`threads that are ${gain} times as fast as one are ${count === 1 ? 'ended' : 'kept'}`, async () => {
    let trials = 0;
    const judged: Engine = {
      ...engine,
      inTurn: (rounds, ...tasks) => {
        trials++;
        for (const task of tasks) task();
        assert.is(rounds, 60);
        return [gain, 1];
      },
    };
    const { threads, product } = crew(2, judged);
    await until('the trial', () => smallest(product) || trials > 0);
    assert.equal([threads.count, threads.reason], [count, reason]);
    assert.is(smallest(product), count > 1);
    assert.is(trials, 1, 'trials');
    threads.set(1);
  });
}

test('a process ends by itself, whatever its workers are doing', () => {
  const products = 'for (let i = 0; i < 50; i++) smallest(product);';
  for (const [when, code] of [
    ['as they start', 'crew(3);'],
    ['amid products', `const { product } = await running(3); ${products}`],
    ['asleep', `const { product } = await running(3); ${products} setTimeout(() => {}, 50);`],
  ]) {
    const program = `import('${new URL('crew.ts', import.meta.url)}').then(async ({ crew, running, smallest }) => { ${code} });`;
    const flags = ['--import', 'tsx', '--input-type=module', '--eval', program];
    const { status, signal, stderr } = spawnSync(process.execPath, flags, { encoding: 'utf8', timeout: 60_000 });
    assert.equal({ status, signal, stderr }, { status: 0, signal: null, stderr: '' }, when);
  }
});

test('products by several threads make no typed array', async () => {
  const { threads, product } = await running(2);
  for (const type of precisions) {
    const call = callOf(type, [163, 160, 162], [false, true], [1, 2, 3], [1, 0.5], 6);
    const run = () => assert.ok(product(...call));
    run();
    run();
    assert.is(arraysMade(run), 0, type.name);
  }
  threads.set(1);
});

test.run();
