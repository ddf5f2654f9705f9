/** @file Sum against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'over the first dimension': () => [nn.Sum(), torch.randn(3, 4)],
  'over the last': () => [nn.Sum(-1), torch.randn(3, 4, 2)],
  'of samples, averaged': () => [nn.Sum(0, 2, true), torch.randn(3, 4, 2)],
  'with size 1 left': () => [nn.Sum(1, undefined, false, false), torch.randn(3, 4, 2)],
  'a vector': () => [nn.Sum(), torch.randn(5)],
  'a transposed matrix': () => [nn.Sum(1), torch.randn(3, 4).t()],
});

test('what disappears, what stays, and where gradients go', () => {
  const x = torch.Tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const module = nn.Sum(1, undefined, true);
  assert.equal(values(module.forward(x)), [2, 5]);
  assert.equal(values(module.backward(x, torch.Tensor([3, 6]))), [1, 1, 1, 2, 2, 2]);
  assert.equal(values(module.rForward(x, x)), [2, 5]);
  assert.equal((nn.Sum(0, undefined, false, false).forward(x) as Tensor).size(), [1, 3]);
  assert.equal((nn.Sum().forward(torch.ones(3)) as Tensor).size(), [1]);
});

test('a dimension that is not there is refused', () => {
  fails(
    () => nn.Sum(2).forward(torch.zeros(2, 3)),
    RangeError,
    'Sum.forward: expected input with dimension 2, got (2 × 3)',
  );
});

test.run();
