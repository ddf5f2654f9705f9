/** @file Which build is loaded, and what a missing part of the engine leads to: a reason, or js's numbers, never wrong ones. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { host } from '../../../../lib/kernels/host.js';
import { js, type Kernels, loadWasm, type Vector } from '../../../../lib/kernels/index.js';
import { wasmKernels } from '../../../../lib/kernels/wasm/backend.js';
import { engineOf } from '../../../../lib/kernels/wasm/threads/engine.js';
import { WasmThreads } from '../../../../lib/kernels/wasm/threads/index.js';
import { precisions, random, same, uniform } from '../arrays.js';
import { wasmBackends } from '../backends.js';
import { calls, operandsOf, outcome } from '../calls.js';
import { engineWithout, type Missing } from '../engine.js';

test('an engine that lacks something gives a reason and no kernels', () => {
  const reasons: [Missing, string][] = [
    ['WebAssembly', 'this engine has no WebAssembly'],
    ['SIMD', 'this engine has no WebAssembly SIMD'],
    ['memory', 'WebAssembly.Memory(): could not allocate memory'],
    ['instances', 'no instances today'],
  ];
  for (const [missing, reason] of reasons) {
    engineWithout(missing, () => {
      assert.equal(loadWasm(), { reason }, missing);
      assert.equal(loadWasm('plain'), { reason }, `${missing}, plain`);
    });
  }
  engineWithout('SIMD', () => {
    assert.equal(loadWasm('relaxed'), { reason: 'this engine has no WebAssembly relaxed SIMD' });
  });
});

test('an engine without relaxed SIMD gets the plain build, unless relaxed is what was asked for', () => {
  engineWithout('relaxed SIMD', () => assert.is(loadWasm().kernels?.name, 'wasm-plain'));
  engineWithout('relaxed SIMD', () => assert.is(loadWasm('relaxed').kernels, undefined));
  assert.is(loadWasm('plain').kernels?.name, 'wasm-plain');
});

test('a module without a kernel is an error that names it', () => {
  const empty = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  assert.throws(
    () => wasmKernels(empty, 'empty', new WasmThreads(() => empty, engineOf(host))),
    /^wasm: expected kernel gemm in both precisions$/,
  );
});

for (const precision of precisions) {
  test(`where the memory cannot grow, calls in ${precision.name} that do not fit give the numbers of js`, () => {
    const fixed = engineWithout('growth', () => loadWasm('plain').kernels as Kernels);
    const free = loadWasm('plain').kernels as Kernels;
    // 4 MB are there from the beginning; chunks fit in them, whole matrices and whole rows of so many do not.
    const n = 4.5e6 / precision.BYTES_PER_ELEMENT;
    const draw = uniform(5);
    const operands = new Array<Vector>(5).fill(random(precision, n, () => (draw() + 1.001) / 2.002));
    const whole = calls.filter(([kernel]) => /softmax|gem|ger|spread|columnsums|2col|2im/i.test(kernel));
    assert.is(whole.length, 14);
    for (const [kernel, call] of whole) {
      const [z, expected] = [operands[4].slice(), operands[4].slice()];
      call(fixed, n, operands, z);
      call(js, n, operands, expected);
      assert.is(Buffer.from(z.buffer).compare(Buffer.from(expected.buffer)), 0, kernel);
    }
    const small = operandsOf(precision, 5000, 6);
    for (const [kernel, call] of calls) {
      same(outcome(call, fixed, 5000, small), outcome(call, free, 5000, small), `${kernel}, after the failures`);
    }
  });

  test(`two instances of a build give the same bits in ${precision.name}, whatever they computed before`, () => {
    const before = operandsOf(precision, 9000, 8);
    for (const { name, on } of wasmBackends) {
      const fresh = name === 'wasm-plain' ? (loadWasm('plain').kernels as Kernels) : on;
      for (const n of [36, 5000]) {
        const operands = operandsOf(precision, n, 7);
        for (const [kernel, call] of calls) {
          const first = outcome(call, on, n, operands);
          call(fresh, 9000, before, before[4].slice());
          same(outcome(call, fresh, n, operands), first, `${name}: ${kernel} n ${n}`);
        }
      }
    }
  });
}

test.run();
