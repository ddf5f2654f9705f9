/** @file Vector sums and updates against loops over the definition, and the 2-norm at the ends of the range. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { js } from '../../../../lib/kernels/index.js';
import { close, epsilon, precisions, random, same, uniform } from '../arrays.js';

const draw = uniform(3);
const sizes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 63, 64, 65, 66, 1000];
const strides = [1, 2, 5];

for (const precision of precisions) {
  test(`axpy and scal in ${precision.name} change the strided elements and no other`, () => {
    for (const n of sizes) {
      for (const incx of strides) {
        for (const incy of strides) {
          for (const alpha of [0, 1, -0.3]) {
            const where = `n ${n} incx ${incx} incy ${incy} α ${alpha}`;
            const x = random(precision, 2 + n * incx, draw);
            const y = random(precision, 3 + n * incy, draw);
            const updated = y.slice();
            const scaled = x.slice();
            for (let i = 0; i < n; i++) {
              updated[3 + i * incy] += alpha * x[2 + i * incx];
              scaled[2 + i * incx] *= alpha;
            }
            js.axpy(n, alpha, x, 2, incx, y, 3, incy);
            same(y, updated, `axpy ${where}`);
            js.scal(n, alpha, x, 2, incx);
            same(x, scaled, `scal ${where}`);
          }
        }
      }
    }
  });

  test(`dot, sum and nrm2 in ${precision.name} accumulate in double`, () => {
    for (const n of sizes) {
      for (const incx of strides) {
        for (const incy of strides) {
          const x = random(precision, 2 + n * incx, draw);
          const y = random(precision, 3 + n * incy, draw);
          let dot = 0;
          let squares = 0;
          let sum = 0;
          for (let i = 0; i < n; i++) {
            dot += x[2 + i * incx] * y[3 + i * incy];
            squares += x[2 + i * incx] ** 2;
            sum += x[2 + i];
          }
          const actual = [js.dot(n, x, 2, incx, y, 3, incy), js.nrm2(n, x, 2, incx), js.sum(n, x, 2)];
          close(actual, [dot, Math.sqrt(squares), sum], 1e-13, `n ${n} incx ${incx} incy ${incy}`);
        }
      }
    }
  });
}

test('axpy with α = 0 leaves y alone even where x is not finite, and scal with α = 0 keeps NaN', () => {
  const y = Float64Array.of(1, 2);
  js.axpy(2, 0, Float64Array.of(NaN, Infinity), 0, 1, y, 0, 1);
  same(y, [1, 2], 'axpy');
  const x = Float64Array.of(3, NaN);
  js.scal(2, 0, x, 0, 1);
  same(x, [0, NaN], 'scal');
});

test('sums of integers are exact', () => {
  const x = Float64Array.from({ length: 1003 }, (_, i) => i + 1);
  assert.is(js.sum(1003, x, 0), (1003 * 1004) / 2);
  assert.is(js.dot(1003, x, 0, 1, x, 0, 1), (1003 * 1004 * 2007) / 6);
});

test('nrm2 neither overflows nor underflows on the way', () => {
  const cases: [string, number[], number][] = [
    ['nothing', [], 0],
    ['zeros', [0, -0], 0],
    ['3-4-5', [3, -4], 5],
    ['huge', [3e200, 4e200], 5e200],
    ['tiny', [3e-200, -4e-200], 5e-200],
    ['nearly overflowing squares', [3e153, 4e153], 5e153],
    ['nearly underflowing squares', [3e-155, 4e-155], 5e-155],
    ['tiny beside huge', [1e-200, 1e200], 1e200],
    ['subnormal', [3 * 2 ** -1074, 4 * 2 ** -1074], 5 * 2 ** -1074],
    ['largest', [Number.MAX_VALUE], Number.MAX_VALUE],
    ['beyond the range', [Number.MAX_VALUE, Number.MAX_VALUE], Infinity],
    ['infinity', [1, -Infinity, 2], Infinity],
    ['NaN', [1, NaN], NaN],
    ['NaN after infinity', [Infinity, NaN], NaN],
    ['NaN before infinity', [NaN, Infinity], NaN],
    ['NaN beside huge', [1e200, NaN, 1e200], NaN],
  ];
  for (const [label, values, expected] of cases) {
    const norm = js.nrm2(values.length, Float64Array.from(values), 0, 1);
    const error = Math.abs(norm - expected);
    assert.ok(Object.is(norm, expected) || error <= 4 * 2 ** -53 * expected, `${label}: got ${norm}`);
  }
});

test('nrm2 of many tiny and of many huge elements is the root of their number', () => {
  for (const value of [1e-200, 1e200, 1e-320]) {
    for (const inc of [1, 3]) {
      const x = new Float64Array(10000 * inc).fill(NaN);
      for (let i = 0; i < 10000; i++) x[i * inc] = value;
      assert.ok(Math.abs(js.nrm2(10000, x, 0, inc) / (100 * value) - 1) < 1e-12, `${value}`);
    }
  }
});

test('nrm2 covers the whole range of single precision', () => {
  for (const value of [2 ** -149, 1e-30, 1e38]) {
    const x = new Float32Array(4).fill(value);
    assert.ok(Math.abs(js.nrm2(4, x, 0, 1) / (2 * x[0]) - 1) <= epsilon(Float64Array) * 4, `${value}`);
  }
});

test.run();
