/** @file SpatialUpSamplingNearest against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.SpatialUpSamplingNearest(2), torch.randn(2, 2, 2, 3)],
  'one image': () => [nn.SpatialUpSamplingNearest(3), torch.randn(2, 2, 2)],
  'transposed images': () => [nn.SpatialUpSamplingNearest(2), torch.randn(2, 2, 2, 3).transpose(2, 3)],
});

test('every element stands in a square', () => {
  const module = nn.SpatialUpSamplingNearest(2);
  const x = torch.Tensor([[[1, 2]]]);
  assert.equal(values(module.forward(x)), [1, 1, 2, 2, 1, 1, 2, 2]);
  assert.equal(values(module.backward(x, torch.range(1, 8).view(1, 2, 4))), [14, 22]);
});

test('a factor that is no whole number, and input of no images, are refused', () => {
  for (const factor of [0, 1.5]) {
    fails(
      () => nn.SpatialUpSamplingNearest(factor),
      RangeError,
      `SpatialUpSamplingNearest: expected scale from 1 up, got ${factor}`,
    );
  }
  fails(
    () => nn.SpatialUpSamplingNearest(2).forward(torch.zeros(3, 3)),
    RangeError,
    'SpatialUpSamplingNearest.forward: expected input (planes × H × W) or (N × planes × H × W), got (3 × 3)',
  );
});

test.run();
