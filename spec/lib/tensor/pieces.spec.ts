/** @file split, chunk and repeatTensor; split and chunk of random strides are in views-random.spec.ts. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { floating, integer, read } from './layouts.js';
import { picker, property, strided, valuesOf } from './strided.js';

const sizes = (pieces: readonly Tensor[]): number[][] => pieces.map((piece) => piece.size());

test("the pieces of Torch's documentation", () => {
  const x = torch.randn(3, 4, 5);
  assert.equal(sizes(x.split(2)), [
    [2, 4, 5],
    [1, 4, 5],
  ]);
  assert.equal(sizes(x.split(3, 1)), [
    [3, 3, 5],
    [3, 1, 5],
  ]);
  assert.equal(sizes(torch.split(x, 2, 2)), [
    [3, 4, 2],
    [3, 4, 2],
    [3, 4, 1],
  ]);
  assert.equal(sizes(x.chunk(2)), [
    [2, 4, 5],
    [1, 4, 5],
  ]);
  assert.equal(sizes(torch.chunk(x, 2, -2)), [
    [3, 2, 5],
    [3, 2, 5],
  ]);
  assert.equal(
    sizes(x.chunk(7, 1)),
    [
      [3, 1, 5],
      [3, 1, 5],
      [3, 1, 5],
      [3, 1, 5],
    ],
    'no more than there are',
  );
});

test('a list that is given is emptied and filled', () => {
  const list = [torch.Tensor(7), torch.Tensor(8), torch.Tensor(9)];
  assert.is(torch.split(list, torch.Tensor(3), 2), list);
  assert.equal(sizes(list), [[2], [1]]);
  assert.is(torch.chunk(list, torch.Tensor(3), 3), list);
  assert.equal(sizes(list), [[1], [1], [1]]);
  fails(() => torch.split(list, torch.Tensor(3), 0), RangeError, 'Tensor.split: expected a size of 1 or more, got 0');
  assert.is(list.length, 3);
});

test('repeatTensor repeats along every dimension, into new ones in front, in every form', () => {
  property(fc.tuple(strided([...floating, ...integer], { min: 1, max: 3 }), fc.nat()), ([s, seed]) => {
    const pick = picker(seed);
    const counts = Array.from({ length: s.size.length + pick(3) }, () => 1 + pick(3));
    const added = counts.length - s.size.length;
    const size = counts.map((n, d) => n * (d < added ? 1 : s.size[d - added]));
    const expected = valuesOf(size, (i) => s.at(...s.size.map((n, d) => i[d + added] % n)));
    const result = Tensor.zeros(s.type, [3, 2]).t();
    for (const y of [
      s.x.repeatTensor(...counts),
      torch.repeatTensor(s.x, counts),
      torch.repeatTensor(result, s.x, torch.LongStorage(counts)),
      s.x.repeatTensor(s.x, ...counts),
    ]) {
      assert.equal([y.size(), read(y)], [size, expected]);
    }
  });
});

test('reshape is a copy with other sizes, in every form', () => {
  property(strided([...floating, ...integer], { min: 1, max: 3 }), (s) => {
    const n = s.values.length;
    const result = Tensor.zeros(s.type, [3, 2]).t();
    for (const y of [s.x.reshape(n), s.x.reshape([n]), torch.reshape(result, s.x, torch.LongStorage([n]))]) {
      assert.equal([y.size(), read(y), y.storage() === s.x.storage()], [[n], s.values, false]);
    }
  });
  assert.is(torch.Tensor().reshape().dim(), 0);
  const x = torch.Tensor(2, 3);
  for (const size of [[4], [-1, 6], [2, 3, 0]]) {
    fails(() => x.reshape(size), RangeError, `torch.reshape: expected sizes of 6 elements, got ${size.join(' × ')}`);
  }
});

test('wrong sizes, numbers and counts are refused by name', () => {
  const x = torch.Tensor(2, 3);
  fails(() => x.split(1.5), RangeError, 'Tensor.split: expected a size of 1 or more, got 1.5');
  fails(() => x.chunk(0), RangeError, 'Tensor.chunk: expected a number of pieces of 1 or more, got 0');
  fails(() => x.chunk(2, 2), RangeError, 'Tensor.chunk: expected a dimension of DoubleTensor(2 × 3), got 2');
  fails(() => torch.split([], 3 as unknown as Tensor, 1), TypeError, 'torch.split: expected a tensor, got number');
  const counts = 'Tensor.repeatTensor: expected 2 or more counts of 1 or more for DoubleTensor(2 × 3), got';
  fails(() => x.repeatTensor(2), RangeError, `${counts} 2`);
  fails(() => x.repeatTensor(2, 0), RangeError, `${counts} 2, 0`);
  fails(() => x.repeatTensor(2, 0.5, 1), RangeError, `${counts} 2, 0.5, 1`);
  assert.throws(() => torch.Tensor().repeatTensor(2), RangeError);
});

test.run();
