/** @file HardTanh against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, hasDerivatives, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'inside and outside': () => [
    nn.HardTanh(),
    torch.Tensor([
      [-2, -0.5],
      [0.25, 3],
    ]),
  ],
  'other bounds': () => [
    nn.HardTanh(-0.5, 0.75),
    torch.Tensor([
      [-2, -0.25],
      [0.25, 3],
    ]),
  ],
});

test('derivatives inside, outside and at both bounds', () => {
  hasDerivatives(nn.HardTanh(-2, 1), [
    [-3, -2, 0, 0],
    [-2, -2, 0, 0],
    [-1.5, -1.5, 1, 0],
    [1, 1, 0, 0],
    [700, 1, 0, 0],
  ]);
});

test('in place is a wish that leaves the input as it was', () => {
  const x = torch.Tensor([-3, 3]);
  assert.equal(values(nn.HardTanh(-1, 1, true).forward(x)), [-1, 1]);
  assert.equal(values(x), [-3, 3]);
});

test('bounds in the wrong order are refused', () => {
  fails(() => nn.HardTanh(1, 1), RangeError, 'HardTanh: expected min < max, got 1 and 1');
});

test.run();
