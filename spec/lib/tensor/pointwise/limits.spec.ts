/** @file The larger, the smaller, and what lies between: numbers made elements first, and elements that do not compare. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, torch } from '../../../../lib/tensor/index.js';
import { read } from '../layouts.js';

const { POSITIVE_INFINITY: inf, NaN: nan } = Number;

test('numbers are made elements first: cut off, wrapped', () => {
  assert.equal(read(torch.IntTensor([5, -5]).cmax(2.9)), [5, 2]);
  assert.equal(read(torch.CharTensor([5, -5]).clamp(-1.9, 3.9)), [3, -1]);
  assert.equal(read(torch.ByteTensor([0, 100, 254]).cmin(-3)), [0, 100, 253], 'a Byte of −3 is 253');
  assert.equal(read(torch.FloatTensor([0.1, 1]).clamp(0.1, 0.7)), [Math.fround(0.1), Math.fround(0.7)]);
});

test('infinities and NaN pass as C has them', () => {
  const x = Tensor.from('Double', [nan, inf, -inf, 0, -0]);
  const y = torch.ones(5);
  assert.equal(read(torch.clamp(x, -1, 1)), [nan, 1, -1, 0, -0]);
  assert.equal(read(torch.cmax(x, y)), [1, inf, 1, 1, 1], 'a NaN loses in front,');
  assert.equal(read(torch.cmax(y, x)), [nan, inf, 1, 1, 1], 'and wins behind');
  assert.equal(read(torch.cmin(x, y)), [1, 1, -inf, 0, -0]);
  assert.equal(read(torch.cmin(y, x)), [nan, 1, -inf, 0, -0]);
  assert.equal(read(torch.cmax(x, 1)), [1, inf, 1, 1, 1]);
});

test('clamp looks at its lower bound first, where the bounds are in the wrong order', () => {
  assert.equal(read(torch.clamp(torch.Tensor([-2, 0, 1, 2]), 1, -1)), [1, 1, -1, -1]);
});

test('lerp goes from x to a, and beyond where the weight does', () => {
  const x = torch.Tensor([1, -8]);
  const a = torch.Tensor([5, 8]);
  assert.equal(
    [0, 0.25, 1, 2].map((weight) => read(torch.lerp(x, a, weight))),
    [
      [1, -8],
      [2, -4],
      [5, 8],
      [9, 24],
    ],
  );
});

test.run();
