/** @file DepthConcat against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'an image and part of it': () => [
    nn
      .DepthConcat(0)
      .add(nn.Tanh())
      .add(nn.Narrow(1, 0, 2)),
    torch.randn(2, 5, 3),
  ],
  'a batch': () => [
    nn
      .DepthConcat(1)
      .add(nn.Narrow(3, 1, 2))
      .add(nn.Tanh()),
    torch.randn(2, 2, 3, 5),
  ],
});

test('smaller outputs stand in the middle, one more zero behind where it does not divide', () => {
  const module = nn
    .DepthConcat(0)
    .add(nn.Identity())
    .add(nn.Narrow(1, 0, 2))
    .add(nn.Narrow(1, 0, 3));
  const x = torch.Tensor([[1, 2, 3, 4, 5]]);
  assert.equal(values(module.forward(x)), [1, 2, 3, 4, 5, 0, 1, 2, 0, 0, 0, 1, 2, 3, 0]);
  const g = torch.Tensor([
    [1, 1, 1, 1, 1],
    [9, 10, 20, 9, 9],
    [9, 100, 200, 300, 9],
  ]);
  assert.equal(values(module.backward(x, g)), [111, 221, 301, 1, 1]);
});

test('outputs of other dimensions are refused', () => {
  fails(
    () => nn.DepthConcat(0).add(nn.Identity()).add(nn.View(-1)).forward(torch.zeros(2, 3)),
    RangeError,
    'DepthConcat.forward: expected outputs of as many dimensions, 0 among them, got {(2 × 3), (6)}',
  );
});

test.run();
