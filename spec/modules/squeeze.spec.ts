/** @file Squeeze against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'all dimensions of size 1': () => [nn.Squeeze(), torch.randn(2, 1, 3, 1)],
  'one dimension': () => [nn.Squeeze(1), torch.randn(2, 1, 1, 3)],
  'one dimension of samples': () => [nn.Squeeze(1, 3), torch.randn(2, 2, 1, 3)],
  'not contiguous': () => [nn.Squeeze(), torch.randn(3, 1, 4).transpose(0, 2)],
});

test('the dimensions that go', () => {
  const cases: [number | undefined, number | undefined, number[], number[]][] = [
    [undefined, undefined, [2, 1, 3], [2, 3]],
    [undefined, undefined, [1, 1], [1]],
    [1, undefined, [2, 1, 1, 3], [2, 1, 3]],
    [-2, undefined, [2, 1, 1, 3], [2, 1, 3]],
    [0, undefined, [2, 1], [2, 1]],
    [1, 3, [2, 1, 1, 3], [2, 1, 3]],
    [1, 3, [1, 1, 1, 3], [1, 1, 3]],
    [undefined, 3, [1, 1, 1, 3], [1, 3]],
  ];
  for (const [dim, dims, from, to] of cases) {
    const module = nn.Squeeze(dim).setNumInputDims(dims);
    const y = module.forward(torch.zeros(from)) as Tensor;
    assert.equal(y.size(), to);
    assert.equal((module.backward(torch.zeros(from), torch.zeros(to)) as Tensor).size(), from);
  }
});

test('a dimension that is not there is refused', () => {
  fails(
    () => nn.Squeeze(2).forward(torch.zeros(2, 1)),
    RangeError,
    'Squeeze.forward: expected input with dimension 2, got (2 × 1)',
  );
});

test.run();
