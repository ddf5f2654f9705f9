/** @file The matrix product against the triple loop: js to the bit, the others to the roundings of its terms. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Precision, precisions, same, uniform } from './arrays.js';
import { backends } from './backends.js';
import { check, matrix } from './definitions.js';

const draw = uniform(1);
const some = (from: number, to: number) => from + Math.floor(((draw() + 1) / 2) * (to - from + 1));
const scales = [1, 0, -1, 0.37];
const transposes = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
];

/** Matrices with gaps between rows, in the middle of arrays of NaN; C all NaN where β = 0. */
function product(
  precision: Precision,
  [transA, transB]: boolean[],
  [m, n, k]: number[],
  alpha = scales[some(0, 3)],
  beta = scales[some(0, 3)],
): void {
  const [ao, bo, co] = [some(0, 5), some(0, 5), some(0, 5)];
  const [lda, ldb, ldc] = [(transA ? m : k) + some(0, 3), (transB ? k : n) + some(0, 3), n + some(0, 3)];
  const a = transA ? matrix(precision, k, m, lda, ao, draw) : matrix(precision, m, k, lda, ao, draw);
  const b = transB ? matrix(precision, n, k, ldb, bo, draw) : matrix(precision, k, n, ldb, bo, draw);
  const c = matrix(precision, m, n, ldc, co, beta === 0 ? () => NaN : draw);
  check('gemm', [transA, transB, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc]);
}

for (const precision of precisions) {
  test(`gemm in ${precision.name} is the triple loop for all small shapes`, () => {
    const sizes = [0, 1, 2, 3, 5, 8, 9];
    for (const flags of transposes) {
      for (const m of sizes) {
        for (const n of sizes) {
          for (const k of sizes) product(precision, flags, [m, n, k]);
        }
      }
    }
  });

  test(`gemm in ${precision.name} is the triple loop on both sides of every block border`, () => {
    for (const flags of transposes) {
      for (const size of [31, 32, 33, 63, 64, 65, 255, 256, 257, 513, 1023, 1024, 1025]) {
        product(precision, flags, [size, 6, 10]);
        product(precision, flags, [9, size, 7]);
        product(precision, flags, [11, 5, size]);
      }
      for (const size of [65, 258]) {
        product(precision, flags, [1, size, size]);
        product(precision, flags, [size, 1, size]);
      }
      product(precision, flags, [63, 66, 65]);
      product(precision, flags, [66, 9, 515], -1, 1);
    }
    product(precision, transposes[some(0, 3)], [257, 258, 259], 1, 0);
  });

  test(`gemm in ${precision.name} takes every α and β on every path`, () => {
    const shapes = [
      [3, 4, 5],
      [1, 12, 5],
      [12, 1, 5],
      [1, 40, 25],
      [40, 1, 25],
      [13, 14, 15],
      [5, 6, 300],
    ];
    for (const flags of transposes) {
      for (const shape of shapes) {
        for (const alpha of scales) {
          for (const beta of scales) product(precision, flags, shape, alpha, beta);
        }
      }
    }
  });
}

for (const { name, on, exact } of backends) {
  test(`gemm of ${name} with β = 0 replaces the NaN in C, and with β ≠ 0 keeps it`, () => {
    for (const size of [2, 20]) {
      const ones = new Float64Array(size * size).fill(1);
      const c = new Float64Array(size * size).fill(NaN);
      on.gemm(false, false, size, size, size, 1, ones, 0, size, ones, 0, size, 1, c, 0, size);
      assert.ok(c.every(Number.isNaN));
      on.gemm(false, false, size, size, size, 1, ones, 0, size, ones, 0, size, 0, c, 0, size);
      assert.ok(c.every((v) => v === size));
    }
  });

  test(`gemm of ${name} with k = 0 or α = 0 scales C and looks at nothing else`, () => {
    for (const size of [2, 20]) {
      const nan = new Float64Array(size * size).fill(NaN);
      for (const [alpha, k] of [
        [1, 0],
        [0, size],
      ]) {
        const c = Float64Array.from({ length: size * size }, (_, i) => i);
        const twice = c.map((v) => 2 * v);
        on.gemm(false, false, size, size, k, alpha, nan, 0, size, nan, 0, size, 2, c, 0, size);
        same(c, twice, `α ${alpha} k ${k}`);
        c.fill(NaN);
        on.gemm(false, false, size, size, k, alpha, nan, 0, size, nan, 0, size, 0, c, 0, size);
        assert.ok(c.every((v) => v === 0));
      }
    }
  });

  test(`gemm of ${name} lets an infinity reach its own row only, on every path`, () => {
    for (const size of [3, 21]) {
      const a = new Float64Array(size * size).fill(1);
      a[size * (size - 1)] = Infinity;
      const b = new Float64Array(size * size).fill(2);
      const c = new Float64Array(size * size);
      on.gemm(false, false, size, size, size, 1, a, 0, size, b, 0, size, 0, c, 0, size);
      assert.ok(c.every((v, i) => v === (i < size * (size - 1) ? 2 * size : Infinity)));
    }
  });

  test(`gemm of ${name} multiplies complex numbers written as 2×2 matrices`, () => {
    // (1 + 2i)(3 − 4i) = 11 + 2i
    const c = new Float64Array(4);
    on.gemm(
      false,
      true,
      2,
      2,
      2,
      1,
      Float64Array.of(1, -2, 2, 1),
      0,
      2,
      Float64Array.of(3, -4, 4, 3),
      0,
      2,
      0,
      c,
      0,
      2,
    );
    same(c, [11, -2, 2, 11], 'product');
  });

  if (exact) {
    test(`gemm of ${name} in float32 rounds once, however long the sum`, () => {
      // In single precision 2²⁴ + 1 would stay 2²⁴ for ever.
      const k = 1025;
      const a = new Float32Array(2 * k).fill(1);
      a[0] = 2 ** 24;
      const b = new Float32Array(2 * k).fill(1);
      const c = new Float32Array(4);
      on.gemm(false, false, 2, 2, k, 1, a, 0, k, b, 0, 2, 0, c, 0, 2);
      same(c, [2 ** 24 + 1024, 2 ** 24 + 1024, 1025, 1025], 'C');
    });
  }
}

test.run();
