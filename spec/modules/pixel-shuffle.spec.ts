/** @file PixelShuffle against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.PixelShuffle(2), torch.randn(2, 8, 2, 3)],
  'one image': () => [nn.PixelShuffle(3), torch.randn(9, 1, 2)],
  'not contiguous': () => [nn.PixelShuffle(2), torch.randn(4, 3, 2).transpose(1, 2)],
});

test('four planes of one pixel become a square', () => {
  const module = nn.PixelShuffle(2);
  const x = torch.Tensor([[[1]], [[2]], [[3]], [[4]]]);
  const y = module.forward(x) as Tensor;
  assert.equal(y.size(), [1, 2, 2]);
  assert.equal(values(y), [1, 2, 3, 4]);
  assert.equal(values(module.backward(x, y)), [1, 2, 3, 4]);
});

test('planes that do not divide, and a factor of 0, are refused', () => {
  fails(
    () => nn.PixelShuffle(2).forward(torch.zeros(6, 2, 2)),
    RangeError,
    'PixelShuffle.forward: expected input (C · 4 × H × W) or (N × C · 4 × H × W), got (6 × 2 × 2)',
  );
  fails(() => nn.PixelShuffle(0), RangeError, 'PixelShuffle: expected upscaleFactor from 1 up, got 0');
});

test.run();
