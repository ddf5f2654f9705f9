/** @file Elementwise products against their definition, the transcendental maps at the ends of their range. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { js, type VectorMap } from '../../../../lib/kernels/index.js';
import { close, precisions, random, same, uniform } from '../arrays.js';

const draw = uniform(4);

for (const precision of precisions) {
  test(`mul and addcmul in ${precision.name} change n elements from the offset, also in place`, () => {
    for (const n of [0, 1, 2, 5, 100]) {
      const x = random(precision, n + 5, draw);
      const y = random(precision, n + 5, draw);
      const z = random(precision, n + 5, draw);
      const product = z.slice();
      const added = z.slice();
      for (let i = 0; i < n; i++) {
        product[3 + i] = x[1 + i] * y[2 + i];
        added[3 + i] += -0.3 * x[1 + i] * y[2 + i];
      }
      const result = z.slice();
      js.mul(n, x, 1, y, 2, result, 3);
      same(result, product, `mul n ${n}`);
      js.addcmul(n, -0.3, x, 1, y, 2, z, 3);
      same(z, added, `addcmul n ${n}`);

      const squares = x.map((v, i) => (i < 1 || i > n ? v : v * v));
      const grown = x.map((v, i) => (i < 1 || i > n ? v : v + 2 * v * v));
      const inPlace = x.slice();
      js.mul(n, inPlace, 1, inPlace, 1, inPlace, 1);
      same(inPlace, squares, `mul in place n ${n}`);
      js.addcmul(n, 2, x, 1, x, 1, x, 1);
      same(x, grown, `addcmul in place n ${n}`);
    }
  });

  test(`the maps in ${precision.name} change n elements from the offset, also in place`, () => {
    const maps: [VectorMap, (x: number) => number][] = [
      [js.exp, Math.exp],
      [js.log, Math.log],
      [js.tanh, Math.tanh],
      [js.sigmoid, (x) => 0.5 * (1 + Math.tanh(x / 2))],
    ];
    for (const [map, f] of maps) {
      for (const n of [0, 1, 7, 64]) {
        const x = random(precision, n + 4, draw).map((v) => v + 1.01);
        const y = random(precision, n + 4, draw);
        const expected = y.map((v, i) => (i >= 3 && i < 3 + n ? f(x[i - 1]) : v));
        map(n, x, 2, y, 3);
        close(y, expected, precision === Float64Array ? 1e-15 : 1e-6, `n ${n}`);
        same(y.subarray(n + 3), expected.subarray(n + 3), 'after the end');
        map(n, x, 2, x, 2);
        same(x.subarray(2, 2 + n), y.subarray(3, 3 + n), 'in place');
      }
    }
  });
}

/** Each row: x and f(x), exact or to two roundings. */
function table(map: VectorMap, rows: [number, number][]): void {
  for (const [x, expected] of rows) {
    const y = new Float64Array(1);
    map(1, Float64Array.of(x), 0, y, 0);
    const error = Math.abs(y[0] - expected);
    assert.ok(Object.is(y[0], expected) || error <= 2 ** -51 * Math.abs(expected), `f(${x}): got ${y[0]}`);
  }
}

test('sigmoid is right to rounding from −745 to 1000, and at zeros, infinities and NaN', () => {
  table(js.sigmoid, [
    [0, 0.5],
    [-0, 0.5],
    [Math.log(3), 0.75],
    [-Math.log(3), 0.25],
    [1, 0.7310585786300049],
    [-1, 0.2689414213699951],
    [-40, 4.248354255291589e-18],
    [-700, 9.85967654375977e-305],
    [-740, Math.exp(-740)],
    [-1e3, 0],
    [700, 1],
    [1e3, 1],
    [Infinity, 1],
    [-Infinity, 0],
    [NaN, NaN],
  ]);
});

test('tanh saturates, is odd, and keeps the sign of zero', () => {
  table(js.tanh, [
    [0, 0],
    [-0, -0],
    [1, 0.7615941559557649],
    [1e-300, 1e-300],
    [-1e-5, -1e-5 + 1e-15 / 3],
    [20, 1],
    [700, 1],
    [-700, -1],
    [1e3, 1],
    [-1e3, -1],
    [Infinity, 1],
    [-Infinity, -1],
    [NaN, NaN],
  ]);
});

test('exp and log at the ends of the range', () => {
  table(js.exp, [
    [0, 1],
    [-0, 1],
    [1, Math.E],
    [700, 1.0142320547350045e304],
    [-700, 9.85967654375977e-305],
    [1e3, Infinity],
    [-1e3, 0],
    [Infinity, Infinity],
    [-Infinity, 0],
    [NaN, NaN],
  ]);
  table(js.log, [
    [1, 0],
    [Math.E, 1],
    [0, -Infinity],
    [-0, -Infinity],
    [-1, NaN],
    [2 ** -1074, -1074 * Math.LN2],
    [Infinity, Infinity],
    [NaN, NaN],
  ]);
});

test.run();
