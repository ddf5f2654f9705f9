/** @file Matrix-vector product and rank-one update against loops over the definition. */
import { test } from 'uvu';
import { precisions, same, uniform } from './arrays.js';
import { backends } from './backends.js';
import { check, matrix, strided } from './definitions.js';

const draw = uniform(2);
const sizes = [0, 1, 2, 3, 7, 8, 9, 17, 65];
/** With the sizes that end staging loops of vectors and of matrices, and the dispatcher's border. */
const shapes = [
  ...sizes.flatMap((m) => sizes.map((n) => [m, n])),
  ...[4095, 4096, 4097].flatMap((size) => [
    [size, 3],
    [2, size],
  ]),
];
const scales = [1, 0, -0.7];

for (const precision of precisions) {
  test(`gemv in ${precision.name} is the sum over columns, or rows, for every stride, α and β`, () => {
    for (const trans of [false, true]) {
      for (const [m, n] of shapes) {
        for (const alpha of scales) {
          for (const beta of scales) {
            const [incx, incy] = (m + n) % 2 ? [3, 2] : [1, 1];
            const lda = n + (m % 3);
            const [rows, depth] = trans ? [n, m] : [m, n];
            const a = matrix(precision, m, n, lda, 2, draw);
            const x = strided(precision, depth, incx, 3, draw);
            const y = strided(precision, rows, incy, 1, beta === 0 ? () => NaN : draw);
            check('gemv', [trans, m, n, alpha, a, 2, lda, x, 3, incx, beta, y, 1, incy]);
          }
        }
      }
    }
  });

  test(`ger in ${precision.name} adds α x_i y_j to element (i, j) and leaves the gaps alone`, () => {
    for (const [m, n] of shapes) {
      for (const alpha of scales) {
        const [incx, incy] = m % 2 ? [3, 2] : [1, 1];
        const lda = n + (n % 3);
        const x = strided(precision, m, incx, 1, draw);
        const y = strided(precision, n, incy, 2, draw);
        const a = matrix(precision, m, n, lda, 3, draw);
        check('ger', [m, n, alpha, x, 1, incx, y, 2, incy, a, 3, lda]);
      }
    }
  });
}

for (const { name, on } of backends) {
  test(`gemv of ${name} with α = 0 reads neither matrix nor vector, and ger with α = 0 does nothing`, () => {
    for (const size of [2, 40]) {
      const nan = new Float64Array(size * size).fill(NaN);
      const y = Float64Array.from({ length: size }, (_, i) => i);
      const expected = y.map((v) => 3 * v);
      for (const trans of [false, true]) {
        const z = y.slice();
        on.gemv(trans, size, size, 0, nan, 0, size, nan, 0, 1, 3, z, 0, 1);
        same(z, expected, 'y');
        on.gemv(trans, size, size, 0, nan, 0, size, nan, 0, 1, 0, z, 0, 1);
        same(z, new Float64Array(size), 'β = 0');
      }
      const a = Float64Array.from({ length: size * size }, (_, i) => i);
      const before = a.slice();
      on.ger(size, size, 0, nan, 0, 1, nan, 0, 1, a, 0, size);
      same(a, before, 'A');
    }
  });

  test(`gemv of ${name} with β = 0 replaces NaN, and with β ≠ 0 keeps it`, () => {
    const ones = new Float64Array(40 * 40).fill(1);
    const y = new Float64Array(40).fill(NaN);
    for (const trans of [false, true]) {
      on.gemv(trans, 40, 40, 1, ones, 0, 40, ones, 0, 1, 0.5, y, 0, 1);
      same(y, new Float64Array(40).fill(NaN), 'β = 0.5');
      const z = y.slice();
      on.gemv(trans, 40, 40, 1, ones, 0, 40, ones, 0, 1, 0, z, 0, 1);
      same(z, new Float64Array(40).fill(40), 'β = 0');
    }
  });

  test(`gemv of ${name} of a hand-computed matrix`, () => {
    const a = Float64Array.of(1, 2, 3, 4, 5, 6);
    const y = Float64Array.of(10, 20);
    on.gemv(false, 2, 3, 2, a, 0, 3, Float64Array.of(1, 0, -1), 0, 1, 1, y, 0, 1);
    same(y, [6, 16], 'A x');
    const z = new Float64Array(3);
    on.gemv(true, 2, 3, 1, a, 0, 3, Float64Array.of(1, -1), 0, 1, 0, z, 0, 1);
    same(z, [-3, -3, -3], 'Aᵀ x');
  });
}

test.run();
