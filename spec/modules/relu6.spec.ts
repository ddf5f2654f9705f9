/** @file ReLU6 against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, hasDerivatives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'inside and outside': () => [
    nn.ReLU6(),
    torch.Tensor([
      [-2, 0.5],
      [5.5, 7],
    ]),
  ],
});

test('derivatives inside, outside and at both bounds', () => {
  hasDerivatives(nn.ReLU6(), [
    [-3, 0, 0, 0],
    [0, 0, 0, 0],
    [5, 5, 1, 0],
    [6, 6, 0, 0],
    [8, 6, 0, 0],
  ]);
});

test('a table is refused', () => {
  fails(() => nn.ReLU6().forward([]), TypeError, 'ReLU6.forward: expected input to be one tensor, got {}');
});

test.run();
