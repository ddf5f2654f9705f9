/** @file Mean against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'over the first dimension': () => [nn.Mean(), torch.randn(3, 4)],
  'of samples': () => [nn.Mean(0, 2), torch.randn(3, 4, 2)],
});

test('sums are divided by the size, gradients too', () => {
  const x = torch.Tensor([
    [1, 2],
    [5, 6],
  ]);
  const module = nn.Mean();
  assert.equal(values(module.forward(x)), [3, 4]);
  assert.equal(values(module.backward(x, torch.Tensor([2, 4]))), [1, 2, 1, 2]);
});

test('a dimension that is not there is refused', () => {
  fails(
    () => nn.Mean(2).forward(torch.zeros(2, 3)),
    RangeError,
    'Mean.forward: expected input with dimension 2, got (2 × 3)',
  );
});

test.run();
