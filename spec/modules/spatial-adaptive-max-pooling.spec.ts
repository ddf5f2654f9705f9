/** @file SpatialAdaptiveMaxPooling against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch, bins of several sizes': () => [nn.SpatialAdaptiveMaxPooling(3, 2), torch.randn(2, 2, 5, 7)],
  'one image, more bins than elements': () => [nn.SpatialAdaptiveMaxPooling(5, 2), torch.randn(2, 2, 3)],
  'transposed images': () => [nn.SpatialAdaptiveMaxPooling(2, 3), torch.randn(2, 2, 4, 6).transpose(2, 3)],
});

test('bins cover the image, and share elements at borders', () => {
  const module = nn.SpatialAdaptiveMaxPooling(2, 1);
  const x = torch.Tensor([[[1, 2, 5, 4, 3]]]);
  assert.equal(values(module.forward(x)), [5, 5]);
  assert.equal(values(module.backward(x, torch.Tensor([[[1, 10]]]))), [0, 0, 11, 0, 0]);
  assert.equal(values(module.forward(torch.Tensor([[[1, 2]]]))), [1, 2]);
  assert.equal(values(nn.SpatialAdaptiveMaxPooling(3, 1).forward(torch.Tensor([[[1, 2]]]))), [1, 2, 2]);
});

test('it refuses what does not fit', () => {
  assert.is(String(nn.SpatialAdaptiveMaxPooling(3, 2)), 'nn.SpatialAdaptiveMaxPooling');
  fails(
    () => nn.SpatialAdaptiveMaxPooling(3, 0),
    RangeError,
    'SpatialAdaptiveMaxPooling: expected sizes from 1 up, got (3, 0)',
  );
  fails(
    () => nn.SpatialAdaptiveMaxPooling(3, 2).forward(torch.zeros(3, 2)),
    RangeError,
    'SpatialAdaptiveMaxPooling.forward: expected input (planes × height × width) or (N × planes × height × width), got (3 × 2)',
  );
});

test.run();
