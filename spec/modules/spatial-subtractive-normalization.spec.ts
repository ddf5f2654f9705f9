/** @file SpatialSubtractiveNormalization against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.SpatialSubtractiveNormalization(2, torch.rand(3, 5)), torch.randn(2, 2, 4, 5)],
  'a kernel of one dimension': () => [nn.SpatialSubtractiveNormalization(3, torch.rand(3)), torch.randn(3, 4, 2)],
  'one plane, and a kernel larger than it': () => [nn.SpatialSubtractiveNormalization(), torch.randn(1, 3, 4)],
  'transposed images': () => [
    nn.SpatialSubtractiveNormalization(2, torch.rand(3, 3)),
    torch.randn(2, 2, 4, 5).transpose(2, 3),
  ],
});

test('the mean counts what is inside of the image alone', () => {
  const module = nn.SpatialSubtractiveNormalization(1, torch.Tensor([[1, 2, 1]]));
  const x = torch.Tensor([[[4, 8, 16]]]);
  // Means (2·4 + 8) / 3, (4 + 2·8 + 16) / 4, (8 + 2·16) / 3.
  const means = [16 / 3, 9, 40 / 3];
  const y = values(module.forward(x));
  [4, 8, 16].forEach((v, i) => {
    assert.ok(Math.abs(y[i] - (v - means[i])) < 1e-14);
  });
});

test('what is constant over planes and pixels has nothing left', () => {
  const module = nn.SpatialSubtractiveNormalization(2, torch.Tensor([1, 3, 2]));
  assert.ok(values(module.forward(torch.ones(2, 3, 4).mul(700))).every((v) => Math.abs(v) < 1e-12));
});

test('the kernel is not written to, and learns nothing', () => {
  const kernel = torch.ones(3, 3);
  const module = nn.SpatialSubtractiveNormalization(2, kernel);
  assert.equal(kernel.sum(), 9);
  assert.equal(module.parameters()[0], []);
  assert.is(String(module), 'nn.SpatialSubtractiveNormalization');
});

test('kernels of even sizes, and other planes, are refused', () => {
  fails(
    () => nn.SpatialSubtractiveNormalization(1, torch.ones(3, 4)),
    RangeError,
    'SpatialSubtractiveNormalization: expected a kernel of one or two dimensions, of odd sizes, got DoubleTensor(3 × 4)',
  );
  fails(
    () => nn.SpatialSubtractiveNormalization(0),
    RangeError,
    'SpatialSubtractiveNormalization: expected nInputPlane from 1 up, got 0',
  );
  const module = nn.SpatialSubtractiveNormalization(2, torch.ones(3));
  const expected =
    'SpatialSubtractiveNormalization.forward: expected input (2 × H × W) or (N × 2 × H × W), got (3 × 4 × 4)';
  fails(() => module.forward(torch.zeros(3, 4, 4)), RangeError, expected);
  assert.equal((module.output as Tensor).size(), []);
});

test.run();
