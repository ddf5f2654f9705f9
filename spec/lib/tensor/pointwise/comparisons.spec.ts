/** @file Comparisons: what they make, of which type, and where nothing compares. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, type TypeName, torch } from '../../../../lib/tensor/index.js';
import { floating, integer, laidOut, layouts, read, refusal } from '../layouts.js';

const x = torch.Tensor([1, 2, 3]);
const names = ['lt', 'le', 'gt', 'ge', 'eq', 'ne'] as const;

test('with a number and with a tensor', () => {
  const y = torch.Tensor([3, 2, 1]);
  const expected = [
    [1, 0, 0],
    [1, 1, 0],
    [0, 0, 1],
    [0, 1, 1],
    [0, 1, 0],
    [1, 0, 1],
  ];
  assert.equal(
    names.map((name) => read(x[name](2))),
    expected,
  );
  assert.equal(
    names.map((name) => read(torch[name](x, y))),
    expected,
  );
  assert.equal(read(x), [1, 2, 3], 'x is only read');
  assert.is(x.lt(2).type(), 'torch.ByteTensor');
});

test('NaN is different from everything, itself too', () => {
  const nan = torch.Tensor([Number.NaN]);
  assert.equal(
    names.map((name) => read(nan[name](nan))),
    [[0], [0], [0], [0], [0], [1]],
  );
});

test('numbers are made the type of x first, as in C', () => {
  assert.equal(read(torch.IntTensor([2, 3]).gt(2.9)), [0, 1]);
  assert.equal(read(torch.FloatTensor([0.1]).eq(0.1)), [1]);
  assert.equal(read(torch.ByteTensor([255]).eq(-1)), [1]);
});

test('results may be bytes or of the type of x, x itself among them', () => {
  for (const type of [...floating, ...integer]) {
    const source = Tensor.from(type, [1, 2, 3]);
    const mask = torch.ByteTensor(7);
    assert.is(mask.ge(source, 2), mask);
    assert.equal([mask.size(), read(mask)], [[3], [0, 1, 1]]);
    assert.is(torch.ge(source, source, 2), source);
    assert.equal([source.elementType.name, read(source)], [type, [0, 1, 1]]);
  }
  const wrong = torch.FloatTensor([7]);
  const message = 'torch.lt: expected a ByteTensor or DoubleTensor for the result, got FloatTensor(1)';
  assert.throws(() => torch.lt(wrong, x, 2), refusal(TypeError, message));
  assert.equal(read(wrong), [7]);
  const mixed = 'torch.eq: expected a DoubleTensor, got FloatTensor(1)';
  assert.throws(() => torch.Tensor([1]).eq(wrong), refusal(TypeError, mixed));
  const uneven = 'torch.eq: expected 3 elements, got DoubleTensor(2)';
  assert.throws(() => x.eq(torch.ones(2)), refusal(RangeError, uneven));
});

test('equal asks for the same sizes and elements', () => {
  for (const type of [...floating, ...integer]) {
    const values = Array.from({ length: 12 }, (_, i) => i + 1);
    for (const layout of Object.values(layouts)) {
      const a = laidOut(type, [3, 4], values, layout);
      const b = laidOut(type, [3, 4], values, layouts.narrowed);
      assert.is(a.equal(b), true, type);
      assert.is(torch.equal(a, b.set(2, 3, 0)), false, type);
    }
  }
  const long = torch.range(1, 5000);
  assert.is(long.equal(long.clone()), true);
  assert.is(long.equal(long.clone().set(4999, 0)), false, 'the last of many');
  assert.is(x.equal(torch.Tensor([[1, 2, 3]])), false);
  assert.is(x.equal(torch.Tensor()), false);
  assert.is(torch.Tensor().equal(torch.Tensor()), true);
  assert.is(torch.Tensor([Number.NaN]).equal(torch.Tensor([Number.NaN])), false);
  const message = 'torch.equal: expected a DoubleTensor, got ByteTensor(3)';
  assert.throws(() => x.equal(torch.ByteTensor(3)), refusal(TypeError, message));
});

test('all and any of bytes', () => {
  const bytes = (...values: number[]): Tensor => torch.ByteTensor(values);
  assert.equal([bytes(1, 2, 255).all(), bytes(1, 0, 1).all(), torch.all(bytes(0, 0))], [true, false, false]);
  assert.equal([bytes(0, 0, 255).any(), bytes(1, 0).any(), torch.any(bytes(0, 0))], [true, true, false]);
  for (const name of ['all', 'any'] as const) {
    const type: TypeName = 'Int';
    const message = `torch.${name}: expected a ByteTensor, got IntTensor(1)`;
    assert.throws(() => Tensor.from(type, [1])[name](), refusal(TypeError, message));
    const empty = `torch.${name}: expected at least one element, got an empty tensor`;
    assert.throws(() => torch.ByteTensor()[name](), refusal(RangeError, empty));
  }
});

test.run();
