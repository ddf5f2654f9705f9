/** @file Products against element loops: every form, layout of each operand, aliased results, shapes and types refused. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { elementTypes, gemm, gemv, Tensor, torch } from '../../../lib/tensor/index.js';
import { close } from '../kernels/arrays.js';
import { floating, integer, laidOut, layouts, numbers, onlyElementsWritten, read, refusal } from './layouts.js';
import { combined, product, rows } from './matrices.js';

const TOLERANCE: Record<string, number> = { Double: 1e-13, Float: 2e-5 };

/** One kind of product: sizes of A, B and M, and A B as numbers. */
interface Kind {
  product?: 'mm' | 'mv' | 'ger' | 'bmm';
  sum: 'addmm' | 'addmv' | 'addr' | 'addbmm' | 'baddbmm';
  a: number[];
  b: number[];
  m: number[];
  multiply: (a: number[], b: number[]) => number[];
}
const outer = (n: number, m: number): Kind => ({
  product: 'ger',
  sum: 'addr',
  a: [n],
  b: [m],
  m: [n, m],
  multiply: (u, v) =>
    product(
      u.map((x) => [x]),
      [v],
    ),
});
const matrices = (n: number, k: number, m: number): Kind => ({
  product: 'mm',
  sum: 'addmm',
  a: [n, k],
  b: [k, m],
  m: [n, m],
  multiply: (a, b) => product(rows(a, n, k), rows(b, k, m)),
});
const vectors = (n: number, k: number): Kind => ({
  product: 'mv',
  sum: 'addmv',
  a: [n, k],
  b: [k],
  m: [n],
  multiply: (a, v) =>
    product(
      rows(a, n, k),
      v.map((x) => [x]),
    ),
});
const pieces = (values: readonly number[], n: number): number[][] =>
  Array.from({ length: values.length / n }, (_, i) => values.slice(i * n, (i + 1) * n));
const batches = (count: number, n: number, k: number, m: number): Kind => ({
  product: 'bmm',
  sum: 'baddbmm',
  a: [count, n, k],
  b: [count, k, m],
  m: [count, n, m],
  multiply: (a, b) => pieces(a, n * k).flatMap((x, i) => product(rows(x, n, k), rows(pieces(b, k * m)[i], k, m))),
});
const summed = (count: number, n: number, k: number, m: number): Kind => ({
  ...batches(count, n, k, m),
  product: undefined,
  sum: 'addbmm',
  m: [n, m],
  multiply: (a, b) =>
    pieces(batches(count, n, k, m).multiply(a, b), n * m).reduce((total, one) => total.map((v, i) => v + one[i])),
});
const kinds = [
  batches(2, 3, 4, 2),
  batches(1, 2, 1, 3),
  summed(3, 2, 4, 3),
  summed(1, 3, 2, 1),
  matrices(3, 4, 5),
  matrices(1, 4, 5),
  matrices(3, 1, 5),
  matrices(3, 4, 1),
  matrices(1, 1, 1),
  vectors(3, 4),
  vectors(1, 4),
  vectors(3, 1),
  outer(3, 4),
  outer(1, 4),
  outer(3, 1),
];
const count = (size: readonly number[]): number => size.reduce((n, s) => n * s, 1);

/** Layouts of A, B and the result, such that each pair stands in every two places. */
const triples = Object.keys(layouts).flatMap((a, i, names) =>
  names.map((b, j) => [a, b, names[(i + j) % names.length]] as const),
);

