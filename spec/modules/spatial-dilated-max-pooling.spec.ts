/** @file SpatialDilatedMaxPooling against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.SpatialDilatedMaxPooling(2, 2, 1, 1, 0, 0, 2, 3), torch.randn(2, 2, 4, 5)],
  'one image, padding and gaps of two, ceil': () => [
    nn.SpatialDilatedMaxPooling(3, 4, 2, 1, 1, 2, 2, 2).ceil(),
    torch.randn(2, 5, 6),
  ],
});

test('elements between those of the window are passed over, and padding too', () => {
  const x = torch.Tensor([[[1, 9, 2, 8, 3, 7]]]);
  const module = nn.SpatialDilatedMaxPooling(2, 1, 1, 1, 0, 0, 3, 1);
  assert.equal(values(module.forward(x)), [8, 9, 7]);
  assert.equal(values(module.backward(x, torch.Tensor([[[1, 10, 100]]]))), [0, 10, 0, 1, 0, 100]);
  assert.equal(values(nn.SpatialDilatedMaxPooling(2, 1, 2, 1, 1, 0, 2, 1).forward(x)), [9, 9, 8]);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  assert.is(
    String(nn.SpatialDilatedMaxPooling(3, 2, 2, 1, 1, 0, 4, 5)),
    'nn.SpatialDilatedMaxPooling(3x2, 2,1, 1,0, 4,5)',
  );
  assert.is(String(nn.SpatialDilatedMaxPooling(3, 2)), 'nn.SpatialDilatedMaxPooling(3x2, 3,2, 1,1)');
  fails(
    () => nn.SpatialDilatedMaxPooling(2, 2, 1, 1, 0, 0, 0, 1),
    RangeError,
    'SpatialDilatedMaxPooling: expected kernel, stride and dilation from 1 up, got kernel 2 × 2, stride 1 × 1, padding 0 × 0, dilation 1 × 0',
  );
  fails(
    () => nn.SpatialDilatedMaxPooling(3, 3, 1, 1, 0, 0, 2, 3).forward(torch.zeros(1, 5, 5)),
    RangeError,
    'SpatialDilatedMaxPooling(3x3, 1,1, 2,3).forward: expected input that the window fits in, which has places -1 × 1, got (1 × 5 × 5)',
  );
});

test.run();
