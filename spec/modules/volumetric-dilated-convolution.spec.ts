/** @file VolumetricDilatedConvolution against the checker, SpatialDilatedConvolution, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [
    nn.VolumetricDilatedConvolution(2, 2, 2, 2, 2, 1, 1, 1, 0, 0, 0, 1, 3, 2),
    torch.randn(2, 2, 2, 3, 5),
  ],
  'one volume, with strides and paddings': () => [
    nn.VolumetricDilatedConvolution(2, 2, 2, 1, 2, 1, 2, 1, 1, 0, 1, 2, 1, 1).noBias(),
    torch.randn(2, 2, 2, 3),
  ],
});

test('a window with gaps in time, worked out by hand', () => {
  const module = nn.VolumetricDilatedConvolution(1, 1, 2, 1, 1, 1, 1, 1, 0, 0, 0, 2, 1, 1);
  module.weight.copy(torch.Tensor([1, 10]));
  module.bias?.fill(0.5);
  const x = torch.Tensor([1, 2, 3, 4]).view(1, 4, 1, 1);
  assert.equal(values(module.forward(x)), [1 + 30.5, 2 + 40.5]);
  assert.equal(values(module.backward(x, torch.Tensor([1, 2]).view(1, 2, 1, 1))), [1, 2, 10, 20]);
});

test('with one frame in the window it is SpatialDilatedConvolution frame by frame', () => {
  const module = nn.VolumetricDilatedConvolution(2, 3, 1, 3, 2, 1, 2, 1, 0, 1, 2, 1, 2, 3);
  const plain = nn.SpatialDilatedConvolution(2, 3, 3, 2, 2, 1, 1, 2, 2, 3);
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
      nn.VolumetricDilatedConvolution(1, 2, 3, 4, 5),
      nn.VolumetricDilatedConvolution(1, 2, 3, 4, 5, 1, 2, 3, 0, 0, 1, 1, 2, 3).noBias(),
    ].map(String),
    [
      'nn.VolumetricDilatedConvolution(1 -> 2, 3x4x5, 1,1,1)',
      'nn.VolumetricDilatedConvolution(1 -> 2, 3x4x5, 1,2,3, 0,0,1, 1,2,3) without bias',
    ],
  );
  fails(
    () => nn.VolumetricDilatedConvolution(2, 3, 2, 2, 2, 1, 1, 1, 0, 0, 0, 3, 1, 1).forward(torch.zeros(2, 3, 3, 3)),
    RangeError,
    'VolumetricDilatedConvolution(2 -> 3, 2x2x2, 3,1,1).forward: expected input large enough for an output, here (3 × 0 × 2 × 2), got (2 × 3 × 3 × 3)',
  );
  fails(
    () => nn.VolumetricDilatedConvolution(1, 1, 2, 2, 2, 1, 1, 1, 0, 0, 0, 1, 0, 1),
    RangeError,
    'VolumetricDilatedConvolution: expected kernel, stride and dilation from 1 up, got kernel 2 × 2 × 2, stride 1 × 1 × 1, padding 0 × 0 × 0, dilation 1 × 1 × 0',
  );
});

test.run();
