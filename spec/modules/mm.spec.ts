/** @file MM against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  matrices: () => [nn.MM(), [torch.randn(2, 3), torch.randn(3, 4)]],
  'the first transposed': () => [nn.MM(true), [torch.randn(3, 2), torch.randn(3, 4)]],
  'the second transposed': () => [nn.MM(false, true), [torch.randn(2, 3), torch.randn(4, 3)]],
  'both transposed': () => [nn.MM(true, true), [torch.randn(3, 2), torch.randn(4, 3)]],
  batches: () => [nn.MM(), [torch.randn(2, 2, 3), torch.randn(2, 3, 4)]],
  'batches, both transposed': () => [nn.MM(true, true), [torch.randn(2, 3, 2), torch.randn(2, 4, 3)]],
});

test('a product worked out by hand, and the adjoints', () => {
  const module = nn.MM();
  const x = [torch.Tensor([[1, 2]]), torch.Tensor([[3], [4]])];
  const g = torch.Tensor([[10]]);
  assert.equal(values(module.forward(x)), [11]);
  assert.equal((module.backward(x, g) as Tensor[]).map(values), [
    [30, 40],
    [10, 20],
  ]);
});

test('sizes that do not fit, and no pair, are refused', () => {
  const message = 'MM.forward: expected matrices, or as many of them, that can be multiplied, got {(2 × 3), (2 × 3)}';
  fails(() => nn.MM().forward([torch.zeros(2, 3), torch.zeros(2, 3)]), RangeError, message);
  fails(
    () => nn.MM().forward([torch.zeros(2, 3)]),
    TypeError,
    'MM.forward: expected a table of two tensors, got {(2 × 3)}',
  );
});

test.run();
