/** @file Which kernels a process gets, with and without WebAssembly, and what it is told about it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Choice, chooseBackend, js } from '../../../lib/kernels/index.js';
import { calls, operandsOf, outcome } from './calls.js';
import { engineWithout } from './engine.js';

const forced = (backend: string) => [{ backend, reason: 'forced by ROP_BACKEND' }];

/** A finding's reason. */
function reason({ findings }: Choice, backend: string): string | undefined {
  return findings().find((found) => found.backend === backend)?.reason;
}

test('js forced is js, for calls of all sizes', () => {
  const { kernels, findings } = chooseBackend('js');
  assert.is(kernels, js);
  assert.equal(findings(), forced('js'));
});

test('wasm forced is wasm without a dispatcher', () => {
  const { kernels, findings } = chooseBackend('wasm');
  assert.match(kernels.name, /^wasm-(plain|relaxed)$/);
  assert.equal(findings(), forced(kernels.name));
});

test('nothing forced, or an empty name, is js for what is small and wasm for what is not', () => {
  const wasm = chooseBackend('wasm').kernels;
  const chosen = chooseBackend('');
  for (const [kernel, call] of calls) {
    const few = operandsOf(Float64Array, 20, 3);
    assert.equal(outcome(call, chosen.kernels, 20, few), outcome(call, js, 20, few), `${kernel} of few`);
    // What a native BLAS may take has bits of its own.
    if (['gemm', 'gemv', 'ger', 'axpy', 'dot'].includes(kernel)) continue;
    const many = operandsOf(Float64Array, 5000, 3);
    assert.equal(outcome(call, chosen.kernels, 5000, many), outcome(call, wasm, 5000, many), `${kernel} of many`);
  }
  assert.is(reason(chosen, wasm.name), 'for all that neither js nor blas takes');
  assert.is(reason(chosen, 'js'), 'for what is too small to stage');
});

test('the environment variable is read when no name is given', () => {
  const before = process.env.ROP_BACKEND;
  try {
    process.env.ROP_BACKEND = 'js';
    assert.is(chooseBackend().kernels, js);
    process.env.ROP_BACKEND = 'nonsense';
    assert.throws(() => chooseBackend(), /^ROP_BACKEND: expected js, wasm, blas, got 'nonsense'$/);
    process.env.ROP_BACKEND = '';
    assert.match(chooseBackend().kernels.name, /wasm/);
  } finally {
    if (before === undefined) delete process.env.ROP_BACKEND;
    else process.env.ROP_BACKEND = before;
  }
});

test('an unknown name is a RangeError that names the known ones', () => {
  for (const name of ['nonsense', 'JS', ' wasm']) {
    try {
      chooseBackend(name);
      assert.unreachable(`${name} is chosen`);
    } catch (error) {
      assert.instance(error, RangeError);
      assert.is((error as Error).message, `ROP_BACKEND: expected js, wasm, blas, got '${name}'`);
    }
  }
});

for (const [missing, found] of [
  ['WebAssembly', 'this engine has no WebAssembly'],
  ['SIMD', 'this engine has no WebAssembly SIMD'],
  ['memory', 'WebAssembly.Memory(): could not allocate memory'],
] as const) {
  test(`without ${missing}, js takes its calls, the finding says why, and wasm forced is an error`, () => {
    engineWithout(missing, () => {
      const chosen = chooseBackend('');
      assert.is(reason(chosen, 'wasm'), `not used: ${found}`);
      for (const [kernel, call] of calls) {
        // At most 100 multiply-adds: a native BLAS takes none of them.
        const operands = operandsOf(Float64Array, 100, 4);
        assert.equal(outcome(call, chosen.kernels, 100, operands), outcome(call, js, 100, operands), kernel);
      }
      assert.throws(
        () => chooseBackend('wasm'),
        (error: unknown) => (error as Error).message === `ROP_BACKEND: expected wasm to run, got: ${found}`,
      );
      assert.is(chooseBackend('js').kernels, js);
    });
  });
}

test.run();
