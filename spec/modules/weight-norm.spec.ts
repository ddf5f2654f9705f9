/** @file WeightNorm against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { nearNumbers } from '../golden.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a linear layer': () => [nn.WeightNorm(nn.Linear(4, 3)), torch.randn(2, 4)],
  'outputs in the second dimension, no bias': () => [nn.WeightNorm(nn.Linear(4, 3, false), 1), torch.randn(2, 4)],
  'between layers': () => [
    nn
      .Sequential()
      .add(nn.Linear(3, 4))
      .add(nn.Tanh())
      .add(nn.WeightNorm(nn.Linear(4, 3)))
      .add(nn.Tanh())
      .add(nn.Linear(3, 2)),
    torch.randn(2, 3),
  ],
});

test('the weight has the length g along v', () => {
  const inner = nn.Linear(2, 1);
  const module = nn.WeightNorm(inner);
  module.v.copy(torch.Tensor([[3, 4]]));
  module.g.fill(10);
  inner.bias?.fill(1);
  const n = Math.sqrt(25 + 1e-4);
  const x = torch.Tensor([[1, 2]]);
  nearNumbers(values(module.forward(x)), [(10 / n) * 3 + 2 * (10 / n) * 4 + 1], 1e-15, 'output');
  nearNumbers(values(inner.weight), [(10 / n) * 3, (10 / n) * 4], 1e-15, 'weight');
  module.zeroGradParameters();
  module.backward(x, torch.Tensor([[2]]));
  // ∂E/∂w = (2, 4): along v it is (2 · 3 + 4 · 4) / n.
  nearNumbers(values(module.gradG), [22 / n], 1e-15, 'gradG');
  assert.equal(values(module.gradBias), [2]);
});

test('v is drawn normal, g is its length, the bias zero, and these are the parameters', () => {
  torch.manualSeed(3);
  nn.Linear(8, 2);
  const v = values(torch.Tensor(2, 8).normal(0, Math.sqrt(2 / 8)));
  torch.manualSeed(3);
  const module = nn.WeightNorm(nn.Linear(8, 2));
  assert.equal(values(module.v), v);
  assert.equal(
    values(module.g),
    [v.slice(0, 8), v.slice(8)].map((row) => torch.Tensor(row).norm()),
  );
  assert.equal(values(module.bias), [0, 0]);
  assert.equal(
    module.parameters()[0].map((p) => p.size()),
    [[2, 8], [2], [2]],
  );
});

test('a module without a weight is refused', () => {
  fails(() => nn.WeightNorm(nn.Tanh()), TypeError, 'WeightNorm: expected a module with a weight, got Tanh');
});

test.run();
