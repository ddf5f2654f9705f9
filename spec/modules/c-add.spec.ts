/** @file CAdd against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'as many elements': () => [nn.CAdd(2, 3), torch.randn(2, 3)],
  'as many elements in another shape': () => [nn.CAdd(6), torch.randn(2, 3)],
  'a batch': () => [nn.CAdd(4), torch.randn(3, 4)],
  'a repeated first dimension': () => [nn.CAdd(1, 4), torch.randn(3, 4)],
  'a repeated last dimension, transposed': () => [nn.CAdd(3, 1), torch.randn(4, 3).t()],
  'planes of images': () => [nn.CAdd(1, 3, 1, 1), torch.randn(2, 3, 2, 2)],
  'one number for all': () => [nn.CAdd(1), torch.randn(2, 3)],
});

test('a number for each row is added to it and collects over it', () => {
  const module = nn.CAdd(2, 1);
  module.bias.copy(torch.Tensor([10, 20]));
  module.rBias.copy(torch.Tensor([1, -1]));
  const x = torch.Tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const g = torch.Tensor([
    [1, 0, 1],
    [0, 5, 0],
  ]);
  assert.equal(values(module.forward(x)), [11, 12, 13, 24, 25, 26]);
  assert.equal(values(module.backward(x, g, 0.5)), values(g));
  assert.equal(values(module.gradBias), [1, 2.5]);
  assert.equal(values(module.rForward(x, x)), [2, 3, 4, 3, 4, 5]);
  assert.equal(values(module.rBackward(x, x, g, x)), values(x));
  assert.equal(values(module.rGradBias), [6, 15]);
});

test('initial values are drawn within ±1/√n', () => {
  torch.manualSeed(1);
  const module = nn.CAdd([10, 10]);
  torch.manualSeed(1);
  assert.equal(values(module.bias), values(torch.Tensor(10, 10).uniform(-0.1, 0.1)));
});

test('sizes that cannot be repeated, and no sizes, are refused', () => {
  fails(
    () => nn.CAdd(2, 1).forward(torch.zeros(3, 5)),
    RangeError,
    'CAdd(2, 1).forward: expected input that bias (2 × 1) can be repeated over, got (3 × 5)',
  );
  fails(() => nn.CAdd(), RangeError, 'CAdd: expected sizes from 1 up, got ()');
});

test.run();
