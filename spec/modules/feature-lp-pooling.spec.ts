/** @file FeatureLPPooling against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'features alone': () => [nn.FeatureLPPooling(3, 2, 2), torch.randn(9)],
  'a batch, windows that overlap': () => [nn.FeatureLPPooling(3, 1, 2, true), torch.randn(2, 5)],
  'windows apart, p = 4, all dimensions': () => [nn.FeatureLPPooling(2, 3, 4, true), torch.randn(2, 6, 2, 3)],
  'p = 1': () => [nn.FeatureLPPooling(2, 1, 1), torch.randn(4, 3)],
  'p = 3, of positive features': () => [nn.FeatureLPPooling(3, 1, 3), torch.rand(5, 2, 2).add(0.1)],
  'p = 1.5, of positive features': () => [nn.FeatureLPPooling(2, 1, 1.5), torch.rand(5).add(0.1)],
  'a transposed batch': () => [nn.FeatureLPPooling(2, 2, 2, true), torch.randn(5, 2).t()],
});

test('the norm of every window, and its gradients', () => {
  const module = nn.FeatureLPPooling(2, 1, 2);
  const x = torch.Tensor([3, 4, 3]);
  assert.equal(values(module.forward(x)), [5, 5]);
  assert.equal(values(module.backward(x, torch.Tensor([5, 10]))), [3, 4 + 8, 6]);
});

test('powers keep the sign: odd ones of negative features have no root, and may vanish', () => {
  assert.equal(values(nn.FeatureLPPooling(2, 1, 1).forward(torch.Tensor([2, -3]))), [-1]);
  assert.equal(values(nn.FeatureLPPooling(2, 1, 3).forward(torch.Tensor([1, -2]))), [Number.NaN]);
});

test('a window of norm 0 has no gradient, and all stays finite', () => {
  const [zero, one] = [torch.zeros(2), torch.ones(1)];
  for (const p of [1, 1.5, 2, 3]) {
    const module = nn.FeatureLPPooling(2, 1, p);
    assert.equal(values(module.forward(zero)), [0]);
    assert.equal(values(module.backward(zero, one)), [0, 0]);
    assert.equal(values(module.rForward(zero, torch.ones(2))), [0]);
    assert.equal(values(module.rBackward(zero, torch.ones(2), one, one)), [0, 0]);
  }
  const module = nn.FeatureLPPooling(2, 1, 1.5);
  const x = torch.Tensor([0, 4]);
  module.forward(x);
  module.backward(x, one);
  module.rForward(x, torch.ones(2));
  assert.ok(values(module.rBackward(x, torch.ones(2), one, one)).every(Number.isFinite));
});

test('it prints its numbers, and refuses others', () => {
  assert.is(String(nn.FeatureLPPooling(3, 2, 2, true)), 'nn.FeatureLPPooling(w3 s2 power 2 batch 1)');
  const who = 'FeatureLPPooling(w3 s2 power 2 batch 0).forward';
  const expected = `${who}: expected 3 or more features, and two more dimensions at most, got (2 × 5)`;
  const module = nn.FeatureLPPooling(3, 2, 2);
  fails(() => module.forward(torch.zeros(2, 5)), RangeError, expected);
  assert.equal((module.output as Tensor).size(), []);
  fails(
    () => nn.FeatureLPPooling(17, 5, 2),
    RangeError,
    'FeatureLPPooling: expected a width in 2..16 and a stride in 1..4, got 17 and 5',
  );
});

test.run();
