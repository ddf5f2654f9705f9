/** @file Threads on request: those of the backend that takes large products. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chooseBackend, setThreads, threadsInUse } from '../../../lib/kernels/index.js';
import { torch } from '../../../lib/tensor/index.js';

const native = chooseBackend('').threads().reason.startsWith('of lib');

test('there is one thread until more are asked for, and products stay what they are', () => {
  assert.equal(threadsInUse(), { count: 1, reason: 'no more were asked for' });
  torch.setnumthreads(2);
  try {
    assert.is(torch.getnumthreads(), threadsInUse().count);
    const a = torch.randn(200, 200);
    const product = torch.mm(a, a);
    let entry = 0;
    for (let k = 0; k < 200; k++) entry += a.get(3, k) * a.get(k, 5);
    assert.ok(Math.abs(product.get(3, 5) - entry) < 1e-12 * 200);
  } finally {
    torch.setnumthreads(1);
  }
  assert.is(torch.getnumthreads(), 1);
});

test('the threads are those of the backend that takes large products', () => {
  const js = chooseBackend('js').threads();
  js.set(4);
  assert.equal([js.count, js.reason], [1, 'js has no more']);
  for (const backend of ['wasm', '']) {
    const threads = chooseBackend(backend).threads();
    threads.set(2);
    assert.is(threads.count, 2);
    assert.match(threads.reason, backend === '' && native ? /^of lib/ : /^workers are starting$/);
    threads.set(1);
    assert.is(threads.count, 1);
  }
});

for (const n of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`${n} threads are refused`, () => {
    assert.throws(
      () => setThreads(n),
      (error: Error) =>
        error instanceof RangeError &&
        error.message === `torch.setnumthreads: expected a whole number from 1 up, got ${n}`,
    );
    assert.is(torch.getnumthreads(), 1);
  });
}

/** A process of its own with so many threads; `code` has the module of the kernels as `k`. */
function run(backend: string, threads: string, code: string) {
  const program = `import('${new URL('../../../lib/kernels/index.ts', import.meta.url)}').then((k) => { ${code} });`;
  return spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    encoding: 'utf8',
    env: { ...process.env, ROP_BACKEND: backend, ROP_THREADS: threads },
  });
}

test('ROP_THREADS asks for threads from the start', () => {
  assert.is(run('wasm', '2', 'console.log(k.threadsInUse().count)').stdout.trim(), '2');
  assert.match(run('wasm', 'many', '').stderr, 'torch.setnumthreads: expected a whole number from 1 up, got NaN');
});

test("a process with the native library's threads ends well", () => {
  const product = `
    const x = new Float64Array(400 * 400).fill(1);
    k.kernels.gemm(false, false, 400, 400, 400, 1, x, 0, 400, x, 0, 400, 0, x.slice(), 0, 400);`;
  for (let i = 0; i < 3; i++) {
    const { status, signal } = run('', '2', product);
    assert.equal({ status, signal }, { status: 0, signal: null });
  }
});

test.run();
