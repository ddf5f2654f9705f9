/** @file SpatialLPPooling against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'p = 2': () => [nn.SpatialLPPooling(2, 2, 2, 2), torch.randn(2, 2, 4, 4)],
  'p = 2, windows that overlap': () => [nn.SpatialLPPooling(2, 2, 3, 2, 1, 1), torch.randn(2, 4, 5)],
  'p = 3, of positive pixels': () => [nn.SpatialLPPooling(2, 3, 2, 2), torch.rand(2, 4, 4).add(0.1)],
  'p = 4': () => [nn.SpatialLPPooling(1, 4, 2, 1), torch.randn(1, 2, 4)],
});

test('the norm of a window; odd powers keep the sign', () => {
  const x = torch.Tensor([[[3, -4]]]);
  const two = nn.SpatialLPPooling(1, 2, 2, 1);
  assert.equal(values(two.forward(x)), [5]);
  assert.ok(values(two.backward(x, torch.ones(1, 1, 1))).every((v, i) => Math.abs(v - [0.6, -0.8][i]) < 1e-15));
  assert.equal(values(nn.SpatialLPPooling(1, 3, 2, 1).forward(x)), [Number.NaN]);
});

test('a window of zeros has gradient 0 for p = 2, in the R pass too', () => {
  const module = nn.SpatialLPPooling(1, 2, 2, 1);
  const [zero, one, ones] = [torch.zeros(1, 1, 2), torch.ones(1, 1, 1), torch.ones(1, 1, 2)];
  assert.equal(values(module.forward(zero)), [0]);
  assert.equal(values(module.backward(zero, one)), [0, 0]);
  assert.equal(values(module.rForward(zero, ones)), [0]);
  assert.equal(values(module.rBackward(zero, ones, one, one)), [0, 0]);
});

test('strides are those of the window, and 0 is refused', () => {
  const { dW, dH } = nn.SpatialLPPooling(1, 2, 3, 2);
  assert.equal([dW, dH], [3, 2]);
  fails(() => nn.SpatialLPPooling(1, 2, 2, 2, 0), RangeError, 'SpatialLPPooling: expected dW from 1 up, got 0');
});

test.run();
