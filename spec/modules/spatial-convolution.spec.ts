/** @file SpatialConvolution against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.SpatialConvolution(2, 3, 3, 2), torch.randn(2, 2, 4, 5)],
  'one image': () => [nn.SpatialConvolution(2, 3, 3, 2), torch.randn(2, 4, 5)],
  'strides and paddings': () => [nn.SpatialConvolution(2, 3, 3, 2, 2, 1, 1, 2), torch.randn(2, 2, 3, 4)],
  'one pixel': () => [nn.SpatialConvolution(2, 3, 1, 1), torch.randn(2, 2, 3, 2)],
  'one pixel in steps': () => [nn.SpatialConvolution(2, 3, 1, 1, 2, 2), torch.randn(2, 2, 3, 4)],
  'without bias': () => [nn.SpatialConvolution(2, 3, 2, 2).noBias(), torch.randn(2, 2, 3, 3)],
  'transposed images': () => [nn.SpatialConvolution(2, 3, 2, 2), torch.randn(2, 2, 3, 4).transpose(2, 3)],
  'a deep network': () => [
    nn
      .Sequential()
      .add(nn.SpatialConvolution(1, 2, 3, 3))
      .add(nn.Tanh())
      .add(nn.SpatialConvolution(2, 3, 2, 2))
      .add(nn.Tanh())
      .add(nn.View(-1).setNumInputDims(3))
      .add(nn.Linear(12, 2)),
    torch.randn(2, 1, 5, 5),
  ],
});

test('windows worked out by hand, with padding', () => {
  const module = nn.SpatialConvolution(1, 1, 2, 2, 1, 2, 1, 0);
  module.weight.copy(torch.Tensor([1, 10, 100, 1000]));
  module.bias?.fill(0.5);
  const x = torch.Tensor([
    [
      [1, 2],
      [3, 4],
    ],
  ]);
  const y = module.forward(x) as Tensor;
  assert.equal(y.size(), [1, 1, 3]);
  assert.equal(values(y), [10 + 3000.5, 1 + 20 + 300 + 4000.5, 2 + 400.5]);
  assert.equal(values(module.backward(x, torch.Tensor([[[1, 2, 3]]]))), [10 + 2, 20 + 3, 1000 + 200, 2000 + 300]);
  assert.equal(values(module.gradWeight), [2 + 6, 1 + 4, 6 + 12, 3 + 8]);
  assert.equal(values(module.gradBias), [6]);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  assert.equal(
    [
      nn.SpatialConvolution(1, 2, 3, 4),
      nn.SpatialConvolution(1, 2, 3, 4, 2, 1),
      nn.SpatialConvolution(1, 2, 3, 4, 1, 1, 0, 1).noBias(),
    ].map(String),
    [
      'nn.SpatialConvolution(1 -> 2, 3x4)',
      'nn.SpatialConvolution(1 -> 2, 3x4, 2,1)',
      'nn.SpatialConvolution(1 -> 2, 3x4, 1,1, 0,1) without bias',
    ],
  );
  const module = nn.SpatialConvolution(2, 3, 3, 4);
  const who = 'SpatialConvolution(2 -> 3, 3x4).forward';
  fails(
    () => module.forward(torch.zeros(3, 4, 5)),
    RangeError,
    `${who}: expected input (N × 2 × H × W) or (2 × H × W), got (3 × 4 × 5)`,
  );
  fails(
    () => module.forward(torch.zeros(2, 3, 5)),
    RangeError,
    `${who}: expected input large enough for an output, here (3 × 0 × 3), got (2 × 3 × 5)`,
  );
  fails(
    () => nn.SpatialConvolution(0, 3, 3, 3),
    RangeError,
    'SpatialConvolution: expected nInputPlane from 1 up, got 0',
  );
  fails(
    () => nn.SpatialConvolution(1, 3, 3, 3, 0),
    RangeError,
    'SpatialConvolution: expected kernel, stride and dilation from 1 up, got kernel 3 × 3, stride 1 × 0, padding 0 × 0, dilation 1 × 1',
  );
});

test('older files have one padding and matrices', () => {
  const fields = new Map<unknown, unknown>(
    Object.entries({ padding: 2, nOutputPlane: 1, nInputPlane: 1, kH: 2, kW: 3, weight: torch.zeros(1, 6) }),
  );
  nn.SpatialConvolution.upgrade(fields);
  assert.equal([fields.get('padW'), fields.get('padH'), (fields.get('weight') as Tensor).size()], [2, 2, [1, 1, 2, 3]]);
});

test.run();
