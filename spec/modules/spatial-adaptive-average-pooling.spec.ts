/** @file SpatialAdaptiveAveragePooling against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'bins that overlap': () => [nn.SpatialAdaptiveAveragePooling(3, 2), torch.randn(2, 2, 3, 5)],
  'one image, more bins than elements': () => [nn.SpatialAdaptiveAveragePooling(3, 5), torch.randn(2, 3, 2)],
  'transposed images': () => [nn.SpatialAdaptiveAveragePooling(2, 2), torch.randn(2, 2, 4, 5).transpose(2, 3)],
});

test('means over bins that cover all elements', () => {
  const module = nn.SpatialAdaptiveAveragePooling(3, 1);
  const x = torch.Tensor([[[1, 2, 4, 8]]]);
  assert.equal(values(module.forward(x)), [1.5, 3, 6]);
  assert.equal(values(module.backward(x, torch.Tensor([[[2, 4, 6]]]))), [1, 3, 5, 3]);
});

test('sizes from 1 up, and input of images', () => {
  fails(
    () => nn.SpatialAdaptiveAveragePooling(3, 0),
    RangeError,
    'SpatialAdaptiveAveragePooling: expected sizes from 1 up, got (3, 0)',
  );
  fails(
    () => nn.SpatialAdaptiveAveragePooling(3, 2).forward(torch.zeros(3, 3)),
    RangeError,
    'SpatialAdaptiveAveragePooling.forward: expected input (planes × H × W) or (N × planes × H × W), got (3 × 3)',
  );
});

test.run();
