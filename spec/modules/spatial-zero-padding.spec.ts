/** @file SpatialZeroPadding against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch, cut on the right': () => [nn.SpatialZeroPadding(2, -1, 1, 0), torch.randn(2, 2, 2, 3)],
  'one image': () => [nn.SpatialZeroPadding(1), torch.randn(2, 2, 3)],
  'transposed images': () => [nn.SpatialZeroPadding(0, 1, -1, 2), torch.randn(2, 2, 2, 3).transpose(2, 3)],
});

test('zeros around the image, and none of what is cut off', () => {
  const module = nn.SpatialZeroPadding(1, -1, 0, 1);
  const x = torch.Tensor([[[1, 2, 3]]]);
  assert.equal(values(module.forward(x)), [0, 1, 2, 0, 0, 0]);
  assert.equal(
    values(
      module.backward(
        x,
        torch.Tensor([
          [
            [4, 5, 6],
            [7, 8, 9],
          ],
        ]),
      ),
    ),
    [5, 6, 0],
  );
});

test('it prints what Torch prints, and refuses to cut everything off', () => {
  const module = nn.SpatialZeroPadding(-2);
  assert.is(String(module), 'nn.SpatialZeroPadding(l=-2, r=-2, t=-2, b=-2)');
  fails(
    () => module.forward(torch.zeros(1, 4, 3)),
    RangeError,
    'SpatialZeroPadding(l=-2, r=-2, t=-2, b=-2).forward: expected larger input, as its output would be 0 × -1, got (1 × 4 × 3)',
  );
  fails(
    () => nn.SpatialZeroPadding(1, 0.5),
    RangeError,
    'SpatialZeroPadding: expected each padding to be a whole number, got 0.5',
  );
});

test.run();
