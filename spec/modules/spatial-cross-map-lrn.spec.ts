/** @file SpatialCrossMapLRN against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.SpatialCrossMapLRN(3, 0.7, 0.75, 2), torch.randn(2, 5, 2, 3)],
  'one image': () => [nn.SpatialCrossMapLRN(5, 1, 0.5), torch.randn(4, 3, 2)],
  'fewer planes than the window': () => [nn.SpatialCrossMapLRN(7, 1, 1.5, 0.5), torch.randn(2, 2, 2, 2)],
  'one plane at a time': () => [nn.SpatialCrossMapLRN(1, 2), torch.randn(3, 2, 2)],
  'transposed images': () => [nn.SpatialCrossMapLRN(3, 1), torch.randn(2, 4, 3, 2).transpose(1, 3)],
});

test('planes are divided by the sum of squares around them', () => {
  const x = torch.Tensor([3, 1, 2, 5]).view(4, 1, 1);
  // a = 2, so S = 1 + 2 (9 + 1), 1 + 2 (9 + 1 + 4), 1 + 2 (1 + 4 + 25), 1 + 2 (4 + 25).
  const module = nn.SpatialCrossMapLRN(3, 6, 1, 1);
  assert.equal(values(module.forward(x)), [3 / 21, 1 / 29, 2 / 61, 5 / 59]);
  // The planes 2 and 3 push back as well: 1 / S − c x (gy y / S) with c = 4.
  const gx = values(module.backward(x, torch.Tensor([1, 0, 0, 0]).view(4, 1, 1)));
  const q = 3 / 21 ** 2;
  [1 / 21 - 4 * 3 * q, -4 * 1 * q, 0, 0].forEach((v, i) => {
    assert.ok(Math.abs(gx[i] - v) < 1e-15);
  });
});

test('a constant S is a factor, however large the input is', () => {
  const module = nn.SpatialCrossMapLRN(3, 0, 2, 4);
  const x = torch.Tensor([700, -700]).view(2, 1, 1);
  assert.equal(values(module.forward(x)), [700 / 16, -700 / 16]);
  assert.equal(values(module.backward(x, x)), [700 / 16, -700 / 16]);
});

test('even sizes and other shapes are refused', () => {
  fails(() => nn.SpatialCrossMapLRN(4), RangeError, 'SpatialCrossMapLRN: expected size to be odd, got 4');
  fails(
    () => nn.SpatialCrossMapLRN(3).forward(torch.zeros(2, 2)),
    RangeError,
    'SpatialCrossMapLRN.forward: expected input (planes × H × W) or (N × planes × H × W), got (2 × 2)',
  );
});

test.run();
