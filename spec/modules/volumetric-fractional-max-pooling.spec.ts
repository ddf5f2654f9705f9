/** @file VolumetricFractionalMaxPooling against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch, a size': () => [nn.VolumetricFractionalMaxPooling(2, 3, 2, 2, 2, 3), torch.randn(2, 1, 5, 5, 4)],
  'one volume, a ratio, fixed': () => [
    nn.VolumetricFractionalMaxPooling(2, 2, 2, 0.5, 0.6, 0.6).fixPoolingRegions(),
    torch.randn(2, 5, 6, 4),
  ],
});

test('time is the last dimension, and its windows stand where the first sample says', () => {
  const module = nn.VolumetricFractionalMaxPooling(2, 2, 2, 3, 1, 1);
  const x = torch.zeros(1, 3, 3, 7);
  (x.select(0, 0).select(0, 2).select(0, 2) as Tensor).copy(torch.Tensor([1, 8, 2, 3, 4, 5, 9]));
  module.forward(x);
  module.fixPoolingRegions();
  (module.randomSamples as Tensor).copy(torch.Tensor([[[0.5, 0, 0]]]));
  // α = 2.5: windows begin at 0, ⌊2.5 · 1.5⌋ − 1 = 2 and 5.
  assert.equal(values(module.forward(x)), [8, 3, 9]);
  assert.equal((module.output as Tensor).size(), [1, 1, 1, 3]);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  assert.is(
    String(nn.VolumetricFractionalMaxPooling(2, 3, 4, 5, 6, 7)),
    'nn.VolumetricFractionalMaxPooling(5x6x7, 2,3,4)',
  );
  fails(
    () => nn.VolumetricFractionalMaxPooling(2, 2, 2, 3, 2, 2).forward(torch.zeros(1, 5, 5, 4)),
    RangeError,
    'VolumetricFractionalMaxPooling(3x2x2, 2,2,2).forward: expected 5 elements or more along T, for 3 windows of 2, got 4',
  );
  fails(
    () => nn.VolumetricFractionalMaxPooling(2, 2, 2, 0.5, 1, 1),
    RangeError,
    'VolumetricFractionalMaxPooling: expected output sizes from 1 up, or ratios between 0 and 1, got 1 × 1 × 0.5',
  );
});

test.run();
