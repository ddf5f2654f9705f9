/** @file Matrix-vector product and rank-one update against loops over the definition. */
import { test } from 'uvu';
import { js } from '../../../../lib/kernels/index.js';
import { precisions, random, same, uniform } from '../arrays.js';

const draw = uniform(2);
const sizes = [0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 65];
const scales = [1, 0, -0.7];
const strides = [1, 3];

for (const precision of precisions) {
  test(`gemv in ${precision.name} sums in order, to the bit, for every flag, stride, α and β`, () => {
    for (const trans of [false, true]) {
      for (const m of sizes) {
        for (const n of sizes) {
          for (const alpha of scales) {
            for (const beta of scales) {
              const inc = strides[(m + n) % 2];
              const lda = n + (m % 3);
              const [rows, depth] = trans ? [n, m] : [m, n];
              const a = random(precision, 2 + m * lda, draw);
              const x = random(precision, 3 + depth * inc, draw);
              const y = random(precision, 1 + rows * 2, draw);
              if (beta === 0) y.fill(NaN);
              const expected = y.slice();
              for (let i = 0; i < rows; i++) {
                let sum = 0;
                for (let p = 0; p < depth && alpha !== 0; p++) {
                  sum += a[2 + (trans ? p * lda + i : i * lda + p)] * x[3 + p * inc];
                }
                expected[1 + 2 * i] = beta === 0 ? alpha * sum : alpha * sum + beta * y[1 + 2 * i];
              }
              js.gemv(trans, m, n, alpha, a, 2, lda, x, 3, inc, beta, y, 1, 2);
              same(y, expected, `${trans ? 'T' : 'N'} ${m}x${n} α ${alpha} β ${beta}`);
            }
          }
        }
      }
    }
  });

  test(`ger in ${precision.name} adds α x_i y_j to element (i, j) and leaves the padding alone`, () => {
    for (const m of sizes) {
      for (const n of sizes) {
        for (const alpha of scales) {
          const inc = strides[m % 2];
          const lda = n + (n % 3);
          const x = random(precision, 1 + m * inc, draw);
          const y = random(precision, 2 + n * 2, draw);
          const a = random(precision, 3 + m * lda, draw);
          const expected = a.slice();
          for (let i = 0; i < m; i++) {
            for (let j = 0; j < n; j++) expected[3 + i * lda + j] += alpha * x[1 + i * inc] * y[2 + 2 * j];
          }
          js.ger(m, n, alpha, x, 1, inc, y, 2, 2, a, 3, lda);
          same(a, expected, `${m}x${n} α ${alpha}`);
        }
      }
    }
  });
}

test('gemv with α = 0 reads neither matrix nor vector, and ger with α = 0 does nothing', () => {
  const nan = new Float64Array(4).fill(NaN);
  const y = Float64Array.of(1, 2);
  js.gemv(false, 2, 2, 0, nan, 0, 2, nan, 0, 1, 3, y, 0, 1);
  same(y, [3, 6], 'y');
  const a = Float64Array.of(1, 2, 3, 4);
  js.ger(2, 2, 0, nan, 0, 1, nan, 0, 1, a, 0, 2);
  same(a, [1, 2, 3, 4], 'A');
});

test('gemv of a hand-computed matrix', () => {
  const a = Float64Array.of(1, 2, 3, 4, 5, 6);
  const y = Float64Array.of(10, 20);
  js.gemv(false, 2, 3, 2, a, 0, 3, Float64Array.of(1, 0, -1), 0, 1, 1, y, 0, 1);
  same(y, [6, 16], 'A x');
  const z = new Float64Array(3);
  js.gemv(true, 2, 3, 1, a, 0, 3, Float64Array.of(1, -1), 0, 1, 0, z, 0, 1);
  same(z, [-3, -3, -3], 'Aᵀ x');
});

test.run();
