/** @file SpatialSubSampling against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.SpatialSubSampling(2, 3, 2), torch.randn(2, 2, 4, 5)],
  'one image, in steps': () => [nn.SpatialSubSampling(2, 2, 2, 3, 1), torch.randn(2, 4, 5)],
  'without bias, of transposed images': () => [
    nn.SpatialSubSampling(3, 2, 1).noBias(),
    torch.randn(3, 2, 3, 4).transpose(0, 1),
  ],
  'a deep network': () => [
    nn
      .Sequential()
      .add(nn.SpatialSubSampling(2, 2, 2))
      .add(nn.Tanh())
      .add(nn.SpatialSubSampling(2, 2, 2))
      .add(nn.Tanh())
      .add(nn.View(-1).setNumInputDims(3))
      .add(nn.Linear(8, 2)),
    torch.randn(2, 2, 4, 4),
  ],
});

test('windows are summed, each plane with its weight', () => {
  const module = nn.SpatialSubSampling(2, 2, 1, 2, 1);
  module.weight.copy(torch.Tensor([2, 10]));
  module.bias?.copy(torch.Tensor([0.5, 0.25]));
  const x = torch.Tensor([
    [
      [1, 2, 3, 4, 100],
      [5, 6, 7, 8, 100],
    ],
    [
      [1, 1, 2, 2, 100],
      [3, 3, 4, 4, 100],
    ],
  ]);
  const y = module.forward(x) as Tensor;
  assert.equal(y.size(), [2, 2, 2]);
  assert.equal(values(y), [6.5, 14.5, 22.5, 30.5, 20.25, 40.25, 60.25, 80.25]);
  const g = torch.Tensor([
    [
      [1, 2],
      [3, 4],
    ],
    [
      [1, 0],
      [0, -1],
    ],
  ]);
  const gx = [2, 2, 4, 4, 0, 6, 6, 8, 8, 0, 10, 10, 0, 0, 0, 0, 0, -10, -10, 0];
  assert.equal(values(module.backward(x, g)), gx);
  assert.equal(values(module.gradWeight), [3 + 14 + 33 + 60, 2 - 8]);
  assert.equal(values(module.gradBias), [10, 0]);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  const module = nn.SpatialSubSampling(2, 3, 4);
  assert.is(String(module), 'nn.SpatialSubSampling');
  const who = 'SpatialSubSampling(2, 3x4, 1,1).forward';
  fails(
    () => module.forward(torch.zeros(3, 4, 5)),
    RangeError,
    `${who}: expected input (N × 2 × H × W) or (2 × H × W), got (3 × 4 × 5)`,
  );
  fails(
    () => module.forward(torch.zeros(2, 3, 5)),
    RangeError,
    `${who}: expected input large enough for an output, here (2 × 0 × 3), got (2 × 3 × 5)`,
  );
  fails(() => nn.SpatialSubSampling(0, 3, 3), RangeError, 'SpatialSubSampling: expected sizes from 1 up, got (0)');
  fails(
    () => nn.SpatialSubSampling(1, 3, 3, 0),
    RangeError,
    'SpatialSubSampling: expected kernel, stride and dilation from 1 up, got kernel 3 × 3, stride 1 × 0, padding 0 × 0, dilation 1 × 1',
  );
});

test.run();
