/** @file SoftSign against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, hasDerivatives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.SoftSign(), torch.rand(3, 4).add(0.5)],
  negative: () => [nn.SoftSign(), torch.rand(3, 4).add(0.5).neg()],
});

test('derivatives on both sides and at the kink', () => {
  hasDerivatives(nn.SoftSign(), [
    [1, 0.5, 0.25, -0.25],
    [-3, -0.75, 1 / 16, 1 / 32],
    [0, 0, 1, -0],
    [1e6, 1e6 / 1000001, 1 / 1000001 ** 2, -2 / 1000001 ** 3],
  ]);
});

test('a table is refused', () => {
  fails(() => nn.SoftSign().forward([]), TypeError, 'SoftSign.forward: expected input to be one tensor, got {}');
});

test.run();
