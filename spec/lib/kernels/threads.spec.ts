/** @file Threads: those of a native library, on request. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chooseBackend, getThreads, setThreads } from '../../../lib/kernels/index.js';
import { torch } from '../../../lib/tensor/index.js';

const native = !chooseBackend('')
  .findings()
  .some(({ backend, reason }) => backend === 'blas' && reason.startsWith('not used'));

test('there is one thread until more are asked for, and only a native library has more', () => {
  assert.is(torch.getnumthreads(), 1);
  torch.setnumthreads(2);
  try {
    assert.is(getThreads(), native && !process.env.ROP_BACKEND ? 2 : getThreads());
    assert.is(torch.getnumthreads(), getThreads());
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

test('js and wasm have one thread, however many are asked for', () => {
  assert.is(chooseBackend('js').setThreads(4), 1);
  assert.is(chooseBackend('wasm').setThreads(4), 1);
});

for (const n of [0, -1, 1.5, Number.NaN]) {
  test(`${n} threads are refused`, () => {
    assert.throws(
      () => setThreads(n),
      (error: Error) =>
        error instanceof RangeError &&
        error.message === `torch.setnumthreads: expected a whole number from 1 up, got ${n}`,
    );
    assert.is(getThreads(), 1);
  });
}

test('ROP_THREADS asks for threads from the start', () => {
  const code = `import('${new URL('../../../lib/kernels/index.ts', import.meta.url)}').then((k) => console.log(k.getThreads()));`;
  const run = (threads: string) =>
    spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
      encoding: 'utf8',
      env: { ...process.env, ROP_BACKEND: '', ROP_THREADS: threads },
    });
  assert.is(run('2').stdout.trim(), native ? '2' : '1');
  assert.match(run('many').stderr, 'torch.setnumthreads: expected a whole number from 1 up, got NaN');
});

test("a process with the native library's threads ends well", () => {
  const { href } = new URL('../../../lib/kernels/index.ts', import.meta.url);
  const code = `import('${href}').then(({ kernels }) => {
    const x = new Float64Array(400 * 400).fill(1);
    kernels.gemm(false, false, 400, 400, 400, 1, x, 0, 400, x, 0, 400, 0, x.slice(), 0, 400);
  });`;
  for (let i = 0; i < 3; i++) {
    const { status, signal } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
      env: { ...process.env, ROP_BACKEND: '', ROP_THREADS: '2' },
    });
    assert.equal({ status, signal }, { status: 0, signal: null });
  }
});

test.run();
