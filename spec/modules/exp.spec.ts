/** @file Exp against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, hasDerivatives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.Exp(), torch.randn(3, 4)],
  'a transposed matrix': () => [nn.Exp(), torch.randn(3, 4).t()],
});

test('all derivatives are the value', () => {
  const big = Math.exp(700);
  hasDerivatives(nn.Exp(), [
    [0, 1, 1, 1],
    [Math.LN2, 2, 2, 2],
    [-Infinity, 0, 0, 0],
    [700, big, big, big],
    [800, Infinity, Infinity, Infinity],
  ]);
});

test('a table is refused', () => {
  fails(() => nn.Exp().forward([]), TypeError, 'Exp.forward: expected input to be one tensor, got {}');
});

test.run();