for (const type of [...floating, ...integer]) {
  for (const kind of kinds) {
    test(`${kind.product} and ${kind.sum} of (${kind.a.join(' × ')}), (${kind.b.join(' × ')}) ${type} in every layout and form`, () => {
      const [av, bv, mv] = [kind.a, kind.b, kind.m].map((size, i) => numbers(type, count(size), i + 1));
      const ab = kind.multiply(av, bv);
      for (const names of triples) {
        const [aLayout, bLayout, cLayout] = names.map((name) => layouts[name]);
        const where = names.join(', ');
        const a = laidOut(type, kind.a, av, aLayout);
        const b = laidOut(type, kind.b, bv, bLayout);
        const m = laidOut(type, kind.m, mv, aLayout);
        const c = (): Tensor => laidOut(type, kind.m, mv, cLayout);
        const check = (got: Tensor, expected: number[], form: string): void => {
          assert.equal([got.size(), got.elementType.name], [kind.m, type]);
          const want = floating.includes(type) ? expected : read(Tensor.from(type, expected));
          close(read(got), want, TOLERANCE[type] ?? 0, `${form}, ${where}`);
        };
        if (kind.product) {
          const marked = c();
          for (const result of [marked, Tensor.zeros(type, []), Tensor.zeros(type, [7])]) {
            assert.is(result[kind.product](a, b), result);
            check(result, ab, 'product');
            assert.is(torch[kind.product](result, a, b), result);
            check(result, ab, 'torch product into a result');
          }
          onlyElementsWritten(marked, where);
          check(torch[kind.product](a, b), ab, 'torch product');
          check(a[kind.product](b), ab, 'a.product(b)');
        }
        const own = c();
        assert.is(own[kind.sum](a, b), own);
        check(own, combined(1, mv, 1, ab), 'x(A, B)');
        onlyElementsWritten(own, where);
        check(c()[kind.sum](3, a, b), combined(1, mv, 3, ab), 'x(α, A, B)');
        check(c()[kind.sum](2, 3, a, b), combined(2, mv, 3, ab), 'x(β, α, A, B)');
        check(c()[kind.sum](0, 3, a, b), combined(0, mv, 3, ab), 'x(0, α, A, B)');
        const other = (): Tensor => laidOut(type, [2], [1, 2], cLayout);
        check(other()[kind.sum](m, a, b), combined(1, mv, 1, ab), 'x(M, A, B)');
        check(other()[kind.sum](m, 3, a, b), combined(1, mv, 3, ab), 'x(M, α, A, B)');
        check(other()[kind.sum](2, m, a, b), combined(2, mv, 1, ab), 'x(β, M, A, B)');
        check(other()[kind.sum](2, m, 3, a, b), combined(2, mv, 3, ab), 'x(β, M, α, A, B)');
        check(torch[kind.sum](m, a, b), combined(1, mv, 1, ab), 'torch(M, A, B)');
        check(torch[kind.sum](m, 3, a, b), combined(1, mv, 3, ab), 'torch(M, α, A, B)');
        check(torch[kind.sum](2, m, a, b), combined(2, mv, 1, ab), 'torch(β, M, A, B)');
        check(torch[kind.sum](2, m, 3, a, b), combined(2, mv, 3, ab), 'torch(β, M, α, A, B)');
        check(torch[kind.sum](other(), m, a, b), combined(1, mv, 1, ab), 'torch(x, M, A, B)');
        check(torch[kind.sum](other(), 2, m, 3, a, b), combined(2, mv, 3, ab), 'torch(x, β, M, α, A, B)');
        assert.equal([read(a), read(b), read(m)], [av, bv, mv], 'operands are only read');
      }
    });
  }
}

test('β = 0 does not read what is overwritten, as in BLAS', () => {
  const x = torch.zeros(1, 1).fill(Number.NaN);
  assert.equal(read(x.addmm(0, 1, torch.ones(1, 2), torch.ones(2, 1))), [2]);
  x.fill(Number.NaN);
  assert.equal(read(x.mm(torch.ones(1, 2), torch.ones(2, 1))), [2]);
});

