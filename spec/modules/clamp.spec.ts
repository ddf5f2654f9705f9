/** @file Clamp against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, hasDerivatives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'inside and outside': () => [
    nn.Clamp(-0.5, 0.75),
    torch.Tensor([
      [-2, -0.25],
      [0.25, 3],
    ]),
  ],
});

test('derivatives inside, outside and at both bounds', () => {
  hasDerivatives(nn.Clamp(0, 2), [
    [-3, 0, 0, 0],
    [0, 0, 0, 0],
    [1.5, 1.5, 1, 0],
    [2, 2, 0, 0],
  ]);
});

test('bounds in the wrong order are refused', () => {
  fails(() => nn.Clamp(2, 1), RangeError, 'Clamp: expected min < max, got 2 and 1');
});

test.run();
