/** @file MV against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a matrix': () => [nn.MV(), [torch.randn(2, 3), torch.randn(3)]],
  transposed: () => [nn.MV(true), [torch.randn(3, 2), torch.randn(3)]],
  'a batch': () => [nn.MV(), [torch.randn(2, 2, 3), torch.randn(2, 3)]],
  'a batch, transposed': () => [nn.MV(true), [torch.randn(2, 3, 2), torch.randn(2, 3)]],
});

test('a product worked out by hand, and the adjoints', () => {
  const module = nn.MV();
  const x = [
    torch.Tensor([
      [1, 2],
      [3, 4],
    ]),
    torch.Tensor([5, 6]),
  ];
  const g = torch.Tensor([10, 100]);
  assert.equal(values(module.forward(x)), [17, 39]);
  assert.equal((module.backward(x, g) as Tensor[]).map(values), [
    [50, 60, 500, 600],
    [310, 420],
  ]);
});

test('sizes that do not fit are refused', () => {
  fails(
    () => nn.MV().forward([torch.zeros(2, 3), torch.zeros(2)]),
    RangeError,
    'MV.forward: expected a matrix and a vector, or as many of both, that can be multiplied, got {(2 × 3), (2)}',
  );
});

test.run();
