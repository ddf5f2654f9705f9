/** @file HardShrink against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, hasDerivatives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'inside and outside': () => [
    nn.HardShrink(),
    torch.Tensor([
      [-2, 0.25],
      [5.5, -0.25],
    ]),
  ],
});

test('derivatives inside, outside and at both bounds', () => {
  hasDerivatives(nn.HardShrink(2), [
    [-3, -3, 1, 0],
    [-2, 0, 0, 0],
    [1, 0, 0, 0],
    [2, 0, 0, 0],
    [2.5, 2.5, 1, 0],
  ]);
});

test('a table is refused', () => {
  fails(() => nn.HardShrink().forward([]), TypeError, 'HardShrink.forward: expected input to be one tensor, got {}');
});

test.run();
