/** @file VolumetricConvolution against the checker, SpatialConvolution, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.VolumetricConvolution(2, 3, 2, 3, 2), torch.randn(2, 2, 3, 3, 4)],
  'one volume': () => [nn.VolumetricConvolution(2, 2, 2, 2, 2), torch.randn(2, 2, 3, 3)],
  'strides and paddings': () => [nn.VolumetricConvolution(1, 2, 2, 3, 2, 2, 1, 2, 1, 2, 0), torch.randn(2, 1, 3, 3, 2)],
  'one voxel': () => [nn.VolumetricConvolution(2, 3, 1, 1, 1), torch.randn(2, 2, 2, 1, 2)],
  'without bias': () => [nn.VolumetricConvolution(2, 2, 2, 1, 2).noBias(), torch.randn(1, 2, 2, 2, 3)],
});

test('windows worked out by hand, with padding in time', () => {
  const module = nn.VolumetricConvolution(1, 1, 2, 2, 1, 1, 1, 1, 1, 0, 0);
  module.weight.copy(torch.Tensor([1, 10, 100, 1000]));
  module.bias?.fill(0.5);
  const x = torch.Tensor([[[[1, 2]], [[3, 4]]]]);
  const y = module.forward(x) as Tensor;
  assert.equal(y.size(), [1, 3, 1, 1]);
  assert.equal(values(y), [100 + 2000.5, 1 + 20 + 300 + 4000.5, 3 + 40.5]);
  const gy = torch.Tensor([[[[1]], [[2]], [[3]]]]);
  assert.equal(values(module.backward(x, gy)), [100 + 2, 1000 + 20, 200 + 3, 2000 + 30]);
  assert.equal([values(module.gradWeight), values(module.gradBias)], [[2 + 9, 4 + 12, 1 + 6, 2 + 8], [6]]);
});

test('with one frame in the window it is SpatialConvolution frame by frame', () => {
  const module = nn.VolumetricConvolution(2, 3, 1, 3, 2, 1, 2, 1, 0, 1, 2);
  const plain = nn.SpatialConvolution(2, 3, 3, 2, 2, 1, 1, 2);
  plain.weight.copy(module.weight);
  plain.bias?.copy(module.bias as Tensor);
  const x = torch.randn(2, 2, 3, 4);
  const y = (module.forward(x) as Tensor).clone();
  for (let t = 0; t < 2; t++) {
    const difference = (plain.forward(x.select(1, t)) as Tensor).add(-1, y.select(1, t)).abs().max();
    assert.ok(difference < 1e-14, `expected rounding, got ${difference}`);
  }
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  assert.equal(
    [
      nn.VolumetricConvolution(1, 2, 3, 4, 5),
      nn.VolumetricConvolution(1, 2, 3, 4, 5, 1, 2, 3),
      nn.VolumetricConvolution(1, 2, 3, 4, 5, 1, 1, 1, 1).noBias(),
    ].map(String),
    [
      'nn.VolumetricConvolution(1 -> 2, 3x4x5)',
      'nn.VolumetricConvolution(1 -> 2, 3x4x5, 1,2,3)',
      'nn.VolumetricConvolution(1 -> 2, 3x4x5, 1,1,1, 1,1,1)',
    ],
  );
  const module = nn.VolumetricConvolution(2, 3, 3, 4, 5);
  const who = 'VolumetricConvolution(2 -> 3, 3x4x5).forward';
  fails(
    () => module.forward(torch.zeros(3, 4, 5, 6)),
    RangeError,
    `${who}: expected input (N × 2 × T × H × W) or (2 × T × H × W), got (3 × 4 × 5 × 6)`,
  );
  fails(
    () => module.forward(torch.zeros(2, 2, 5, 6)),
    RangeError,
    `${who}: expected input large enough for an output, here (3 × 0 × 1 × 3), got (2 × 2 × 5 × 6)`,
  );
  fails(
    () => nn.VolumetricConvolution(1, 3, 3, 3, 3, 1, 0),
    RangeError,
    'VolumetricConvolution: expected kernel, stride and dilation from 1 up, got kernel 3 × 3 × 3, stride 1 × 1 × 0, padding 0 × 0 × 0, dilation 1 × 1 × 1',
  );
});

test.run();
