/** @file Max against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'along the first dimension': () => [nn.Max(), torch.randn(3, 4)],
  'along the last': () => [nn.Max(-1), torch.randn(3, 4, 2)],
  'in the middle': () => [nn.Max(1), torch.randn(3, 4, 2)],
  'of samples of a batch': () => [nn.Max(0, 2), torch.randn(3, 4, 2)],
  'a vector': () => [nn.Max(0), torch.randn(5)],
  'a transposed matrix': () => [nn.Max(1), torch.randn(3, 4).t()],
});

test('of equal elements the first is taken, by every pass', () => {
  const module = nn.Max(1);
  const x = torch.Tensor([
    [1, 5, 5],
    [2, 0, -1],
  ]);
  const g = torch.Tensor([10, 20]);
  const r = torch.Tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  assert.equal(values(module.forward(x)), [5, 2]);
  assert.equal(values(module.backward(x, g)), [0, 10, 0, 20, 0, 0]);
  assert.equal(values(module.rForward(x, r)), [2, 4]);
  assert.equal(values(module.rBackward(x, r, g, g)), [0, 10, 0, 20, 0, 0]);
});

test('a NaN is largest', () => {
  assert.equal(values(nn.Max().forward(torch.Tensor([1, Number.NaN, 3]))), [Number.NaN]);
});

test('a dimension that is not there is refused', () => {
  fails(
    () => nn.Max(2).forward(torch.zeros(2, 3)),
    RangeError,
    'Max.forward: expected input with dimension 2, got (2 × 3)',
  );
});

test.run();
