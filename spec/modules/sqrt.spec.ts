/** @file Sqrt against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, hasDerivatives, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.Sqrt(), torch.rand(3, 4).add(0.5)],
});

test('derivatives at squares; at 0 both are 0', () => {
  hasDerivatives(nn.Sqrt(), [
    [4, 2, 0.25, -1 / 32],
    [1, 1, 0.5, -0.25],
    [0, 0, 0, 0],
    [16, 4, 0.125, -1 / 256],
  ]);
});

test('eps is kept and not read', () => {
  const module = nn.Sqrt(0.5);
  assert.is(module.eps, 0.5);
  assert.equal(values(module.forward(torch.Tensor([9]))), [3]);
});

test('a table is refused', () => {
  fails(() => nn.Sqrt().forward([]), TypeError, 'Sqrt.forward: expected input to be one tensor, got {}');
});

test.run();
