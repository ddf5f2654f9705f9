/** @file Operands of pointwise functions: repeated by stride 0, the result itself, overlapping it, empty, and refused. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Storage, Tensor, torch } from '../../../../lib/tensor/index.js';
import { close } from '../../kernels/arrays.js';
import { indices, laidOut, layouts, numbers, read, refusal } from '../layouts.js';
import { property } from '../strided.js';

const SIZE = [3, 4];
const N = 12;

type Method = (...operands: unknown[]) => Tensor;
const method = (x: Tensor, name: string): Method => (x[name as keyof Tensor] as Method).bind(x);

test('a result takes the shape of its source, be the number of elements the same or not', () => {
  const x = Tensor.from('Double', [[1, 2, 3, 4]]);
  const y = Tensor.from('Double', [
    [5, 6],
    [7, 8],
  ]);
  assert.equal(
    [torch.add(y.clone(), x, y).size(), read(torch.add(y.clone(), x, y))],
    [
      [1, 4],
      [6, 8, 10, 12],
    ],
  );
  assert.equal(torch.exp(torch.zeros(3), x).size(), [1, 4]);
});

test('operands repeated by stride 0 are read as often as they are repeated', () => {
  const row = laidOut('Double', [1, 4], [1, 2, 3, 4], layouts.narrowed).expand(3, 4);
  const repeated = [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4];
  const x = numbers('Double', N, 4);
  for (const [name, layout] of Object.entries(layouts)) {
    const by = (f: (t: Tensor) => Tensor): number[] => read(f(laidOut('Double', SIZE, x, layout)));
    close(
      by((t) => t.add(row)),
      x.map((v, i) => v + repeated[i]),
      1e-15,
      name,
    );
    close(
      by((t) => t.cmul(row)),
      x.map((v, i) => v * repeated[i]),
      1e-15,
      name,
    );
    close(
      by((t) => t.addcmul(2, row, row)),
      x.map((v, i) => v + 2 * repeated[i] ** 2),
      1e-15,
      name,
    );
    close(
      by((t) => t.cdiv(row, t)),
      x.map((v, i) => repeated[i] / v),
      1e-15,
      name,
    );
    assert.equal(
      by((t) => t.sqrt(row)),
      repeated.map(Math.sqrt),
      name,
    );
  }
});

test('what is written into a tensor repeated by stride 0 is written once for each repetition, the last one stays', () => {
  const x = Tensor.from('Double', [[1], [2]]);
  const wide = x.expand(2, 3);
  wide.mul(10);
  assert.equal(read(x), [10, 20]);
  let i = 0;
  wide.apply(() => ++i);
  assert.equal(read(x), [3, 6]);
  wide.fill(7);
  assert.equal(read(x), [7, 7]);
});

test('operands may be the result itself', () => {
  const values = numbers('Double', N, 5);
  for (const [name, layout] of Object.entries(layouts)) {
    const by = (f: (t: Tensor) => Tensor): number[] => read(f(laidOut('Double', SIZE, values, layout)));
    const check = (f: (t: Tensor) => Tensor, expected: (v: number) => number): void => {
      close(by(f), values.map(expected), 1e-14, name);
    };
    check(
      (x) => x.cmul(x),
      (v) => v * v,
    );
    check(
      (x) => x.add(x),
      (v) => 2 * v,
    );
    check(
      (x) => x.add(-3, x),
      (v) => -2 * v,
    );
    check(
      (x) => x.csub(x),
      () => 0,
    );
    check(
      (x) => x.cdiv(x),
      () => 1,
    );
    check(
      (x) => x.addcmul(2, x, x),
      (v) => v + 2 * v * v,
    );
    check(
      (x) => x.addcdiv(x, x),
      (v) => v + 1,
    );
    check((x) => x.exp(x), Math.exp);
    check(
      (x) => x.add(x, x),
      (v) => 2 * v,
    );
    check(
      (x) => x.mul(x, 3),
      (v) => 3 * v,
    );
  }
});

test('a source elsewhere in the storage of the result is only read', () => {
  const flat = Tensor.from('Double', [1, 2, 3, 4, 9, 9]);
  const [x, y, z] = [0, 2, 4].map((at) => flat.narrow(0, at, 2));
  assert.equal(read(z.addcmul(x, y, y)), [10, 18]);
  assert.equal(read(z.add(x, 2, y)), [7, 10]);
  assert.equal(read(z.mul(x, 5)), [5, 10]);
  assert.equal(read(z.addcdiv(x, x, y)), [1 + 1 / 3, 2.5]);
  assert.equal(read(z.cmul(x, y)), [3, 8]);
  assert.equal(read(z.add(x, 1)), [2, 3]);
  assert.equal(read(flat), [1, 2, 3, 4, 2, 3]);
});

test('operands that overlap the result are read as they were before', () => {
  const matrix = (): Tensor =>
    Tensor.from('Double', [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]);
  assert.equal(read(matrix().t().add(matrix().t())), [2, 8, 14, 4, 10, 16, 6, 12, 18]);
  let x = matrix();
  assert.equal(read(x.add(x.t())), [2, 6, 10, 6, 10, 14, 10, 14, 18]);
  x = matrix();
  assert.equal(read(x.t().csub(x)), [0, 2, 4, -2, 0, 2, -4, -2, 0]);
  x = matrix();
  x.narrow(0, 1, 2).add(x.narrow(0, 0, 2));
  assert.equal(read(x), [1, 2, 3, 5, 7, 9, 11, 13, 15], 'the rows above, not their sums');
  x = matrix();
  x.narrow(0, 0, 2).cmul(x.narrow(0, 1, 2), x.narrow(0, 0, 2));
  assert.equal(read(x), [4, 10, 18, 28, 40, 54, 7, 8, 9]);
  x = matrix();
  x.narrow(0, 1, 2).neg(x.narrow(0, 0, 2));
  assert.equal(read(x), [1, 2, 3, -1, -2, -3, -4, -5, -6]);
  x = matrix();
  x.narrow(0, 1, 2).addcmul(x.narrow(0, 0, 2), x.narrow(0, 0, 2));
  assert.equal(read(x), [1, 2, 3, 5, 9, 15, 23, 33, 45]);
  x = matrix();
  const result = x.new().set(x.storage(), 2, [2]);
  assert.equal(read(result.mul(x, 10)), [10, 20, 30, 40, 50, 60, 70, 80, 90], 'a result that grows over its source');
});

const ELEMENTS = 30;

interface View {
  offset: number;
  size: number[];
  stride: number[];
}

/** Two dimensions of these sizes anywhere in a storage of ELEMENTS, repeated and backwards too. */
function view(rows: number, columns: number): fc.Arbitrary<View> {
  return fc
    .record({
      offset: fc.nat(ELEMENTS - 1),
      size: fc.constant<number[]>([rows, columns]),
      stride: fc.tuple(fc.integer({ min: -4, max: 8 }), fc.integer({ min: -2, max: 4 })),
    })
    .filter(({ offset, stride }) => {
      const [down, right] = [(rows - 1) * stride[0], (columns - 1) * stride[1]];
      return [0, down, right, down + right].every((step) => offset + step >= 0 && offset + step < ELEMENTS);
    });
}

