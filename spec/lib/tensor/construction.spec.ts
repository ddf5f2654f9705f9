/** @file Zeros, ones, the identity and sequences: of the default type and into tensors of every type. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { elementTypes, Tensor, type TypeName, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { close } from '../kernels/arrays.js';
import { floating, integer, read, refusal } from './layouts.js';

test('zeros, ones and eye', () => {
  assert.equal(read(torch.zeros(2, 2)), [0, 0, 0, 0]);
  assert.equal(
    [torch.ones([2, 1]).size(), read(torch.ones([2, 1]))],
    [
      [2, 1],
      [1, 1],
    ],
  );
  assert.is(torch.zeros(0).dim(), 0);
  assert.equal(read(torch.eye(2)), [1, 0, 0, 1]);
  assert.equal(
    [torch.eye(2, 3).size(), read(torch.eye(2, 3))],
    [
      [2, 3],
      [1, 0, 0, 0, 1, 0],
    ],
  );
  assert.equal(read(torch.eye(3, 1)), [1, 0, 0]);
});

test('range runs up to and with its end, in steps of either sign', () => {
  assert.equal(read(torch.range(2, 5)), [2, 3, 4, 5]);
  assert.equal(read(torch.range(2, 5.5)), [2, 3, 4, 5]);
  assert.equal(read(torch.range(1, 0, -0.5)), [1, 0.5, 0]);
  assert.equal(read(torch.range(3, 3, -2)), [3]);
  for (const [first, last, step] of [
    [1, 2, -1],
    [2, 1, 1],
    [1, 2, 0],
    [1, 2, Number.NaN],
  ]) {
    const message = `torch.range: expected a step that leads from ${first} to ${last}, got ${step}`;
    assert.throws(() => torch.range(first, last, step), refusal(RangeError, message));
  }
});

test('linspace has both ends and equal steps, 100 values unless told', () => {
  assert.equal(read(torch.linspace(1, 2, 5)), [1, 1.25, 1.5, 1.75, 2]);
  assert.equal(read(torch.linspace(3, -1, 3)), [3, 1, -1]);
  assert.equal(read(torch.linspace(4, 4, 1)), [4]);
  const x = torch.linspace(0, 99);
  close(
    read(x),
    Array.from({ length: 100 }, (_, i) => i),
    1e-13,
    'linspace',
  );
  for (const [n, last] of [
    [1, 2],
    [0, 1],
    [2.5, 2],
  ]) {
    assert.throws(
      () => torch.linspace(1, last, n),
      refusal(RangeError, `torch.linspace: expected 2 points or more from 1 to ${last}, got ${n}`),
    );
  }
});

for (const type of Object.keys(elementTypes) as TypeName[]) {
  test(`into a ${type}Tensor of any shape and strides, as functions and as methods`, () => {
    const calls: [(x: Tensor) => Tensor, number[], number[]][] = [
      [(x) => x.zeros(2, 1), [2, 1], [0, 0]],
      [(x) => torch.zeros(x, 2, 1), [2, 1], [0, 0]],
      [(x) => x.ones([3]), [3], [1, 1, 1]],
      [(x) => torch.ones(x, 3), [3], [1, 1, 1]],
      [(x) => x.eye(2), [2, 2], [1, 0, 0, 1]],
      [(x) => torch.eye(x, 3, 2), [3, 2], [1, 0, 0, 1, 0, 0]],
      [(x) => x.range(3, 7, 2), [3], [3, 5, 7]],
      [(x) => torch.range(x, 4, 1), [], []],
    ];
    for (const [call, size, values] of calls.slice(0, -1)) {
      for (const x of [Tensor.zeros(type, []), Tensor.zeros(type, [2, 3]).fill(5).t(), Tensor.zeros(type, [9])]) {
        assert.is(call(x), x);
        assert.equal([x.size(), read(x), x.type()], [size, values, `torch.${type}Tensor`]);
      }
    }
    const kept = Tensor.from(type, [7]);
    fails(() => calls[7][0](kept), RangeError, 'torch.range: expected a step that leads from 4 to 1, got 1');
    assert.equal(read(kept), [7]);
  });
}

test('sequences keep the shape of a tensor that has as many elements', () => {
  const x = torch.Tensor(3, 2).t();
  for (const [call, values] of [
    [() => x.range(1, 6), [1, 2, 3, 4, 5, 6]],
    [() => x.linspace(0, 5, 6), [0, 1, 2, 3, 4, 5]],
    [() => x.logspace(0, 5, 6), [1, 10, 100, 1e3, 1e4, 1e5]],
  ] as const) {
    assert.is(call(), x);
    assert.equal(
      [x.size(), x.stride()],
      [
        [2, 3],
        [1, 2],
      ],
    );
    close(read(x), values, 1e-14, 'sequence');
  }
});

test('a range of integers cuts its bounds and its step off, wraps, or is refused', () => {
  for (const type of integer) {
    assert.equal(read(Tensor.zeros(type, []).range(1.9, 4.9, 1.5)), [1, 2, 3, 4]);
    assert.equal(read(Tensor.zeros(type, []).range(1, 6, 2)), [1, 3, 5]);
    const step = 'torch.range: expected a step that leads from 1 to 2, got 0.5';
    fails(() => Tensor.zeros(type, []).range(1, 2, 0.5), RangeError, step);
  }
  assert.equal(read(torch.ByteTensor().range(254, 257)), [254, 255, 0, 1]);
  assert.equal(read(torch.LongTensor().range(2 ** 53 - 2, 2 ** 53 - 1)), [2 ** 53 - 2, 2 ** 53 - 1]);
  const beyond = `torch.range: expected an integer within ±(2^53 − 1), got ${2 ** 53}`;
  fails(() => torch.LongTensor().range(0, 2 ** 53), RangeError, beyond);
});

test('a range has as many values as C counts, where rounding decides', () => {
  // (1 − 0) / (1 / 49) is 48.99999999999999 + 1, and the sum rounds up to 49.99999999999999: 49 values.
  assert.is(torch.range(0, 1, 1 / 49).nElement(), Math.trunc(1 / (1 / 49) + 1));
  assert.is(torch.range(1, 2, 0.1).nElement(), 11);
});

test('logspace has powers of ten; floats are computed in float', () => {
  close(read(torch.logspace(-2, 2, 5)), [0.01, 0.1, 1, 10, 100], 1e-15, 'logspace');
  assert.equal(read(torch.logspace(3, 3, 1)), [1000]);
  assert.equal([torch.logspace(0, 1).size(), torch.linspace(0, 1).size()], [[100], [100]]);
  // 1/3 in float is 0.3333333432674408; (2 · (1 − it)) / 3 + it rounds at every step.
  const f = Math.fround;
  const third = f(1 / 3);
  const want = [0, 1, 2, 3].map((i) => f(third + f(f(i * f(1 - third)) / 3)));
  assert.equal(read(torch.FloatTensor().linspace(1 / 3, 1, 4)), want);
});

test('refused operands leave the tensor as it was', () => {
  const x = torch.IntTensor([1, 2]);
  for (const name of ['linspace', 'logspace'] as const) {
    fails(() => x[name](0, 1), TypeError, `torch.${name}: expected Double or Float, got IntTensor(2)`);
    const points = `torch.${name}: expected 2 points or more from 0 to 1, got 1`;
    fails(() => torch[name](0, 1, 1), RangeError, points);
    fails(() => torch[name](0, '1' as never), TypeError, `torch.${name}: expected a number, got string`);
  }
  fails(() => x.eye(0), RangeError, 'torch.eye: expected sizes of 1 or more, got 0 × 0');
  fails(() => x.eye(2, 1.5), RangeError, 'torch.eye: expected sizes of 1 or more, got 2 × 1.5');
  fails(() => x.range(0, undefined as never), TypeError, 'torch.range: expected a number, got nothing');
  fails(() => x.zeros('2' as never), TypeError, 'Tensor: expected numbers, a list or a LongStorage, got string');
  fails(() => x.zeros(1.5), RangeError, 'Tensor: expected whole sizes, got 1.5');
  assert.equal([x.size(), read(x)], [[2], [1, 2]]);
  assert.equal(
    floating.map((type) => Tensor.zeros(type, []).linspace(0, 1, 2).type()),
    ['torch.DoubleTensor', 'torch.FloatTensor'],
  );
});

test.run();
