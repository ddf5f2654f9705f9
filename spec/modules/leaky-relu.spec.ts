/** @file LeakyReLU against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, hasDerivatives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'both sides': () => [
    nn.LeakyReLU(0.1),
    torch.Tensor([
      [-2, 0.5],
      [5.5, -7],
    ]),
  ],
});

test('derivatives on both sides; at 0 the slope is that of the left', () => {
  hasDerivatives(nn.LeakyReLU(0.25), [
    [-4, -1, 0.25, 0],
    [0, 0, 0.25, 0],
    [3, 3, 1, 0],
  ]);
});

test('a boolean in place of the slope is the in-place flag', () => {
  const module = nn.LeakyReLU(true);
  assert.is(module.inplace, true);
  assert.is(module.negval, 0.01);
});

test('it prints its slope', () => {
  assert.is(String(nn.LeakyReLU(0.2)), 'nn.LeakyReLU(0.2)');
});

test('a table is refused', () => {
  fails(
    () => nn.LeakyReLU().forward([]),
    TypeError,
    'LeakyReLU(0.01).forward: expected input to be one tensor, got {}',
  );
});

test.run();