for (const type of [...floating, ...integer]) {
  test(`dot of ${type} sums over all elements in row-major order, whatever the shapes`, () => {
    const [xv, yv] = [numbers(type, 24, 1), numbers(type, 24, 2)];
    const expected = [xv.reduce((sum, v, i) => sum + v * yv[i], 0)];
    for (const size of [[24], [4, 6], [2, 3, 4], [1, 24, 1]]) {
      for (const [xName, xl] of Object.entries(layouts)) {
        for (const [yName, yl] of Object.entries(layouts)) {
          const x = laidOut(type, size, xv, xl);
          const y = laidOut(type, [2, 12], yv, yl);
          const z = laidOut(type, [24], yv, yl);
          close(
            [x.dot(y), torch.dot(y, x), x.dot(z), z.dot(x)],
            new Array(4).fill(elementTypes[type].cast(expected[0])),
            TOLERANCE[type] ?? 0,
            `${xName}, ${yName}`,
          );
        }
      }
    }
    const empty = Tensor.zeros(type, []);
    assert.is(empty.dot(empty), 0);
  });
}

test('integers wrap as elements do, factors are cut off; Long is exact or refused, and then nothing is written', () => {
  const a = torch.IntTensor([[65536, 65537]]);
  assert.equal(read(torch.mm(a, a.t())), [131073], '2³² + 2³² + 2¹⁷ + 1');
  assert.is(a.view(2).dot(a.view(2)), 131073);
  assert.is(torch.ByteTensor([200, 200]).dot(torch.ByteTensor([1, 1])), 144);
  assert.equal(read(torch.CharTensor([100]).addmv(2.9, -1.9, torch.CharTensor([[2]]), torch.CharTensor([3]))), [-62]);
  const large = torch.LongTensor([[2 ** 52, 1]]);
  assert.equal(read(torch.mm(large, torch.LongTensor([[1], [-3]]))), [2 ** 52 - 3]);
  const result = torch.LongTensor([[7]]);
  const beyond = 'LongTensor: expected an integer within ±(2^53 − 1), got 9007199254740992';
  const twice = torch.LongTensor([[2], [0]]);
  for (const call of [
    () => result.mm(large, twice),
    () => result.addmm(large, twice),
    () => large.view(2).dot(twice.view(2)),
  ]) {
    assert.throws(call, refusal(RangeError, beyond));
  }
  assert.equal(read(result), [7]);
});

test('match has the squared distances of all pairs of slices, for every type', () => {
  for (const type of [...floating, ...integer]) {
    const [av, bv] = [numbers(type, 12, 1), numbers(type, 8, 2)];
    const want = pieces(av, 4).flatMap((x) =>
      pieces(bv, 4).map((y) => 2 * x.reduce((sum, v, k) => sum + (v - y[k]) ** 2, 0)),
    );
    const a = laidOut(type, [3, 2, 2], av, layouts.transposed);
    const b = laidOut(type, [2, 4], bv, layouts.stepped);
    for (const y of [torch.match(a, b, 2), a.match(b, 2), torch.match(Tensor.zeros(type, [3, 3]), a, b, 2)]) {
      assert.equal(y.size(), [3, 2]);
      close(read(y), floating.includes(type) ? want : read(Tensor.from(type, want)), TOLERANCE[type] ?? 0, type);
    }
  }
  assert.equal(read(torch.match(torch.Tensor([[1, 2]]), torch.Tensor([[4, 6]]))), [25]);
  const slices = 'torch.match: expected slices of as many elements in both, got (2 × 3), (2 × 2)';
  assert.throws(() => torch.match(torch.ones(2, 3), torch.ones(2, 2)), refusal(RangeError, slices));
});

test('gemm and gemv take transposed operands', () => {
  const a = torch.range(1, 6).view(2, 3);
  const b = torch.range(1, 8).view(4, 2);
  const c = torch.ones(3, 4);
  gemm(true, true, 1, a, b, 10, c);
  const expected = product(rows(read(a.t()), 3, 2), rows(read(b.t()), 2, 4));
  assert.equal(
    read(c),
    expected.map((v) => v + 10),
  );
  const y = torch.ones(3);
  gemv(true, 2, a, torch.ones(2), 1, y);
  assert.equal(read(y), [11, 15, 19]);
});

test.run();