/** Those of a result and of two operands, which may be the result. */
const views = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })).chain(([rows, columns]) => {
  const any = view(rows, columns);
  return fc.tuple(any, fc.option(any), fc.option(any));
});

const calls: [string, (y: Tensor, x: Tensor, a: Tensor) => Tensor, (x: number, a: number) => number][] = [
  ['add', (y, x, a) => y.add(x, 3, a), (x, a) => x + 3 * a],
  ['csub', (y, x, a) => y.csub(x, a), (x, a) => x - a],
  ['cmul', (y, x, a) => y.cmul(x, a), (x, a) => x * a],
  ['cmax', (y, x, a) => y.cmax(x, a), (x, a) => Math.max(x, a)],
  ['addcmul', (y, x, a) => y.addcmul(x, a, a), (x, a) => x + a * a],
  ['neg', (y, x) => y.neg(x), (x) => -x],
  ['gt', (y, x, a) => y.gt(x, a), (x, a) => Number(x > a)],
];

for (const type of ['Double', 'Float', 'Int', 'Long'] as const) {
  test(`views of one storage are read before it is written, in order: ${type}`, () => {
    for (const [name, call, of] of calls) {
      property(
        views,
        (drawn) => {
          const storage = new Storage(
            type,
            Array.from({ length: ELEMENTS }, (_, i) => (i * 7) % 31),
          );
          const [y, x, a] = drawn.map((v) => v && new Tensor(storage, v.offset, v.size, v.stride));
          const result = y as Tensor;
          const operands = [x ?? result, a ?? result];
          const [first, second] = operands.map(read);
          const expected = Array.from(storage.data);
          indices(result.size()).forEach(([i, j], k) => {
            expected[result.storageOffset() + i * result.stride(0) + j * result.stride(1)] = of(first[k], second[k]);
          });
          call(result, operands[0], operands[1]);
          assert.equal(
            Array.from(storage.data, (value) => value + 0),
            expected.map((value) => value + 0),
            name,
          );
        },
        60,
      );
    }
  });
}

