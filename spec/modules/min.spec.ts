/** @file Min against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'along the first dimension': () => [nn.Min(), torch.randn(3, 4)],
  'along the last': () => [nn.Min(-1), torch.randn(3, 4, 2)],
  'of samples of a batch': () => [nn.Min(0, 2), torch.randn(3, 4, 2)],
});

test('of equal elements the first is taken, by every pass', () => {
  const module = nn.Min(1);
  const x = torch.Tensor([
    [7, 5, 5],
    [2, 0, -1],
  ]);
  const g = torch.Tensor([10, 20]);
  assert.equal(values(module.forward(x)), [5, -1]);
  assert.equal(values(module.backward(x, g)), [0, 10, 0, 0, 0, 20]);
  assert.equal(values(module.rForward(x, x)), [5, -1]);
  assert.equal(values(nn.Min().forward(torch.Tensor([1, Number.NaN, 0]))), [Number.NaN]);
});

test('a dimension that is not there is refused', () => {
  fails(
    () => nn.Min(2).forward(torch.zeros(2, 3)),
    RangeError,
    'Min.forward: expected input with dimension 2, got (2 × 3)',
  );
});

test.run();
