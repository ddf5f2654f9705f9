/** @file SpatialFullConvolution against the checker, the convolution that it is the adjoint of, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.SpatialFullConvolution(2, 3, 3, 2), torch.randn(2, 2, 2, 3)],
  'one image': () => [nn.SpatialFullConvolution(2, 3, 2, 2).noBias(), torch.randn(2, 2, 3)],
  'strides, paddings and adjustments': () => [
    nn.SpatialFullConvolution(2, 2, 3, 3, 3, 2, 1, 1, 2, 1),
    torch.randn(2, 2, 3, 2),
  ],
  'one pixel': () => [nn.SpatialFullConvolution(2, 3, 1, 1), torch.randn(2, 2, 2, 3)],
  'a reference': () => [
    nn.SpatialFullConvolution(2, 3, 3, 2, 2, 2),
    [torch.randn(2, 2, 2, 2), torch.randn(2, 1, 5, 6)],
  ],
  'a deep network': () => [
    nn
      .Sequential()
      .add(nn.SpatialFullConvolution(1, 2, 2, 2, 2, 2))
      .add(nn.Tanh())
      .add(nn.SpatialFullConvolution(2, 2, 2, 2))
      .add(nn.Tanh())
      .add(nn.SpatialConvolution(2, 1, 3, 3)),
    torch.randn(2, 1, 2, 2),
  ],
});

test('strides, padding and adjustment worked out by hand', () => {
  const module = nn.SpatialFullConvolution(1, 1, 3, 1, 2, 1, 1, 0, 1, 0);
  module.weight.copy(torch.Tensor([1, 10, 100]));
  module.bias?.fill(0.5);
  const x = torch.Tensor([[[1, 2]]]);
  const y = module.forward(x) as Tensor;
  assert.equal(y.size(), [1, 1, 4]);
  assert.equal(values(y), [10.5, 100 + 2.5, 20.5, 200.5]);
  assert.equal(values(module.backward(x, torch.Tensor([[[1, 2, 3, 4]]]))), [10 + 200, 2 + 30 + 400]);
  assert.equal([values(module.gradWeight), values(module.gradBias)], [[4, 1 + 6, 2 + 8], [10]]);
});

test('it is the adjoint of the convolution with its weight', () => {
  const module = nn.SpatialFullConvolution(2, 3, 3, 2, 2, 1, 1, 0, 1, 0).noBias();
  const convolution = nn.SpatialConvolution(3, 2, 3, 2, 2, 1, 1, 0).noBias();
  convolution.weight.copy(module.weight);
  const x = torch.randn(2, 2, 4, 3);
  const y = module.forward(x) as Tensor;
  convolution.forward(y);
  assert.equal(values(convolution.backward(y, x)), values(y));
});

test('a reference decides the size of y, and has no gradient', () => {
  const module = nn.SpatialFullConvolution(1, 1, 3, 3, 2, 2, 1, 1);
  const x = torch.randn(1, 3, 3);
  for (const [height, width] of [
    [5, 6],
    [6, 5],
  ]) {
    const input = [x, torch.randn(4, height, width)];
    const y = module.forward(input) as Tensor;
    assert.equal(y.size(), [1, height, width]);
    const [gx, zeros] = module.backward(input, y) as Tensor[];
    assert.equal([gx.size(), zeros.size(), zeros.norm()], [[1, 3, 3], [4, height, width], 0]);
  }
  assert.equal((module.forward(x) as Tensor).size(), [1, 5, 5]);
  assert.equal((module.backward(x, torch.ones(1, 5, 5)) as Tensor).size(), [1, 3, 3]);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  assert.equal(
    [
      nn.SpatialFullConvolution(1, 2, 3, 4),
      nn.SpatialFullConvolution(1, 2, 3, 4, 2, 1, 0, 1),
      nn.SpatialFullConvolution(1, 2, 3, 4, 2, 1, 0, 0, 1, 0).noBias(),
    ].map(String),
    [
      'nn.SpatialFullConvolution(1 -> 2, 3x4)',
      'nn.SpatialFullConvolution(1 -> 2, 3x4, 2,1, 0,1)',
      'nn.SpatialFullConvolution(1 -> 2, 3x4, 2,1, 1,0) without bias',
    ],
  );
  fails(
    () => nn.SpatialFullConvolution(1, 2, 3, 4, 2, 1, 0, 0, 1, 1),
    RangeError,
    'SpatialFullConvolution: expected adjustments from 0 up, below strides 2,1, got 1,1',
  );
  fails(
    () => nn.SpatialFullConvolution(1, 2, 3, 4, 0),
    RangeError,
    'SpatialFullConvolution: expected kernel, stride and dilation from 1 up, got kernel 4 × 3, stride 1 × 0, padding 0 × 0, dilation 1 × 1',
  );
  const module = nn.SpatialFullConvolution(2, 3, 3, 3, 1, 1, 2, 2);
  const who = 'SpatialFullConvolution(2 -> 3, 3x3, 1,1, 2,2).forward';
  fails(
    () => module.forward(torch.zeros(3, 4, 5)),
    RangeError,
    `${who}: expected input (N × 2 × H × W) or (2 × H × W), got (3 × 4 × 5)`,
  );
  fails(
    () => module.forward(torch.zeros(2, 2, 5)),
    RangeError,
    `${who}: expected input large enough for an output, here (3 × 0 × 3), got (2 × 2 × 5)`,
  );
  fails(
    () => module.forward([torch.zeros(2, 4, 5), torch.zeros(3)]),
    RangeError,
    `${who}: expected a table {input, reference of (… × H × W)}, got {(2 × 4 × 5), (3)}`,
  );
});

test.run();
