/** @file SpatialConvolutionLocal against the checker, SpatialConvolution, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.SpatialConvolutionLocal(2, 3, 4, 3, 3, 2), torch.randn(2, 2, 3, 4)],
  'one image, in steps, padded': () => [nn.SpatialConvolutionLocal(2, 2, 4, 3, 3, 2, 2, 1, 1, 2), torch.randn(2, 3, 4)],
  'one pixel, of transposed images': () => [
    nn.SpatialConvolutionLocal(2, 3, 2, 2, 1, 1),
    torch.randn(2, 2, 2, 2).transpose(2, 3),
  ],
  'without bias': () => [nn.SpatialConvolutionLocal(1, 2, 3, 3, 2, 2).noBias(), torch.randn(2, 1, 3, 3)],
  'a deep network': () => [
    nn
      .Sequential()
      .add(nn.SpatialConvolutionLocal(1, 2, 4, 4, 3, 3))
      .add(nn.Tanh())
      .add(nn.SpatialConvolutionLocal(2, 2, 2, 2, 2, 1))
      .add(nn.Tanh())
      .add(nn.View(-1).setNumInputDims(3))
      .add(nn.Linear(4, 2)),
    torch.randn(2, 1, 4, 4),
  ],
});

test('each place has its window and its bias', () => {
  const module = nn.SpatialConvolutionLocal(1, 1, 3, 1, 2, 1);
  module.weight.copy(torch.Tensor([1, 10, 2, 20]));
  module.bias?.copy(torch.Tensor([0.5, 0.25]));
  const x = torch.Tensor([[[1, 2, 3]]]);
  const y = module.forward(x) as Tensor;
  assert.equal(y.size(), [1, 1, 2]);
  assert.equal(values(y), [21.5, 64.25]);
  assert.equal(values(module.backward(x, torch.Tensor([[[1, 3]]]), 0.5)), [1, 10 + 6, 60]);
  assert.equal(values(module.gradWeight), [0.5, 1, 3, 4.5]);
  assert.equal(values(module.gradBias), [0.5, 1.5]);
});

test('with the same weights everywhere it is SpatialConvolution', () => {
  torch.manualSeed(1);
  const module = nn.SpatialConvolutionLocal(2, 3, 5, 4, 3, 2, 2, 1, 1, 1);
  const other = nn.SpatialConvolution(2, 3, 3, 2, 2, 1, 1, 1);
  module.weight.copy(other.weight.view(1, 1, 3, 2, 2, 3).expandAs(module.weight));
  module.bias?.copy((other.bias as Tensor).view(3, 1, 1).expandAs(module.bias));
  const x = torch.randn(2, 2, 4, 5);
  const [y, expected] = [module, other].map((m) => m.forward(x) as Tensor);
  assert.ok(torch.dist(y, expected) < 1e-14);
  const g = torch.randn(...y.size());
  const [gx, gradient] = [module, other].map((m) => m.backward(x, g) as Tensor);
  assert.ok(torch.dist(gx, gradient) < 1e-14);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  assert.equal(
    [nn.SpatialConvolutionLocal(1, 2, 5, 6, 3, 4), nn.SpatialConvolutionLocal(1, 2, 5, 6, 3, 4, 2, 1, 0, 1)].map(
      String,
    ),
    ['nn.SpatialConvolutionLocal(1 -> 2, 5x6, 3x4)', 'nn.SpatialConvolutionLocal(1 -> 2, 5x6, 3x4, 2,1, 0,1)'],
  );
  const module = nn.SpatialConvolutionLocal(2, 3, 5, 4, 3, 4);
  fails(
    () => module.forward(torch.zeros(2, 5, 4)),
    RangeError,
    'SpatialConvolutionLocal(2 -> 3, 5x4, 3x4).forward: expected input (N × 2 × 4 × 5) or (2 × 4 × 5), got (2 × 5 × 4)',
  );
  fails(
    () => nn.SpatialConvolutionLocal(1, 2, 5, 3, 3, 4),
    RangeError,
    'SpatialConvolutionLocal: expected images large enough for an output, here (2 × 0 × 3), got (1 × 3 × 5)',
  );
  fails(
    () => nn.SpatialConvolutionLocal(0, 2, 5, 4, 3, 4),
    RangeError,
    'SpatialConvolutionLocal: expected nInputPlane from 1 up, got 0',
  );
});

test.run();
