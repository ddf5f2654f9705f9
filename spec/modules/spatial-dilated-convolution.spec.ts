/** @file SpatialDilatedConvolution against the checker, SpatialConvolution, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.SpatialDilatedConvolution(2, 3, 3, 2, 1, 1, 0, 0, 2, 1), torch.randn(2, 2, 3, 6)],
  'one image': () => [nn.SpatialDilatedConvolution(2, 3, 2, 2, 1, 1, 0, 0, 2, 2), torch.randn(2, 4, 4)],
  'strides and paddings': () => [
    nn.SpatialDilatedConvolution(2, 2, 2, 2, 2, 1, 1, 2, 2, 3).noBias(),
    torch.randn(2, 2, 4, 5),
  ],
});

test('a window with gaps, worked out by hand', () => {
  const module = nn.SpatialDilatedConvolution(1, 1, 2, 1, 1, 1, 0, 0, 2, 1);
  module.weight.copy(torch.Tensor([1, 10]));
  module.bias?.fill(0.5);
  const x = torch.Tensor([[[1, 2, 3, 4]]]);
  assert.equal(values(module.forward(x)), [1 + 30.5, 2 + 40.5]);
  assert.equal(values(module.backward(x, torch.Tensor([[[1, 2]]]))), [1, 2, 10, 20]);
  assert.equal([values(module.gradWeight), values(module.gradBias)], [[1 + 4, 3 + 8], [3]]);
});

test('without gaps it is SpatialConvolution', () => {
  const plain = nn.SpatialConvolution(2, 3, 3, 2, 2, 1, 1, 1);
  const module = nn.SpatialDilatedConvolution(2, 3, 3, 2, 2, 1, 1, 1);
  module.weight.copy(plain.weight);
  module.bias?.copy(plain.bias as Tensor);
  const x = torch.randn(2, 2, 4, 5);
  assert.equal(values(module.forward(x)), values(plain.forward(x)));
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  assert.equal(
    [nn.SpatialDilatedConvolution(1, 2, 3, 4), nn.SpatialDilatedConvolution(1, 2, 3, 4, 2, 1, 0, 1, 3, 2).noBias()].map(
      String,
    ),
    [
      'nn.SpatialDilatedConvolution(1 -> 2, 3x4, 1,1)',
      'nn.SpatialDilatedConvolution(1 -> 2, 3x4, 2,1, 0,1, 3,2) without bias',
    ],
  );
  fails(
    () => nn.SpatialDilatedConvolution(2, 3, 3, 3, 1, 1, 0, 0, 2, 2).forward(torch.zeros(2, 4, 5)),
    RangeError,
    'SpatialDilatedConvolution(2 -> 3, 3x3, 2,2).forward: expected input large enough for an output, here (3 × 0 × 1), got (2 × 4 × 5)',
  );
  fails(
    () => nn.SpatialDilatedConvolution(1, 3, 3, 3, 1, 1, 0, 0, 1, 0),
    RangeError,
    'SpatialDilatedConvolution: expected kernel, stride and dilation from 1 up, got kernel 3 × 3, stride 1 × 1, padding 0 × 0, dilation 0 × 1',
  );
});

test.run();
