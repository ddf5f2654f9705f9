/** @file CSubTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  matrices: () => [nn.CSubTable(), [torch.randn(2, 3), torch.randn(2, 3)]],
  'a transposed one': () => [nn.CSubTable(), [torch.randn(2, 3), torch.randn(3, 2).t()]],
});

test('the difference, with a structural zero on either side', () => {
  const module = nn.CSubTable();
  const x = [torch.Tensor([5, 7]), torch.Tensor([2, 3])];
  assert.equal(values(module.forward(x)), [3, 4]);
  assert.equal((module.backward(x, torch.Tensor([1, 2])) as Tensor[]).map(values), [
    [1, 2],
    [-1, -2],
  ]);
  assert.equal(values(module.rForward(x, [x[0], undefined])), [5, 7]);
  assert.equal(values(module.rForward(x, [undefined, x[1]])), [-2, -3]);
});

test('other tables are refused', () => {
  fails(
    () => nn.CSubTable().forward([torch.zeros(2), torch.zeros(3)]),
    RangeError,
    'CSubTable.forward: expected a table of two tensors of one size, got {(2), (3)}',
  );
});

test.run();
