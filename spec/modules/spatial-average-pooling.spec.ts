/** @file SpatialAveragePooling against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.SpatialAveragePooling(2, 2), torch.randn(2, 2, 3, 4)],
  'one image, padding, ceil, counting the image alone': () => [
    nn.SpatialAveragePooling(3, 2, 2, 1, 1, 1).ceil().setCountExcludePad(),
    torch.randn(2, 3, 4),
  ],
  'transposed images, not divided': () => {
    const module = nn.SpatialAveragePooling(2, 2, 2, 2);
    module.divide = false;
    return [module, torch.randn(2, 2, 4, 5).transpose(2, 3)];
  },
});

const x = torch.Tensor([[[1, 2, 4, 8, 16]]]);

test('means over what is there of the padded image, or of the image alone, or over the kernel', () => {
  const module = nn.SpatialAveragePooling(3, 1, 2, 1, 1, 0);
  assert.equal(values(module.forward(x)), [1, 14 / 3, 8]);
  assert.equal(values(module.setCountExcludePad().forward(x)), [1.5, 14 / 3, 12]);
  assert.equal(values(module.backward(x, torch.Tensor([[[2, 3, 4]]]))), [1, 2, 1, 3, 2]);
  assert.equal(values(module.rForward(x, x)), [1.5, 14 / 3, 12]);
  assert.equal(values(module.setCountIncludePad().forward(x)), [1, 14 / 3, 8]);
  module.divide = false;
  assert.equal(values(module.forward(x)), [3, 14, 24]);
  assert.equal(values(module.setCountExcludePad().forward(x)), [4.5, 14, 36]);
});

test('ceil divides a window that is cut by what is left of it, and leaves at 0 one that has nothing', () => {
  const module = nn.SpatialAveragePooling(2, 1, 2, 1).ceil();
  assert.equal(values(module.forward(x)), [1.5, 6, 16]);
  assert.equal(values(module.floor().forward(x)), [1.5, 6]);
  assert.equal(
    values(
      nn
        .SpatialAveragePooling(1, 1, 3, 1)
        .ceil()
        .forward(torch.ones(1, 1, 6)),
    ),
    [1, 1, 0],
  );
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  assert.is(String(nn.SpatialAveragePooling(3, 2, 2, 1, 1, 0)), 'nn.SpatialAveragePooling(3x2, 2,1, 1,0)');
  const who = 'SpatialAveragePooling(3x3, 1,1).forward';
  fails(
    () => nn.SpatialAveragePooling(3, 3).forward(torch.zeros(1, 2, 3)),
    RangeError,
    `${who}: expected larger input, as its output would be 0 × 1, got (1 × 2 × 3)`,
  );
  fails(
    () => nn.SpatialAveragePooling(3, 3).forward(torch.zeros(3, 3)),
    RangeError,
    `${who}: expected input (planes × H × W) or (N × planes × H × W), got (3 × 3)`,
  );
  fails(
    () => nn.SpatialAveragePooling(2, 2, 0, 1),
    RangeError,
    'SpatialAveragePooling: expected kernel, stride and dilation from 1 up, got kernel 2 × 2, stride 1 × 0, padding 0 × 0, dilation 1 × 1',
  );
  fails(
    () => nn.SpatialAveragePooling(3, 3, 1, 1, 2, 0),
    RangeError,
    'SpatialAveragePooling: expected padding of half the kernel at most, got 2,0 with 3x3',
  );
});

test.run();
