/** @file Products and updates of random shapes, strides, offsets, flags, α and β against their definitions. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { epsilon, type Precision, precisions, same, uniform } from './arrays.js';
import { backends } from './backends.js';
import { check, matrix, strided } from './definitions.js';

/** Small shapes often, and now and then one beyond the registers, the dispatcher's borders and a block. */
const side = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 12 }) },
  { weight: 2, arbitrary: fc.integer({ min: 13, max: 70 }) },
);
const length = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 130 }) },
  { weight: 1, arbitrary: fc.integer({ min: 4090, max: 4100 }) },
  { weight: 1, arbitrary: fc.integer({ min: 8180, max: 8200 }) },
);
const offset = fc.integer({ min: 0, max: 9 });
const gap = fc.integer({ min: 0, max: 5 });
const inc = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 4 }));
const scale = fc.oneof(fc.constantFrom(0, 1, -1), fc.double({ min: -3, max: 3, noNaN: true }).map(Math.fround));
const precision = fc.constantFrom<Precision>(...precisions);
const seed = fc.integer();

/** Holds for the same cases in every run. */
function property<T extends readonly unknown[]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  holds: (...values: T) => void,
): void {
  const all = fc.tuple(...(arbitraries as unknown as fc.Arbitrary<unknown>[])) as unknown as fc.Arbitrary<T>;
  fc.assert(
    fc.property(all, (values) => holds(...values)),
    { seed: 20, numRuns: 150 },
  );
}

const NOTHING = () => NaN;

test('gemm is α op(A) op(B) + β C, and touches nothing else', () => {
  const flags = fc.tuple(fc.boolean(), fc.boolean());
  const shape = fc.tuple(side, side, side);
  property(
    [precision, flags, shape, fc.tuple(gap, gap, gap), fc.tuple(offset, offset, offset), scale, scale, seed],
    (type, [transA, transB], [m, n, k], [ga, gb, gc], [ao, bo, co], alpha, beta, number) => {
      const draw = uniform(number);
      const [lda, ldb, ldc] = [(transA ? m : k) + ga, (transB ? k : n) + gb, n + gc];
      const a = transA ? matrix(type, k, m, lda, ao, draw) : matrix(type, m, k, lda, ao, draw);
      const b = transB ? matrix(type, n, k, ldb, bo, draw) : matrix(type, k, n, ldb, bo, draw);
      const c = matrix(type, m, n, ldc, co, beta === 0 ? NOTHING : draw);
      check('gemm', [transA, transB, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc]);
    },
  );
});

test('gemv is α op(A) x + β y, and touches nothing else', () => {
  property(
    [
      precision,
      fc.boolean(),
      fc.tuple(side, side),
      gap,
      fc.tuple(offset, offset, offset),
      inc,
      inc,
      scale,
      scale,
      seed,
    ],
    (type, trans, [m, n], g, [ao, xo, yo], incx, incy, alpha, beta, number) => {
      const draw = uniform(number);
      const [rows, depth] = trans ? [n, m] : [m, n];
      const a = matrix(type, m, n, n + g, ao, draw);
      const x = strided(type, depth, incx, xo, draw);
      const y = strided(type, rows, incy, yo, beta === 0 ? NOTHING : draw);
      check('gemv', [trans, m, n, alpha, a, ao, n + g, x, xo, incx, beta, y, yo, incy]);
    },
  );
});

test('ger is A + α x yᵀ, and touches nothing else', () => {
  property(
    [precision, fc.tuple(side, side), gap, fc.tuple(offset, offset, offset), inc, inc, scale, seed],
    (type, [m, n], g, [xo, yo, ao], incx, incy, alpha, number) => {
      const draw = uniform(number);
      const x = strided(type, m, incx, xo, draw);
      const y = strided(type, n, incy, yo, draw);
      check('ger', [m, n, alpha, x, xo, incx, y, yo, incy, matrix(type, m, n, n + g, ao, draw), ao, n + g]);
    },
  );
});

test('axpy is α x + y, scal α x, and neither touches anything else', () => {
  property([precision, length, offset, offset, inc, inc, scale, seed], (type, n, xo, yo, incx, incy, alpha, number) => {
    const draw = uniform(number);
    const x = strided(type, n, incx, xo, draw);
    check('axpy', [n, alpha, x, xo, incx, strided(type, n, incy, yo, draw), yo, incy]);
    check('scal', [n, alpha, x, xo, incx]);
  });
});

test('dot and nrm2 of integers are exact, and sums of a part and of the rest add up', () => {
  property([precision, length, offset, offset, inc, inc, seed], (type, n, xo, yo, incx, incy, number) => {
    const draw = uniform(number);
    const integer = () => Math.round(99 * draw());
    const x = strided(type, n, incx, xo, integer);
    const y = strided(type, n, incy, yo, integer);
    const line = strided(type, n, 1, xo, integer);
    let [dot, squares, sum] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      dot += x[xo + i * incx] * y[yo + i * incy];
      squares += x[xo + i * incx] ** 2;
      sum += line[xo + i];
    }
    const h = n >> 1;
    for (const { name, on } of backends) {
      assert.ok(on.dot(n, x, xo, incx, y, yo, incy) === dot, `${name}: dot`);
      assert.ok(on.sum(n, line, xo) === sum, `${name}: sum`);
      assert.ok(on.sum(h, line, xo) + on.sum(n - h, line, xo + h) === sum, `${name}: sum of parts`);
      const norm = on.nrm2(n, x, xo, incx);
      assert.ok(Math.abs(norm - Math.sqrt(squares)) <= 16 * epsilon(Float64Array) * norm, `${name}: nrm2`);
    }
  });
});

test('the product of the transposes is the transpose of the product, to the roundings of its terms', () => {
  property([precision, fc.tuple(side, side, side), seed], (type, [m, n, k], number) => {
    const draw = uniform(number);
    // Small integers: every sum is exact, in any order and precision.
    const integer = () => Math.round(9 * draw());
    const a = matrix(type, m, k, k, 0, integer);
    const b = matrix(type, k, n, n, 0, integer);
    for (const { name, on } of backends) {
      const c = new type(m * n);
      const t = new type(m * n);
      on.gemm(false, false, m, n, k, 1, a, 0, k, b, 0, n, 0, c, 0, n);
      on.gemm(true, true, n, m, k, 1, b, 0, n, a, 0, k, 0, t, 0, m);
      same(
        c,
        c.map((_, q) => t[(q % n) * m + Math.floor(q / n)]),
        name,
      );
    }
  });
});

test.run();
