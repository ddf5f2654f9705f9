/** @file Vector sums and updates against loops over the definition, and the 2-norm at the ends of the range. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { epsilon, precisions, same, uniform } from './arrays.js';
import { backends } from './backends.js';
import { check, strided } from './definitions.js';

const draw = uniform(3);
const small = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 47, 48, 49, 99, 100, 101];
/** About the length of a staged chunk, and of two. */
const borders = [4095, 4096, 4097, 8192, 8195];
const strides = [1, 2, 5];

/** Sizes with the strides at which they are tried. */
const cases = [
  ...small.flatMap((n) => strides.flatMap((incx) => strides.map((incy) => [n, incx, incy]))),
  ...borders.flatMap((n) => [
    [n, 1, 1],
    [n, 2, 1],
  ]),
];

for (const precision of precisions) {
  test(`axpy and scal in ${precision.name} change the strided elements and no other`, () => {
    for (const [n, incx, incy] of cases) {
      for (const alpha of [0, 1, -0.3]) {
        const x = strided(precision, n, incx, 2, draw);
        check('axpy', [n, alpha, x, 2, incx, strided(precision, n, incy, 3, draw), 3, incy]);
        check('scal', [n, alpha, x, 2, incx]);
      }
    }
  });

  test(`dot, sum and nrm2 in ${precision.name} accumulate in double`, () => {
    for (const [n, incx, incy] of cases) {
      const x = strided(precision, n, incx, 2, draw);
      const y = strided(precision, n, incy, 3, draw);
      const line = strided(precision, n, 1, 1, draw);
      const [dot, dotSize, squares, sum, sumSize] = [0, 0, 0, 0, 0].map((_, which) => {
        let total = 0;
        for (let i = 0; i < n; i++) {
          const [u, v, w] = [x[2 + i * incx], y[3 + i * incy], line[1 + i]];
          total += [u * v, Math.abs(u * v), u * u, w, Math.abs(w)][which];
        }
        return total;
      });
      // n + 4 roundings here and n + 4 in the definition, all in double.
      const bound = 2 * (n + 4) * epsilon(Float64Array);
      for (const { name, on } of backends) {
        const where = `${name} n ${n} incx ${incx} incy ${incy}`;
        const actual = on.dot(n, x, 2, incx, y, 3, incy);
        assert.ok(Math.abs(actual - dot) <= bound * dotSize, `dot ${where}: expected ${dot}, got ${actual}`);
        const total = on.sum(n, line, 1);
        assert.ok(Math.abs(total - sum) <= bound * sumSize, `sum ${where}: expected ${sum}, got ${total}`);
        const norm = on.nrm2(n, x, 2, incx);
        const root = Math.sqrt(squares);
        assert.ok(Math.abs(norm - root) <= bound * root, `nrm2 ${where}: expected ${root}, got ${norm}`);
      }
    }
  });
}

const norms: [string, number[], number][] = [
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
  ['two infinities', [Infinity, 1, -Infinity], Infinity],
  ['NaN', [1, NaN], NaN],
  ['NaN after infinity', [Infinity, NaN], NaN],
  ['NaN before infinity', [NaN, Infinity], NaN],
  ['NaN beside huge', [1e200, NaN, 1e200], NaN],
];

for (const { name, on } of backends) {
  test(`axpy of ${name} with α = 0 leaves y alone even where x is not finite, and scal with α = 0 keeps NaN`, () => {
    for (const n of [2, 200]) {
      const y = Float64Array.from({ length: n }, (_, i) => i);
      const before = y.slice();
      on.axpy(n, 0, new Float64Array(n).fill(NaN), 0, 1, y, 0, 1);
      same(y, before, 'axpy');
      const x = new Float64Array(n).fill(3);
      x[1] = NaN;
      on.scal(n, 0, x, 0, 1);
      same(
        x,
        x.map((_, i) => (i === 1 ? NaN : 0)),
        'scal',
      );
    }
  });

  test(`sums of integers by ${name} are exact`, () => {
    const x = Float64Array.from({ length: 5003 }, (_, i) => i + 1);
    for (const n of [10, 1003, 5003]) {
      assert.is(on.sum(n, x, 0), (n * (n + 1)) / 2);
      assert.is(on.dot(n, x, 0, 1, x, 0, 1), (n * (n + 1) * (2 * n + 1)) / 6);
    }
  });

  test(`nrm2 of ${name} neither overflows nor underflows on the way`, () => {
    for (const [label, values, expected] of norms) {
      // The same numbers, beside zeros: far apart in one staged chunk, and in different chunks.
      for (const gap of [1, 60, 5000]) {
        const x = new Float64Array(values.length * gap);
        values.forEach((v, i) => {
          x[i * gap] = v;
        });
        const norm = on.nrm2(x.length, x, 0, 1);
        const error = Math.abs(norm - expected);
        assert.ok(Object.is(norm, expected) || error <= 8 * 2 ** -53 * expected, `${label}, ${gap}: got ${norm}`);
      }
    }
  });

  test(`nrm2 of ${name} of many tiny and of many huge elements is the root of their number`, () => {
    for (const value of [1e-200, 1e200, 1e-320]) {
      for (const inc of [1, 3]) {
        const x = new Float64Array(10000 * inc).fill(NaN);
        for (let i = 0; i < 10000; i++) x[i * inc] = value;
        // A norm below the normal range may be rounded once for each of the parts in which it is staged.
        const error = Math.abs(on.nrm2(10000, x, 0, inc) - 100 * value);
        assert.ok(error <= 1e-13 * (100 * value) + 4 * 2 ** -1074, `${value}: off by ${error}`);
      }
    }
  });

  test(`nrm2 of ${name} covers the whole range of single precision`, () => {
    for (const value of [2 ** -149, 1e-30, 1e38]) {
      for (const n of [4, 100, 8100]) {
        const x = new Float32Array(n).fill(value);
        const ratio = on.nrm2(n, x, 0, 1) / (Math.sqrt(n) * x[0]);
        assert.ok(Math.abs(ratio - 1) <= epsilon(Float64Array) * 2 * (n + 4), `${value}`);
      }
    }
  });
}

for (const precision of precisions) {
  test(`equal in ${precision.name} sees every element, and none beside them`, () => {
    for (const n of [...small, ...borders]) {
      const x = strided(precision, n, 1, 2, draw);
      const y = strided(precision, n, 1, 5, () => 0);
      y.set(x.subarray(2, 2 + n), 5);
      x[0] = 3;
      for (const { name, on } of backends) {
        assert.is(on.equal(n, x, 2, y, 5), true, `${name} n ${n}`);
        for (const i of new Set([0, n >> 1, n - 2, n - 1].filter((k) => k >= 0 && k < n))) {
          const other = y.slice();
          other[5 + i] *= 1 + 2 * epsilon(precision);
          assert.is(on.equal(n, x, 2, other, 5), false, `${name} n ${n}, another element ${i}`);
        }
      }
    }
  });

  test(`equal in ${precision.name} tells 0 from −0, and takes NaN for NaN`, () => {
    const x = new precision(40).fill(NaN);
    const [zero, negative] = [x.slice(), x.slice()];
    zero[33] = 0;
    negative[33] = -0;
    for (const { name, on } of backends) {
      assert.is(on.equal(40, x, 0, x.slice(), 0), true, name);
      assert.is(on.equal(40, zero, 0, negative, 0), false, name);
      assert.is(on.equal(40, zero, 0, x, 0), false, name);
    }
  });
}

test.run();
