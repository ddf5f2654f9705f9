/** @file TemporalConvolution against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.TemporalConvolution(3, 2, 2), torch.randn(2, 4, 3)],
  'one sequence': () => [nn.TemporalConvolution(2, 3, 3), torch.randn(5, 2)],
  'steps of two frames, one left over': () => [nn.TemporalConvolution(2, 2, 3, 2), torch.randn(2, 6, 2)],
  'frames that are left out': () => [nn.TemporalConvolution(2, 2, 1, 3), torch.randn(2, 5, 2)],
  'a transposed sequence': () => [nn.TemporalConvolution(3, 2, 2), torch.randn(3, 4).t()],
  'a deep network': () => [
    nn
      .Sequential()
      .add(nn.TemporalConvolution(2, 3, 2))
      .add(nn.Tanh())
      .add(nn.TemporalConvolution(3, 3, 2, 2))
      .add(nn.Sigmoid())
      .add(nn.TemporalConvolution(3, 1, 2)),
    torch.randn(2, 6, 2),
  ],
});

test('windows worked out by hand', () => {
  const module = nn.TemporalConvolution(1, 2, 2, 2);
  module.weight.copy(
    torch.Tensor([
      [1, 10],
      [100, 1000],
    ]),
  );
  module.bias?.copy(torch.Tensor([0.5, 0.25]));
  const x = torch.Tensor([[1], [2], [3], [4], [5]]);
  const y = module.forward(x) as Tensor;
  assert.equal(y.size(), [2, 2]);
  assert.equal(values(y), [21.5, 2100.25, 43.5, 4300.25]);
  const gy = torch.Tensor([
    [1, 2],
    [3, 4],
  ]);
  assert.equal(values(module.backward(x, gy)), [1 + 200, 10 + 2000, 3 + 400, 30 + 4000, 0]);
  assert.equal(values(module.gradWeight), [1 + 9, 2 + 12, 2 + 12, 4 + 16]);
  assert.equal(values(module.gradBias), [4, 6]);
});

test('it prints its name, as in Torch, and refuses what does not fit', () => {
  const module = nn.TemporalConvolution(4, 3, 2);
  assert.is(String(module), 'nn.TemporalConvolution');
  const who = 'TemporalConvolution(4 -> 3, 2).forward';
  fails(
    () => module.forward(torch.zeros(5, 3)),
    RangeError,
    `${who}: expected input (N × T × 4) or (T × 4), got (5 × 3)`,
  );
  fails(
    () => module.forward(torch.zeros(1, 4)),
    RangeError,
    `${who}: expected input large enough for an output, here (0 × 3), got (1 × 4)`,
  );
  fails(
    () => nn.TemporalConvolution(4, 3, 2, 0),
    RangeError,
    'TemporalConvolution: expected sizes from 1 up, got (4 -> 3, 2, 0)',
  );
});

test.run();
