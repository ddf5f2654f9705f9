/** @file Call forms: what a declaration computes, through each form, and what happens to results that share memory. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Changes, functionsOf, type Makes, methodsOf, type Reads } from '../../../lib/tensor/calls.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { refusal } from './layouts.js';

interface Family {
  /** x + s·y, and the places of the positive elements of x. */
  both: Makes<[x: Tensor, y: Tensor], [s?: number], [sum: Tensor, positive: Tensor]>;
  twice: Makes<[x: Tensor]>;
  bump: Changes<[by: number]>;
  last: Reads<[back?: number], number>;
}

const family: Family = {
  both: {
    results: ['same', 'Byte'],
    operands: 2,
    compute([sum, positive], x, y, s = 1) {
      if (!x.isSameSizeAs(y)) throw new RangeError('torch.both: expected equal sizes');
      sum.resizeAs(x).copy(x).add(s, y);
      positive.resize(x.size());
      x.toArray().forEach((value, i) => {
        positive._storage.data[i] = Number(value > 0);
      });
    },
  },
  twice: {
    results: ['same'],
    operands: 1,
    // Reads x after it has begun to write: right only when the result is not x.
    compute([result], x) {
      result.resize(x.nElement() + 1).fill(0);
      x.toArray().forEach((value, i) => {
        result.set(i, 2 * value);
      });
    },
  },
  bump: { change: (x, by) => void x.add(by) },
  last: { read: (x, back = 0) => x.toArray().at(-1 - back) as number },
};
const f = functionsOf(family);
const m = methodsOf(family);
const x = torch.Tensor([1, -2, 3]);
const y = torch.Tensor([10, 20, 30]);
const lists = (tensors: Tensor[]): number[][] => tensors.map((t) => t.toArray());
const expected = [
  [21, 38, 63],
  [1, 0, 1],
];

test('new results, from the function and from the method', () => {
  assert.equal(lists(f.both(x, y, 2)), expected);
  assert.equal(lists(Reflect.apply(m.both, x, [y, 2])), expected);
  assert.equal(f.twice(x).toArray(), [2, -4, 6, 0]);
});

test('results that are given are written, resized and returned', () => {
  for (const call of [f.both, (...[r, ...rest]: [Tensor, Tensor, Tensor, Tensor, number]) => m.both.call(r, ...rest)]) {
    const results = [torch.Tensor(1), torch.ByteTensor(7)] as const;
    const returned = call(...results, x, y, 2);
    assert.equal(lists(returned), expected);
    assert.ok(returned.every((tensor, i) => tensor === results[i]));
  }
});

test('an operand, or a view of it, may be the result', () => {
  const own = x.clone();
  assert.is(f.twice(own, own), own);
  assert.equal(own.toArray(), [2, -4, 6, 0]);
  const whole = torch.Tensor([1, 2, 3, 4]);
  const tail = whole.narrow(0, 1, 2);
  f.twice(tail, whole.narrow(0, 0, 2));
  assert.equal(tail.toArray(), [2, 4, 0]);
});

test('changes and reads', () => {
  const own = x.clone();
  assert.is(f.bump(own, 1), own);
  assert.is(m.bump.call(own, 1), own);
  assert.equal(own.toArray(), [3, 0, 5]);
  assert.is(f.last(x), 3);
  assert.is(m.last.call(x, 1), -2);
});

test('wrong kinds are refused before anything is written', () => {
  const calls = f as unknown as Record<string, (...operands: unknown[]) => unknown>;
  assert.throws(() => calls.twice(3), refusal(TypeError, 'torch.twice: expected a tensor, got number'));
  assert.throws(() => calls.both(x), refusal(TypeError, 'torch.both: expected a tensor, got nothing'));
  assert.throws(() => calls.last(), refusal(TypeError, 'torch.last: expected a tensor, got nothing'));
  assert.throws(() => calls.bump('x', 1), refusal(TypeError, 'torch.bump: expected a tensor, got string'));
  const positive = torch.DoubleTensor(2).fill(7);
  const wrongType = 'torch.both: expected a ByteTensor for the result, got DoubleTensor(2)';
  assert.throws(() => f.both(torch.Tensor(3), positive, x, y), refusal(TypeError, wrongType));
  assert.equal(positive.toArray(), [7, 7]);
  const sum = torch.Tensor(1);
  assert.throws(() => f.both(sum, torch.ByteTensor(), x, torch.Tensor(2)), /expected equal sizes/);
  assert.equal(sum.size(), [1]);
});

test.run();
