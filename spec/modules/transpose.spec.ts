/** @file Transpose against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'two pairs': () => [nn.Transpose([0, 2], [0, 1]), torch.randn(2, 3, 4)],
  'of samples': () => [nn.Transpose([0, 1]).setNumInputDims(2), torch.randn(2, 3, 4)],
  none: () => [nn.Transpose(), torch.randn(2, 3)],
});

test('pair after pair, and back', () => {
  const module = nn.Transpose([0, 2], [0, -2]);
  const x = torch.Tensor([
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  ]);
  const y = module.forward(x) as Tensor;
  assert.equal(y.size(), [3, 2, 1]);
  assert.equal(values(y), [1, 2, 3, 4, 5, 6]);
  assert.equal(values(module.backward(x, y)), [1, 2, 3, 4, 5, 6]);
});

test('a dimension that is not there is refused', () => {
  fails(
    () => nn.Transpose([0, 2]).forward(torch.zeros(2, 3)),
    RangeError,
    'Transpose.forward: expected input with dimensions 0 and 2, got (2 × 3)',
  );
});

test.run();
