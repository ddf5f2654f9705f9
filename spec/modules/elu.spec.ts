/** @file ELU against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, hasDerivatives, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'both sides': () => [
    nn.ELU(0.7),
    torch.Tensor([
      [-2, 0.5],
      [5.5, -7],
    ]),
  ],
});

test('derivatives on both sides; at 0 they are those of the left', () => {
  hasDerivatives(nn.ELU(2), [
    [-Math.LN2, -1, 1, 1],
    [0, 0, 2, 2],
    [3, 3, 1, 0],
    [-700, -2, 2 * Math.exp(-700), 2 * Math.exp(-700)],
    [700, 700, 1, 0],
  ]);
});

test('near 0 no digit is lost', () => {
  assert.equal(values(nn.ELU().forward(torch.Tensor([-1e-18]))), [-1e-18]);
});

test('a table is refused', () => {
  fails(() => nn.ELU().forward([]), TypeError, 'ELU (alpha:1.000000).forward: expected input to be one tensor, got {}');
});

test.run();
