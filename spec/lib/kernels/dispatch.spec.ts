/** @file The dispatcher: small calls go to one backend, large ones to the other, every call whole and to one only. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bySize, js, type KernelName, type Kernels } from '../../../lib/kernels/index.js';
import { calls, operandsOf } from './calls.js';

type Record = { backend: string; kernel: string; call: unknown[] };

/** Kernels that write down their calls and return their own name. */
function recording(backend: string, log: Record[]): Kernels {
  const kernels = Object.keys(js).map((kernel) => [
    kernel,
    (...call: unknown[]) => {
      log.push({ backend, kernel, call });
      return backend;
    },
  ]);
  return { ...Object.fromEntries(kernels), name: backend };
}

const log: Record[] = [];
const dispatched = bySize(recording('small', log), recording('large', log));
const operands = operandsOf(Float64Array, 1, 1);

/** Who took the call of the kernel with n of work. */
function taker(on: Kernels, kernel: KernelName, call: (typeof calls)[number][1], n: number): string {
  log.length = 0;
  const returned = call(on, n, operands, operands[4]);
  assert.is(log.length, 1, `${kernel}: calls`);
  assert.is(log[0].kernel, kernel);
  assert.is(returned, log[0].backend, `${kernel}: result`);
  const direct: Record[] = [];
  call(recording('direct', direct), n, operands, operands[4]);
  assert.is(log[0].call.length, direct[0].call.length, `${kernel}: arguments`);
  log[0].call.forEach((v, i) => {
    assert.is(v, direct[0].call[i], `${kernel}: argument ${i}`);
  });
  return log[0].backend;
}

test('the calls cover every kernel', () => {
  const names = Object.keys(js).filter((key) => key !== 'name' && key !== 'scratch');
  assert.equal(calls.map(([kernel]) => kernel).sort(), names.sort());
});

for (const [kernel, call] of calls) {
  test(`${kernel} goes to the small backend up to a size, and from there to the large one, argument for argument`, () => {
    const sizes = [0, 1, 8, 16, 31, 60, 90, 120, 150, 300, 600, 1200, 2400, 1e6];
    const takers = sizes.map((n) => taker(dispatched, kernel, call, n));
    assert.is(takers[2], 'small', 'of 8');
    assert.is(takers.at(-2), 'large', 'of 2400');
    const border = takers.indexOf('large');
    assert.ok(
      takers.every((name, i) => name === (i < border ? 'small' : 'large')),
      `${takers}`,
    );
  });
}

test('the native backend takes large products, and is asked for when the first one comes', () => {
  let asked = 0;
  const native = recording('native', log);
  const three = bySize(recording('small', log), recording('large', log), () => {
    asked++;
    return native;
  });
  const takers = (n: number) => new Set(calls.map(([kernel, call]) => taker(three, kernel, call, n)));
  assert.equal([...takers(8)], ['small']);
  assert.ok(!takers(300).has('native'));
  assert.is(asked, 0);
  assert.equal([...takers(1e6)].sort(), ['large', 'native']);
  for (const [kernel, call] of calls) {
    const expected = ['gemm', 'gemv', 'ger', 'axpy', 'dot'].includes(kernel) ? 'native' : 'large';
    assert.is(taker(three, kernel, call, 1e6), expected, kernel);
  }
});

test('the size of a product is that of its work, not of its operands', () => {
  log.length = 0;
  dispatched.gemm(false, false, 3000, 3000, 0, 1, operands[0], 0, 0, operands[1], 0, 3000, 1, operands[2], 0, 3000);
  dispatched.gemm(false, false, 10, 10, 4, 1, operands[0], 0, 10, operands[1], 0, 10, 1, operands[2], 0, 10);
  dispatched.softMax(100, 1, 10, operands[0], 0, operands[0], 0);
  dispatched.addColumnSums(1000, 1, 1, operands[0], 0, operands[1], 0);
  assert.equal(
    log.map(({ backend }) => backend),
    ['small', 'large', 'large', 'large'],
  );
});

test.run();
