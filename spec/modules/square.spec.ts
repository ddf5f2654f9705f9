/** @file Square against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, hasDerivatives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.Square(), torch.randn(3, 4)],
});

test('derivatives', () => {
  hasDerivatives(nn.Square(), [
    [3, 9, 6, 2],
    [-0.5, 0.25, -1, 2],
    [0, 0, 0, 2],
    [-700, 490000, -1400, 2],
  ]);
});

test('a table is refused', () => {
  fails(() => nn.Square().forward([]), TypeError, 'Square.forward: expected input to be one tensor, got {}');
});

test.run();