test('a result that is an operand of another shape is read before it takes the shape of its source', () => {
  const x = torch.Tensor([10, 20, 30, 40, 50, 60]);
  const result = torch
    .Tensor([
      [1, 2],
      [3, 4],
      [5, 6],
    ])
    .t();
  assert.equal(read(torch.add(result, x, result)), [11, 23, 35, 42, 54, 66]);
  assert.equal(result.size(), [6]);
});

test('of elements at one place, the last in row-major order stays', () => {
  const storage = new Storage('Double', 8);
  const y = new Tensor(storage, 0, [3, 2], [1, 2]);
  const columns = Tensor.from('Double', [
    [1, 3, 5],
    [2, 4, 6],
  ]);
  y.add(torch.zeros(3, 2), columns.t());
  assert.equal(Array.from(storage.data), [1, 3, 5, 4, 6, 0, 0, 0], 'place 2 is that of (0, 1) and (2, 0)');
});

test('empty tensors give empty tensors', () => {
  const x = Tensor.zeros('Double', []);
  for (const y of [
    x.add(1),
    x.add(x),
    x.exp(),
    x.mul(2),
    x.cmul(x),
    x.addcmul(x, x),
    x.fill(1),
    x.zero(),
    x.clamp(0, 1),
  ]) {
    assert.is(y, x);
    assert.is(y.dim(), 0);
  }
  assert.is(torch.add(x, 1).dim(), 0);
  assert.is(torch.tanh(torch.ones(3), x).dim(), 0, 'a result shrinks to its source');
  assert.is(x.apply(() => Number.NaN).dim(), 0);
});

test('sizes of 1 are sizes like others', () => {
  const x = Tensor.from('Double', [[[1]], [[2]]]);
  assert.equal(
    [read(torch.add(x, x)), torch.add(x, x).size()],
    [
      [2, 4],
      [2, 1, 1],
    ],
  );
  assert.equal(read(torch.cmul(x.transpose(0, 2), x)), [1, 4]);
});

test('operands of another number of elements or type are refused by name, and then nothing has changed', () => {
  const x = Tensor.from('Double', [
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const four = torch.zeros(2, 2);
  const other = Tensor.zeros('Float', [2, 3]);
  const refused = (kind: typeof TypeError, call: () => unknown, message: string): void => {
    assert.throws(call, refusal(kind, message));
    assert.equal(
      [x.size(), read(x)],
      [
        [2, 3],
        [1, 2, 3, 4, 5, 6],
      ],
      message,
    );
  };
  for (const name of ['cmul', 'cdiv', 'cmax', 'cmin', 'cpow', 'add', 'csub']) {
    refused(RangeError, () => method(x, name)(four), `torch.${name}: expected 6 elements, got DoubleTensor(2 × 2)`);
    refused(TypeError, () => method(x, name)(other), `torch.${name}: expected a DoubleTensor, got FloatTensor(2 × 3)`);
    refused(RangeError, () => method(x, name)(four, x), `torch.${name}: expected 4 elements, got DoubleTensor(2 × 3)`);
  }
  refused(RangeError, () => x.addcmul(x, four), 'torch.addcmul: expected 6 elements, got DoubleTensor(2 × 2)');
  refused(TypeError, () => x.addcdiv(2, other, x), 'torch.addcdiv: expected a DoubleTensor, got FloatTensor(2 × 3)');
  const result = 'expected a FloatTensor for the result, got DoubleTensor(2 × 3)';
  refused(TypeError, () => x.exp(other), `torch.exp: ${result}`);
  refused(TypeError, () => x.add(other, 1), `torch.add: ${result}`);
  refused(RangeError, () => x.add(torch.zeros(0)), 'torch.add: expected 6 elements, got DoubleTensor()');
});

test.run();
