/** @file TanhShrink against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, hasDerivatives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.TanhShrink(), torch.randn(3, 4)],
});

test('derivatives where tanh is 3/5, and far away', () => {
  const x = Math.log(2);
  hasDerivatives(nn.TanhShrink(), [
    [x, x - 0.6, 0.36, 1.2 * 0.64],
    [0, 0, 0, 0],
    [-700, -699, 1, -0],
    [700, 699, 1, 0],
  ]);
});

test('a table is refused', () => {
  fails(() => nn.TanhShrink().forward([]), TypeError, 'TanhShrink.forward: expected input to be one tensor, got {}');
});

test.run();
