/** @file CAddTensorTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'one and two': () => [nn.CAddTensorTable(), [torch.randn(2, 3), [torch.randn(2, 3), torch.randn(2, 3)]]],
});

test('added to each, its gradients summed', () => {
  const module = nn.CAddTensorTable();
  const x = [torch.Tensor([1, 2]), [torch.Tensor([10, 20]), torch.Tensor([30, 40])]];
  assert.equal((module.forward(x) as Tensor[]).map(values), [
    [11, 22],
    [31, 42],
  ]);
  const [gv, gt] = module.backward(x, [torch.Tensor([1, 2]), torch.Tensor([3, 4])]) as [Tensor, Tensor[]];
  assert.equal([gv, ...gt].map(values), [
    [4, 6],
    [1, 2],
    [3, 4],
  ]);
});

test('tensors of other sizes, and no table, are refused', () => {
  const v = torch.zeros(2);
  fails(
    () => nn.CAddTensorTable().forward([v, [torch.zeros(3)]]),
    RangeError,
    'CAddTensorTable.forward: expected tensors of one size, got {(2), {(3)}}',
  );
  fails(
    () => nn.CAddTensorTable().forward([v, v]),
    TypeError,
    'CAddTensorTable.forward: expected {v, {t, …}}, got {(2), (2)}',
  );
});

test.run();
