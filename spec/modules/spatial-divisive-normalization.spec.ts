/** @file SpatialDivisiveNormalization against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.SpatialDivisiveNormalization(2, torch.rand(3, 5)), torch.randn(2, 2, 4, 5)],
  'a kernel of one dimension': () => [nn.SpatialDivisiveNormalization(3, torch.rand(3)), torch.randn(3, 4, 2)],
  'deviations below the threshold, and above': () => [
    nn.SpatialDivisiveNormalization(2, torch.Tensor([[1, 2, 1]]), 1, 0.7),
    torch.randn(2, 2, 3, 4),
  ],
  'one plane, and a kernel larger than it': () => [nn.SpatialDivisiveNormalization(), torch.randn(1, 3, 4)],
  'transposed images': () => [
    nn.SpatialDivisiveNormalization(2, torch.rand(3, 3)),
    torch.randn(2, 2, 4, 5).transpose(2, 3),
  ],
});

const near = (got: number[], expected: number[]): boolean => expected.every((v, i) => Math.abs(got[i] - v) < 1e-14);

test('the deviation over planes, and its border', () => {
  const module = nn.SpatialDivisiveNormalization(2, torch.ones(1, 1));
  const y = values(module.forward(torch.Tensor([3, 4]).view(2, 1, 1)));
  assert.ok(near(y, [3 / Math.sqrt(12.5), 4 / Math.sqrt(12.5)]));
  // Two thirds of the kernel are inside: √((9 + 16) / 3) / (2 / 3), where the root has no such correction, as in Torch.
  const border = nn.SpatialDivisiveNormalization(1, torch.ones(1, 3));
  const t = Math.sqrt(25 / 3) / (2 / 3);
  assert.ok(near(values(border.forward(torch.Tensor([[[3, 4]]]))), [3 / t, 4 / t]));
});

test('at and below the threshold the divisor is a constant, and at 0 all is finite', () => {
  const module = nn.SpatialDivisiveNormalization(1, torch.ones(1, 1), 2, 0.5);
  const x = torch.Tensor([[[2, 1, 0]]]);
  assert.equal(values(module.forward(x)), [4, 2, 0]);
  assert.equal(values(module.backward(x, torch.ones(1, 1, 3))), [2, 2, 2]);
  const zero = nn.SpatialDivisiveNormalization(1, torch.ones(1, 1), -1);
  const nothing = torch.Tensor([[[0, 1]]]);
  zero.forward(nothing);
  zero.backward(nothing, nothing);
  assert.equal(values(zero.rForward(nothing, torch.ones(1, 1, 2)))[1], 0);
  const small = nn.SpatialDivisiveNormalization(1, torch.ones(3));
  const none = torch.zeros(1, 2, 2);
  const one = torch.ones(1, 2, 2);
  assert.equal(values(small.forward(none)), [0, 0, 0, 0]);
  for (const result of [small.backward(none, one), small.rForward(none, one), small.rBackward(none, one, one, one)]) {
    assert.ok(values(result).every(Number.isFinite));
  }
});

test('kernels of even sizes, and other planes, are refused', () => {
  fails(
    () => nn.SpatialDivisiveNormalization(1, torch.ones(2)),
    RangeError,
    'SpatialDivisiveNormalization: expected a kernel of one or two dimensions, of odd sizes, got DoubleTensor(2)',
  );
  fails(
    () => nn.SpatialDivisiveNormalization(2, torch.ones(3)).forward(torch.zeros(4, 4)),
    RangeError,
    'SpatialDivisiveNormalization.forward: expected input (2 × H × W) or (N × 2 × H × W), got (4 × 4)',
  );
});

test.run();
