/** @file Abs against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, hasDerivatives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'a batch': () => [
    nn.Abs(),
    torch.Tensor([
      [-2, 3],
      [0.5, -0.25],
    ]),
  ],
  images: () => [nn.Abs(), torch.rand(2, 2, 3, 2).add(0.5)],
});

test('at its kink the slope is that of the right side', () => {
  hasDerivatives(nn.Abs(), [
    [-3, 3, -1, 0],
    [0, 0, 1, 0],
    [2, 2, 1, 0],
    [-Infinity, Infinity, -1, 0],
    [-700, 700, -1, 0],
  ]);
});

test('a table is refused', () => {
  fails(() => nn.Abs().forward([]), TypeError, 'Abs.forward: expected input to be one tensor, got {}');
});

test.run();
