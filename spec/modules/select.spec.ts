/** @file Select against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a row, which stays a view': () => [nn.Select(0, 1), torch.randn(4, 3)],
  'a column': () => [nn.Select(-1, -1), torch.randn(3, 4)],
  'an element': () => [nn.Select(0, 2), torch.randn(4)],
});

test('indices from both ends, and where gradients go', () => {
  const x = torch.Tensor([
    [4, 6, 7],
    [8, 0, 1],
  ]);
  const module = nn.Select(1, -2);
  assert.equal(values(module.forward(x)), [6, 0]);
  assert.equal(values(module.backward(x, torch.Tensor([1, 2]))), [0, 1, 0, 0, 2, 0]);
  assert.equal(values(module.rForward(x, x)), [6, 0]);
  assert.equal(values(module.rBackward(x, x, torch.zeros(2), torch.Tensor([1, 2]))), [0, 1, 0, 0, 2, 0]);
  assert.equal(values(nn.Select(-1, -1).forward(x)), [7, 1]);
});

test('an index outside is refused', () => {
  fails(
    () => nn.Select(1, 3).forward(torch.zeros(2, 3)),
    RangeError,
    'Select.forward: expected input with index 3 in dimension 1, got (2 × 3)',
  );
});

test.run();
