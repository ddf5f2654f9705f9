/** @file SpatialUpSamplingBilinear against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'by a factor': () => [nn.SpatialUpSamplingBilinear(2), torch.randn(2, 2, 2, 3)],
  'to sizes, larger and smaller': () => [nn.SpatialUpSamplingBilinear({ oheight: 2, owidth: 5 }), torch.randn(2, 4, 3)],
  'transposed images': () => [nn.SpatialUpSamplingBilinear(2), torch.randn(2, 2, 2, 3).transpose(2, 3)],
});

test('what lies between elements is interpolated, the outermost stay', () => {
  const module = nn.SpatialUpSamplingBilinear({ oheight: 3, owidth: 5 });
  const x = torch.Tensor([
    [
      [0, 4, 8],
      [2, 6, 10],
    ],
  ]);
  assert.equal(values(module.forward(x)), [0, 2, 4, 6, 8, 1, 3, 5, 7, 9, 2, 4, 6, 8, 10]);
  assert.equal(values(module.backward(x, torch.ones(1, 3, 5))), [2.25, 3, 2.25, 2.25, 3, 2.25]);
});

test('no element outside the image, or none at a place, counts', () => {
  const x = torch.Tensor([[[1, Number.NaN, 3]]]);
  assert.equal(values(nn.SpatialUpSamplingBilinear({ oheight: 1, owidth: 2 }).forward(x)), [1, 3]);
  assert.equal(values(nn.SpatialUpSamplingBilinear({ oheight: 2, owidth: 1 }).forward(x)), [1, 1]);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  assert.is(String(nn.SpatialUpSamplingBilinear(2)), 'nn.SpatialUpSamplingBilinear(2)');
  assert.is(String(nn.SpatialUpSamplingBilinear({ oheight: 3, owidth: 5 })), 'nn.SpatialUpSamplingBilinear(3, 5)');
  fails(
    () => nn.SpatialUpSamplingBilinear(1.5),
    RangeError,
    'SpatialUpSamplingBilinear: expected a factor from 1 up, got 1.5',
  );
  fails(
    () => nn.SpatialUpSamplingBilinear({ oheight: 0, owidth: 5 }),
    RangeError,
    'SpatialUpSamplingBilinear: expected sizes from 1 up, got (0, 5)',
  );
  fails(
    () => nn.SpatialUpSamplingBilinear(2).forward(torch.zeros(3, 3)),
    RangeError,
    'SpatialUpSamplingBilinear(2).forward: expected input (planes × H × W) or (N × planes × H × W), got (3 × 3)',
  );
  const unsized = nn.SpatialUpSamplingBilinear(2);
  unsized.scale_factor = undefined;
  fails(
    () => unsized.forward(torch.zeros(1, 3, 3)),
    RangeError,
    'SpatialUpSamplingBilinear(undefined, undefined).forward: expected a factor, or sizes along all 2 axes',
  );
});

test.run();
