/** @file Index against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'rows, one twice': () => [nn.Index(0), [torch.randn(4, 3), torch.LongTensor([3, 1, 3])]],
  columns: () => [nn.Index(1), [torch.randn(4, 3), torch.LongTensor([2, 0])]],
  'of a transposed matrix': () => [nn.Index(-1), [torch.randn(4, 3).t(), torch.LongTensor([2, 0])]],
});

test('slices are taken, and gradients of one taken twice added', () => {
  const module = nn.Index(0, 1);
  const x = [torch.Tensor([10, 20, 30]), torch.LongTensor([1, 2, 2, 3])];
  assert.equal(values(module.forward(x)), [10, 20, 20, 30]);
  assert.equal((module.backward(x, torch.Tensor([1, 1, 1, 3])) as Tensor[]).map(values), [
    [1, 2, 3],
    [0, 0, 0, 0],
  ]);
  assert.equal(values(module.rForward(x, [torch.Tensor([1, 2, 3]), undefined])), [1, 2, 2, 3]);
});

test('indices outside, and other inputs, are refused', () => {
  const x = torch.zeros(3, 2);
  const hint = 'labels that count from 1 need indexBase 1';
  fails(
    () => nn.Index(0).forward([x, torch.LongTensor([3])]),
    RangeError,
    `Index.forward: expected index in 0..2, got 3; ${hint}`,
  );
  fails(
    () => nn.Index(2).forward([x, torch.LongTensor([1])]),
    RangeError,
    'Index.forward: expected x with dimension 2, got {(3 × 2), (1)}',
  );
  fails(() => nn.Index(0).forward(x), TypeError, 'Index.forward: expected {x, a vector of indices}, got (3 × 2)');
});

test.run();
