/** @file Unsqueeze against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'in front': () => [nn.Unsqueeze(0), torch.randn(2, 3)],
  'behind, of samples': () => [nn.Unsqueeze(2, 2), torch.randn(4, 2, 3)],
  'not contiguous': () => [nn.Unsqueeze(1), torch.randn(2, 3).t()],
});

test('the place of the new dimension', () => {
  const cases: [number, number | undefined, number[], number[]][] = [
    [0, undefined, [2, 3, 4], [1, 2, 3, 4]],
    [3, undefined, [2, 3, 4], [2, 3, 4, 1]],
    [1, undefined, [2, 3, 4], [2, 1, 3, 4]],
    [-1, undefined, [2, 3], [2, 3, 1]],
    [0, 3, [5, 2, 3, 4], [5, 1, 2, 3, 4]],
    [3, 3, [5, 2, 3, 4], [5, 2, 3, 4, 1]],
    [2, 2, [1, 1, 3, 2], [1, 1, 3, 2, 1]],
    [1, undefined, [2], [2, 1]],
  ];
  for (const [pos, dims, from, to] of cases) {
    const module = nn.Unsqueeze(pos).setNumInputDims(dims);
    assert.equal((module.forward(torch.zeros(from)) as Tensor).size(), to);
    assert.equal((module.backward(torch.zeros(from), torch.zeros(to)) as Tensor).size(), from);
  }
});

test('it prints its place, and refuses one outside', () => {
  assert.is(String(nn.Unsqueeze(1)), 'nn.Unsqueeze(dim 2)');
  const message =
    'Unsqueeze(3).forward: expected input with 2 dimensions or more, and place 3 in a sample, got (2 × 3)';
  fails(() => nn.Unsqueeze(3).forward(torch.zeros(2, 3)), RangeError, message);
  const Unsqueeze = nn.Unsqueeze as unknown as (pos?: number) => unknown;
  fails(() => Unsqueeze(), TypeError, 'Unsqueeze: expected pos to be a number, got undefined');
});

test.run();
