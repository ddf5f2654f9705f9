/** @file TemporalSubSampling against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a sequence': () => [nn.TemporalSubSampling(3, 2), torch.randn(4, 3)],
  'a batch, in steps': () => [nn.TemporalSubSampling(2, 3, 2), torch.randn(3, 6, 2)],
  'without bias, of a transposed sequence': () => [nn.TemporalSubSampling(3, 2).noBias(), torch.randn(3, 4).t()],
  'a deep network': () => [
    nn
      .Sequential()
      .add(nn.TemporalSubSampling(2, 2))
      .add(nn.Tanh())
      .add(nn.TemporalSubSampling(2, 2, 2))
      .add(nn.Tanh())
      .add(nn.Linear(2, 3)),
    torch.randn(6, 2),
  ],
});

test('frames are summed, each element with its weight', () => {
  const module = nn.TemporalSubSampling(2, 3, 2);
  module.weight.copy(torch.Tensor([2, 10]));
  module.bias?.copy(torch.Tensor([0.5, 0.25]));
  const x = torch.Tensor([
    [1, 10],
    [2, 20],
    [3, 30],
    [4, 40],
    [5, 50],
    [6, 60],
  ]);
  const y = module.forward(x) as Tensor;
  assert.equal(y.size(), [2, 2]);
  assert.equal(values(y), [12.5, 600.25, 24.5, 1200.25]);
  const g = torch.Tensor([
    [1, 2],
    [3, 4],
  ]);
  assert.equal(values(module.backward(x, g, 0.5)), [2, 20, 2, 20, 8, 60, 6, 40, 6, 40, 0, 0]);
  assert.equal(values(module.gradWeight), [(6 + 36) / 2, (120 + 480) / 2]);
  assert.equal(values(module.gradBias), [2, 3]);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  const module = nn.TemporalSubSampling(2, 3);
  assert.is(String(module), 'nn.TemporalSubSampling');
  const who = 'TemporalSubSampling(2, 3, 1).forward';
  fails(
    () => module.forward(torch.zeros(3, 4)),
    RangeError,
    `${who}: expected input (N × T × 2) or (T × 2), got (3 × 4)`,
  );
  fails(
    () => module.forward(torch.zeros(2, 2)),
    RangeError,
    `${who}: expected input large enough for an output, here (0 × 2), got (2 × 2)`,
  );
  fails(() => nn.TemporalSubSampling(2.5, 3), RangeError, 'TemporalSubSampling: expected sizes from 1 up, got (2.5)');
  fails(
    () => nn.TemporalSubSampling(2, 0),
    RangeError,
    'TemporalSubSampling: expected kernel, stride and dilation from 1 up, got kernel 0 × 1, stride 1 × 1, padding 0 × 0, dilation 1 × 1',
  );
});

test.run();
