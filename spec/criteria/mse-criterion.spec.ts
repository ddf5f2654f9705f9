/** @file MSECriterion against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { passesEveryCheck } from './checking.js';

passesEveryCheck({
  'mean of a matrix': () => [nn.MSECriterion(), torch.randn(3, 4), torch.randn(3, 4)],
  'sum of a vector': () => [nn.MSECriterion(false), torch.randn(5), torch.randn(5)],
  'mean of another shape': () => [nn.MSECriterion(), torch.randn(2, 3), torch.randn(6)],
  'mean of transposed matrices': () => [nn.MSECriterion(), torch.randn(3, 2).t(), torch.randn(3, 2).t()],
});

test('squares are added, and divided by the number of elements', () => {
  const [x, t, rx] = [torch.Tensor([[1, 2]]), torch.Tensor([[3, 1]]), torch.Tensor([[1, 4]])];
  const mean = nn.MSECriterion();
  assert.is(mean.forward(x, t), 2.5);
  assert.equal((mean.backward(x, t) as Tensor).toArray(), [-2, 1]);
  assert.is(mean.rForward(x, rx, t), 2);
  assert.equal((mean.rBackward(x, rx, t) as Tensor).toArray(), [1, 4]);
  const sum = nn.MSECriterion(false);
  assert.is(sum.forward(x, t), 5);
  assert.equal((sum.backward(x, t) as Tensor).toArray(), [-4, 2]);
  assert.equal((sum.rBackward(x, rx, t) as Tensor).toArray(), [2, 8]);
});

test('errors name the class, what it expected, and what it got', () => {
  assert.throws(
    () => nn.MSECriterion().forward(torch.zeros(2, 3), torch.zeros(2, 2)),
    (error: Error) =>
      error instanceof RangeError && error.message === 'MSECriterion.forward: expected target (2 × 3), got (2 × 2)',
  );
  assert.throws(
    () => nn.MSECriterion().forward(torch.zeros(2), 1),
    (error: Error) =>
      error instanceof TypeError &&
      error.message === 'MSECriterion.forward: expected target to be one tensor, got number',
  );
});

test.run();
