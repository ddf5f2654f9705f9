/** @file Log against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, hasDerivatives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.Log(), torch.rand(3, 4).add(0.5)],
});

test('derivatives at powers of two, and at 0', () => {
  hasDerivatives(nn.Log(), [
    [1, 0, 1, -1],
    [2, Math.LN2, 0.5, -0.25],
    [0.5, -Math.LN2, 2, -4],
    [0, -Infinity, Infinity, -Infinity],
  ]);
});

test('a table is refused', () => {
  fails(() => nn.Log().forward([]), TypeError, 'Log.forward: expected input to be one tensor, got {}');
});

test.run();
