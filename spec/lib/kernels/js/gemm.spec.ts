/** @file The matrix product against the triple loop, to the bit. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { js, type Vector } from '../../../../lib/kernels/index.js';
import { type Precision, precisions, same, uniform } from '../arrays.js';

const draw = uniform(1);
const some = (from: number, to: number) => from + Math.floor(((draw() + 1) / 2) * (to - from + 1));
const scales = [1, 0, -1, 0.37];
const transposes = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
];

/** A matrix of random numbers inside an array of NaN: whoever reads outside of it is found out. */
function matrix(precision: Precision, rows: number, columns: number, pad: number, offset: number): [Vector, number] {
  const ld = columns + pad;
  const x = new precision(offset + rows * ld + 3).fill(NaN);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) x[offset + i * ld + j] = draw();
  }
  return [x, ld];
}

function check(
  precision: Precision,
  [transA, transB]: boolean[],
  [m, n, k]: number[],
  alpha = scales[some(0, 3)],
  beta = scales[some(0, 3)],
): void {
  const ao = some(0, 5);
  const bo = some(0, 5);
  const co = some(0, 5);
  const [a, lda] = transA ? matrix(precision, k, m, some(0, 3), ao) : matrix(precision, m, k, some(0, 3), ao);
  const [b, ldb] = transB ? matrix(precision, n, k, some(0, 3), bo) : matrix(precision, k, n, some(0, 3), bo);
  const [c, ldc] = matrix(precision, m, n, some(0, 3), co);
  if (beta === 0) c.fill(NaN);
  const expected = c.slice();
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k && alpha !== 0; p++) {
        sum += a[ao + (transA ? p * lda + i : i * lda + p)] * b[bo + (transB ? j * ldb + p : p * ldb + j)];
      }
      const q = co + i * ldc + j;
      expected[q] = beta === 0 ? alpha * sum : alpha * sum + beta * c[q];
    }
  }
  const kept = [a.slice(), b.slice()];
  js.gemm(transA, transB, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc);
  const where = `${precision.name} ${transA ? 'T' : 'N'}${transB ? 'T' : 'N'} ${m}x${n}x${k} α ${alpha} β ${beta}`;
  same(c, expected, `${where}: C`);
  same(a, kept[0], `${where}: A`);
  same(b, kept[1], `${where}: B`);
}

for (const precision of precisions) {
  test(`gemm in ${precision.name} is the triple loop to the bit for all shapes from 0 to 9`, () => {
    for (const flags of transposes) {
      for (let m = 0; m <= 9; m++) {
        for (let n = 0; n <= 9; n++) {
          for (let k = 0; k <= 9; k++) check(precision, flags, [m, n, k]);
        }
      }
    }
  });

  test(`gemm in ${precision.name} is the triple loop to the bit on both sides of every block border`, () => {
    for (const flags of transposes) {
      for (const size of [31, 33, 63, 64, 65, 66, 255, 256, 257, 258, 511, 513]) {
        check(precision, flags, [size, 6, 10]);
        check(precision, flags, [9, size, 7]);
        check(precision, flags, [11, 5, size]);
        check(precision, flags, [1, size, size]);
        check(precision, flags, [size, 1, size]);
      }
      check(precision, flags, [63, 66, 65]);
      check(precision, flags, [257, 258, 259], 1, 0);
      check(precision, flags, [258, 9, 515], -1, 1);
    }
  });

  test(`gemm in ${precision.name} takes every α and β on every path`, () => {
    const shapes = [
      [3, 4, 5],
      [1, 12, 5],
      [12, 1, 5],
      [13, 14, 15],
      [5, 6, 300],
    ];
    for (const flags of transposes) {
      for (const shape of shapes) {
        for (const alpha of scales) {
          for (const beta of scales) check(precision, flags, shape, alpha, beta);
        }
      }
    }
  });
}

test('gemm with β = 0 replaces the NaN in C, and with β ≠ 0 keeps it', () => {
  for (const size of [2, 20]) {
    const ones = new Float64Array(size * size).fill(1);
    const c = new Float64Array(size * size).fill(NaN);
    js.gemm(false, false, size, size, size, 1, ones, 0, size, ones, 0, size, 1, c, 0, size);
    assert.ok(c.every(Number.isNaN));
    js.gemm(false, false, size, size, size, 1, ones, 0, size, ones, 0, size, 0, c, 0, size);
    assert.ok(c.every((v) => v === size));
  }
});

test('gemm with k = 0 or α = 0 scales C and looks at nothing else', () => {
  const nan = new Float64Array(4).fill(NaN);
  for (const [alpha, k] of [
    [1, 0],
    [0, 2],
  ]) {
    const c = Float64Array.of(1, 2, 3, 4);
    js.gemm(false, false, 2, 2, k, alpha, nan, 0, 2, nan, 0, 2, 2, c, 0, 2);
    same(c, [2, 4, 6, 8], `α ${alpha} k ${k}`);
  }
});

test('gemm lets an infinity reach its own row only, on every path', () => {
  for (const size of [3, 21]) {
    const a = new Float64Array(size * size).fill(1);
    a[size * (size - 1)] = Infinity;
    const b = new Float64Array(size * size).fill(2);
    const c = new Float64Array(size * size);
    js.gemm(false, false, size, size, size, 1, a, 0, size, b, 0, size, 0, c, 0, size);
    assert.ok(c.every((v, i) => v === (i < size * (size - 1) ? 2 * size : Infinity)));
  }
});

test('gemm of float32 operands rounds once, however long the sum', () => {
  // In single precision 2²⁴ + 1 would stay 2²⁴ for ever.
  const k = 1025;
  const a = new Float32Array(2 * k).fill(1);
  a[0] = 2 ** 24;
  const b = new Float32Array(2 * k).fill(1);
  const c = new Float32Array(4);
  js.gemm(false, false, 2, 2, k, 1, a, 0, k, b, 0, 2, 0, c, 0, 2);
  same(c, [2 ** 24 + 1024, 2 ** 24 + 1024, 1025, 1025], 'C');
});

test('gemm multiplies complex numbers written as 2×2 matrices', () => {
  // (1 + 2i)(3 − 4i) = 11 + 2i
  const c = new Float64Array(4);
  js.gemm(false, true, 2, 2, 2, 1, Float64Array.of(1, -2, 2, 1), 0, 2, Float64Array.of(3, -4, 4, 3), 0, 2, 0, c, 0, 2);
  same(c, [11, -2, 2, 11], 'product');
});

test.run();
