/** @file BatchNormalization against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'when training': () => [nn.BatchNormalization(4), torch.randn(5, 4)],
  'without gain and bias': () => [nn.BatchNormalization(4, 1e-5, 0.1, false), torch.randn(5, 4)],
  'when evaluating': () => [nn.BatchNormalization(4).evaluate(), torch.randn(5, 4)],
  'one row when evaluating': () => [nn.BatchNormalization(4).evaluate(), torch.randn(4)],
  'a batch of one': () => [nn.BatchNormalization(4), torch.randn(1, 4)],
  'a transposed matrix': () => [nn.BatchNormalization(4), torch.randn(4, 5).t()],
  // A bias before it would have gradients of 0, and rounding alone to compare.
  'between layers': () => [
    nn
      .Sequential()
      .add(nn.Linear(3, 4, false))
      .add(nn.BatchNormalization(4))
      .add(nn.Tanh())
      .add(nn.Linear(4, 3, false))
      .add(nn.BatchNormalization(3))
      .add(nn.Sigmoid())
      .add(nn.Linear(3, 2)),
    torch.randn(5, 3),
  ],
});

test('forward, and nothing else, moves the running statistics', () => {
  const module = nn.BatchNormalization(1, 0, 0.25, false);
  const x = torch.Tensor([[1], [3]]);
  assert.equal(values(module.forward(x)), [-1, 1]);
  const statistics = (): number[] => [module.running_mean.get(0), module.running_var.get(0)];
  // A quarter of the mean 2, and of the variance with n − 1 below, which is 2.
  assert.equal(statistics(), [0.5, 0.75 + 0.5]);
  module.backward(x, x);
  module.rForward(x, x);
  module.rBackward(x, x, x, x);
  assert.equal(statistics(), [0.5, 1.25]);
  module.evaluate();
  assert.equal(values(module.forward(torch.Tensor([[0.5 + Math.sqrt(1.25)]]))), [1]);
  assert.equal(statistics(), [0.5, 1.25]);
});

test('the mean takes every constant out of gradients', () => {
  const module = nn.BatchNormalization(2);
  const x = torch.Tensor([
    [1, 5],
    [2, 9],
    [4, 6],
  ]);
  module.forward(x);
  assert.ok(values(module.backward(x, torch.ones(3, 2))).every((v) => Math.abs(v) < 1e-15));
});

test('files of version 1 have the inverse deviation', () => {
  const fields = new Map<unknown, unknown>([
    ['running_std', torch.Tensor([0.5])],
    ['eps', 1],
  ]);
  nn.BatchNormalization.upgrade(fields, 1);
  assert.equal([values(fields.get('running_var')), fields.has('running_std')], [[3], false]);
});

test('it prints dimensions and planes, and refuses other inputs', () => {
  assert.is(String(nn.BatchNormalization(3)), 'nn.BatchNormalization (2D) (3)');
  const message = 'BatchNormalization (2D) (3).forward: expected input (N × 3) to train on, got (3)';
  fails(() => nn.BatchNormalization(3).forward(torch.zeros(3)), RangeError, message);
  fails(() => nn.BatchNormalization(0), RangeError, 'BatchNormalization: expected nOutput from 1 up, got 0');
});

test.run();
