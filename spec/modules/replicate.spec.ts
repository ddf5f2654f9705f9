/** @file Replicate against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'in front': () => [nn.Replicate(3), torch.randn(2, 4)],
  behind: () => [nn.Replicate(3, 2), torch.randn(2, 4)],
  'of samples': () => [nn.Replicate(3, 0, 1), torch.randn(2, 4)],
  'not contiguous': () => [nn.Replicate(3, 1), torch.randn(2, 4).t()],
});

test('copies side by side, gradients summed', () => {
  const module = nn.Replicate(2, 1);
  const x = torch.Tensor([1, 2, 3]);
  assert.equal((module.forward(x) as Tensor).size(), [3, 2]);
  assert.equal(values(module.output), [1, 1, 2, 2, 3, 3]);
  assert.equal(
    values(
      module.backward(
        x,
        torch.Tensor([
          [1, 10],
          [2, 20],
          [3, 30],
        ]),
      ),
    ),
    [11, 22, 33],
  );
});

test('places outside, and no copies, are refused', () => {
  fails(
    () => nn.Replicate(2, 2).forward(torch.zeros(3)),
    RangeError,
    'Replicate.forward: expected input with 2 dimensions or more, got (3)',
  );
  fails(() => nn.Replicate(0), RangeError, 'Replicate: expected nFeatures from 1 up, got 0');
});

test.run();
