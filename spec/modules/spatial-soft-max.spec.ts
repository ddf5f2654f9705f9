/** @file SpatialSoftMax against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  images: () => [nn.SpatialSoftMax(), torch.randn(2, 3, 2, 2)],
  'one image': () => [nn.SpatialSoftMax(), torch.randn(3, 2, 2)],
});

test('the planes of each pixel sum to 1', () => {
  torch.manualSeed(1);
  const y = nn.SpatialSoftMax().forward(torch.randn(3, 2, 2)) as Tensor;
  assert.ok(values(y.sum(0)).every((v) => Math.abs(v - 1) < 1e-15));
  assert.is(String(nn.SpatialSoftMax()), 'nn.SpatialSoftMax');
});

test('five dimensions are refused', () => {
  fails(
    () => nn.SpatialSoftMax().forward(torch.zeros(1, 1, 1, 1, 1)),
    RangeError,
    'SpatialSoftMax.forward: expected input (n), (N × n), (n × H × W) or (N × n × H × W), got (1 × 1 × 1 × 1 × 1)',
  );
});

test.run();
