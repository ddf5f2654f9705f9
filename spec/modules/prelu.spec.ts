/** @file PReLU against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'one slope': () => [
    nn.PReLU(),
    torch.Tensor([
      [-2, 0.5],
      [5.5, -7],
    ]),
  ],
  'a slope for each plane of images': () => [nn.PReLU(3), torch.randn(2, 3, 2, 2)],
  'a slope for each element of a vector': () => [nn.PReLU(4), torch.randn(4)],
  'a transposed matrix': () => [nn.PReLU(3), torch.randn(3, 4).t()],
});

test('gradients of slopes sum over what shares one, and R passes have both terms', () => {
  const module = nn.PReLU(2);
  const x = torch.Tensor([
    [-1, -2],
    [3, 0],
  ]);
  const [gy, rx, rgy] = [
    torch.Tensor([
      [1, 10],
      [100, 1000],
    ]),
    torch.Tensor([
      [1, 1],
      [1, 1],
    ]),
    torch.Tensor([
      [2, 0],
      [0, 1],
    ]),
  ];
  module.rWeight.copy(torch.Tensor([0.5, 2]));
  assert.equal(values(module.forward(x)), [-0.25, -0.5, 3, 0]);
  assert.equal(values(module.backward(x, gy)), [0.25, 2.5, 100, 250]);
  assert.equal(values(module.gradWeight), [-1, -20]);
  assert.equal(values(module.rForward(x, rx)), [-0.25, -3.75, 1, 0.25]);
  assert.equal(values(module.rBackward(x, rx, gy, rgy)), [1, 20, 0, 2000.25]);
  assert.equal(values(module.rGradWeight), [1 - 2, 10 + 1000]);
});

test('another number of planes is refused', () => {
  fails(
    () => nn.PReLU(3).forward(torch.zeros(2, 4)),
    RangeError,
    'PReLU.forward: expected input (3) or (N × 3 × …), got (2 × 4)',
  );
});

test.run();
