/** @file CDivTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  matrices: () => [nn.CDivTable(), [torch.randn(2, 3), torch.rand(2, 3).add(0.5)]],
  'a transposed one': () => [nn.CDivTable(), [torch.randn(3, 2).t(), torch.rand(2, 3).add(0.5)]],
});

test('the quotient of 6 and 2, and its derivatives', () => {
  const module = nn.CDivTable();
  const x = [torch.Tensor([6]), torch.Tensor([2])];
  const [gy, rgy] = [torch.Tensor([4]), torch.Tensor([1])];
  const rx = [torch.Tensor([1]), torch.Tensor([2])];
  assert.equal(values(module.forward(x)), [3]);
  assert.equal((module.backward(x, gy) as Tensor[]).map(values), [[2], [-6]]);
  // d(a / b) = 1 / 2 − 6 · 2 / 4.
  assert.equal(values(module.rForward(x, rx)), [-2.5]);
  // d(g / b) = 1 / 2 − 4 · 2 / 4; d(−g a / b²) = −1 · 6 / 4 − 4 · 1 / 4 + 2 · 4 · 6 · 2 / 8.
  assert.equal((module.rBackward(x, rx, gy, rgy) as Tensor[]).map(values), [[-1.5], [9.5]]);
});

test('other tables are refused', () => {
  fails(
    () => nn.CDivTable().forward([torch.zeros(2)]),
    RangeError,
    'CDivTable.forward: expected a table of two tensors of one size, got {(2)}',
  );
});

test.run();
