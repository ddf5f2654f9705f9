/** @file LinearWeightNorm against the checker, Linear, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a vector': () => [nn.LinearWeightNorm(3, 4), torch.randn(3)],
  'a batch': () => [nn.LinearWeightNorm(3, 4), torch.randn(5, 3)],
  'without bias': () => [nn.LinearWeightNorm(3, 4, false), torch.randn(5, 3)],
  'rows below eps': () => [nn.LinearWeightNorm(3, 4, true, 100), torch.randn(5, 3)],
  'between layers': () => [
    nn
      .Sequential()
      .add(nn.Linear(3, 4))
      .add(nn.Tanh())
      .add(nn.LinearWeightNorm(4, 4))
      .add(nn.Tanh())
      .add(nn.Linear(4, 2)),
    torch.randn(2, 3),
  ],
});

test('the weight has the length g along v', () => {
  const module = nn.LinearWeightNorm(2, 1);
  module.v.copy(torch.Tensor([[3, 4]]));
  module.g.fill(10);
  module.bias?.fill(1);
  const x = torch.Tensor([[1, 2]]);
  assert.equal(values(module.forward(x)), [6 + 2 * 8 + 1]);
  module.backward(x, torch.Tensor([[2]]), 0.5);
  module.backward(x, torch.Tensor([[2]]), 0.5);
  // gW = (2, 4): along u = (0.6, 0.8) it is 4.4; what is left, (−0.64, 0.48), times g / ‖v‖ = 2.
  const near = (got: Tensor, expected: number[]): void =>
    expected.forEach((v, i) => {
      assert.ok(Math.abs(values(got)[i] - v) < 1e-14, `expected ${v}, got ${values(got)[i]}`);
    });
  near(module.gradG, [4.4]);
  near(module.gradV, [-1.28, 0.96]);
  near(module.gradBias as Tensor, [2]);
});

test('at first it is the Linear that the same seed draws, and both make each other', () => {
  torch.manualSeed(1);
  const linear = nn.Linear(3, 4);
  torch.manualSeed(1);
  const module = nn.LinearWeightNorm(3, 4);
  const x = torch.randn(5, 3);
  const expected = linear.forward(x) as Tensor;
  for (const same of [module, nn.LinearWeightNorm.fromLinear(linear), module.toLinear()]) {
    assert.ok((same.forward(x) as Tensor).dist(expected) < 1e-14);
  }
  assert.equal(values(module.v), values(linear.weight));
  const float = nn.Linear(3, 2, false).float();
  assert.is(nn.LinearWeightNorm.fromLinear(float).toLinear().describe(), 'Linear(3 -> 2) without bias');
  assert.is(nn.LinearWeightNorm.fromLinear(float).type(), 'torch.FloatTensor');
});

test('reset draws again after the buffers were dropped, and g is the length of v', () => {
  torch.manualSeed(1);
  const module = nn.LinearWeightNorm(100, 20).clearState().reset(2);
  const largest = Math.max(...values(module.v).map(Math.abs));
  assert.ok(largest <= 2 * Math.sqrt(3) && largest > 3);
  assert.equal(values(module.g), values(module.v.norm(2, 1)));
});

test('inputs of other sizes, and sizes below 1, are refused', () => {
  fails(
    () => nn.LinearWeightNorm(3, 4, false).forward(torch.zeros(5, 2)),
    RangeError,
    'LinearWeightNorm(3 -> 4) without bias.forward: expected input (N × 3) or (3), got (5 × 2)',
  );
  fails(() => nn.LinearWeightNorm(3, 0), RangeError, 'LinearWeightNorm: expected sizes from 1 up, got (3 -> 0)');
});

test.run();
