/** @file CMaxTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'three matrices': () => [nn.CMaxTable(), [torch.randn(2, 3), torch.randn(2, 3), torch.randn(2, 3)]],
  'a transposed one': () => [nn.CMaxTable(), [torch.randn(2, 3), torch.randn(3, 2).t()]],
});

test('the largest, of equal ones the first, by every pass', () => {
  const module = nn.CMaxTable();
  const x = [torch.Tensor([5, 2]), torch.Tensor([5, 3]), torch.Tensor([1, 3])];
  const g = torch.Tensor([10, 20]);
  assert.equal(values(module.forward(x)), [5, 3]);
  assert.equal((module.backward(x, g) as Tensor[]).map(values), [
    [10, 0],
    [0, 20],
    [0, 0],
  ]);
  assert.equal(values(module.rForward(x, [torch.Tensor([7, 8]), undefined, undefined])), [7, 0]);
  assert.equal((module.rBackward(x, [g, g, g], g, g) as Tensor[]).map(values), [
    [10, 0],
    [0, 20],
    [0, 0],
  ]);
});

test('tensors of other sizes are refused', () => {
  fails(
    () => nn.CMaxTable().forward([torch.zeros(2), torch.zeros(3)]),
    RangeError,
    'CMaxTable.forward: expected a table of tensors of one size, got {(2), (3)}',
  );
});

test.run();
