/** @file OneHot against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a vector': () => [nn.OneHot(4), torch.LongTensor([3, 0, 2])],
  'a matrix': () => [
    nn.OneHot(3),
    torch.LongTensor([
      [1, 0],
      [2, 2],
    ]),
  ],
});

test("a one at each index; gradients are zero, in the module's type", () => {
  const module = nn.OneHot(3, 1);
  const x = torch.LongTensor([3, 1]);
  assert.equal(values(module.forward(x)), [0, 0, 1, 1, 0, 0]);
  const gx = module.backward(x, torch.ones(2, 3)) as Tensor;
  assert.equal([gx.type(), ...values(gx)], ['torch.DoubleTensor', 0, 0]);
});

test('of one number the output is one vector', () => {
  const y = nn.OneHot(3).forward(1) as Tensor;
  assert.equal(y.size(), [3]);
  assert.equal(values(y), [0, 1, 0]);
});

test('indices outside, and tables, are refused, and the output stays', () => {
  const module = nn.OneHot(3);
  module.forward(torch.LongTensor([1]));
  const hint = 'labels that count from 1 need indexBase 1';
  fails(
    () => module.forward(torch.LongTensor([0, 3])),
    RangeError,
    `OneHot.forward: expected index in 0..2, got 3; ${hint}`,
  );
  fails(() => module.forward(torch.Tensor([0.5])), RangeError, 'OneHot.forward: expected index in 0..2, got 0.5');
  assert.equal(values(module.output), [0, 1, 0]);
  fails(() => module.forward([]), TypeError, 'OneHot.forward: expected a tensor of indices, got {}');
});

test.run();
