/** @file SpatialLogSoftMax against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  images: () => [nn.SpatialLogSoftMax(), torch.randn(2, 3, 2, 2)],
  'one image': () => [nn.SpatialLogSoftMax(), torch.randn(3, 2, 2)],
});

test('of equal planes every one is −log of their number', () => {
  assert.equal(values(nn.SpatialLogSoftMax().forward(torch.ones(2, 1, 2))), Array(4).fill(-Math.LN2));
});

test('five dimensions are refused', () => {
  fails(
    () => nn.SpatialLogSoftMax().forward(torch.zeros(1, 1, 1, 1, 1)),
    RangeError,
    'SpatialLogSoftMax.forward: expected input (n), (N × n), (n × H × W) or (N × n × H × W), got (1 × 1 × 1 × 1 × 1)',
  );
});

test.run();
