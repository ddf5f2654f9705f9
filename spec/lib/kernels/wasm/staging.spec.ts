/** @file Operands on their way into WASM memory: windows of larger arrays, both precisions in turn, nothing made twice. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Vector } from '../../../../lib/kernels/index.js';
import { arraysMade } from '../../../arrays-made.js';
import { type Precision, precisions, random, same, uniform } from '../arrays.js';
import { wasmBackends } from '../backends.js';
import { calls, operandsOf, outcome } from '../calls.js';

/** The same numbers in the middle of a larger buffer, with NaN on both sides. */
function inLarger(x: Vector, shift: number): [whole: Vector, inner: Vector] {
  const precision = x.constructor as Precision;
  const whole = new precision(x.length + 50).fill(NaN);
  whole.set(x, shift);
  return [whole, whole.subarray(shift, shift + x.length)];
}

for (const { name, on } of wasmBackends) {
  test(`${name} takes operands that are windows of larger arrays, and leaves those alone`, () => {
    for (const precision of precisions) {
      for (const n of [36, 4200]) {
        const operands = operandsOf(precision, n, 1);
        for (const [kernel, call] of calls) {
          const expected = outcome(call, on, n, operands);
          const inner = operands.map((x, k) => inLarger(x, 3 + k)[1]);
          const [whole, z] = inLarger(operands[4], 9);
          const returned = call(on, n, inner, z);
          same(returned === undefined ? z : [Number(returned), ...z], expected, `${kernel} of ${n}`);
          const around = [...whole.subarray(0, 9), ...whole.subarray(9 + n)];
          assert.ok(around.every(Number.isNaN), `${kernel} of ${n}: around the result`);
        }
      }
    }
  });

  test(`${name} takes the two precisions in turn, and large calls between small ones`, () => {
    const sizes = [5000, 7, 4097, 100];
    const operands = precisions.map((precision) => sizes.map((n) => operandsOf(precision, n, 2)));
    const expected = operands.map((bySize) =>
      bySize.map((some, s) => calls.map(([, call]) => outcome(call, on, sizes[s], some))),
    );
    calls.forEach(([kernel, call], k) => {
      sizes.forEach((n, s) => {
        precisions.forEach((precision, p) => {
          same(outcome(call, on, n, operands[p][s]), expected[p][s][k], `${kernel} of ${n} in ${precision.name}`);
        });
      });
    });
  });

  test(`${name} makes no typed array in repeated calls`, () => {
    const draw = uniform(3);
    for (const precision of precisions) {
      const work: [string, () => unknown][] = [];
      for (const n of [36, 4200, 9000]) {
        const operands = operandsOf(precision, n, 4);
        const z = operands[4].slice();
        for (const [kernel, call] of calls) {
          work.push([`${kernel} of ${n}`, () => call(on, n, operands, z)]);
        }
      }
      const [a, b, c] = [0, 1, 2].map(() => random(precision, 100 * 70, draw));
      work.push(['gemm with gaps', () => on.gemm(true, false, 60, 60, 60, 1, a, 5, 70, b, 3, 70, 0.5, c, 1, 70)]);
      work.push(['gemv with gaps', () => on.gemv(true, 60, 60, 1, a, 5, 70, b, 3, 1, 0.5, c, 1, 1)]);
      work.push(['ger with gaps', () => on.ger(60, 60, 1, b, 5, 1, c, 3, 1, a, 1, 70)]);
      work.push(['softMax with offsets', () => on.softMax(30, 60, 3, a, 700, b, 900)]);
      for (const [what, run] of work) {
        run();
        run();
        assert.is(arraysMade(run), 0, `${what} in ${precision.name}`);
      }
    }
  });
}

test('the count of typed arrays counts', () => {
  const x = new Float64Array(4);
  assert.is(
    arraysMade(() => [x.subarray(1), x.slice(), new Float32Array(3), Float64Array.of(1)]),
    4,
  );
});

test.run();
