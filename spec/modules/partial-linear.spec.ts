/** @file PartialLinear against the checker, Linear, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

const { LongTensor } = torch;

passesEveryCheck({
  'all outputs': () => [nn.PartialLinear(3, 4), torch.randn(5, 3)],
  'some outputs': () => [nn.PartialLinear(3, 4).setPartition(LongTensor([3, 1])), torch.randn(5, 3)],
  'without bias': () => [nn.PartialLinear(3, 4, false).setPartition(LongTensor([0])), torch.randn(5, 3)],
  'between layers': () => [
    nn
      .Sequential()
      .add(nn.Linear(3, 4))
      .add(nn.Tanh())
      .add(nn.PartialLinear(4, 6).setPartition(LongTensor([5, 0, 2])))
      .add(nn.Tanh())
      .add(nn.Linear(3, 2)),
    torch.randn(2, 3),
  ],
});

test('outputs of the partition are those of a Linear, and the others get no gradient', () => {
  torch.manualSeed(1);
  const [module, linear] = [nn.PartialLinear(3, 4), nn.Linear(3, 4)];
  const [[w, b], [gw, gb]] = module.parameters();
  b.copy(torch.randn(1, 4));
  linear.weight.copy(w);
  linear.bias?.copy(b);
  const x = torch.randn(5, 3);
  assert.ok((module.forward(x) as Tensor).dist(linear.forward(x) as Tensor) < 1e-14);
  module.setPartition(LongTensor([3, 1]));
  const y = module.forward(x) as Tensor;
  const g = torch.randn(5, 2);
  const full = torch.zeros(5, 4);
  for (const [j, output] of [3, 1].entries()) {
    assert.ok(y.select(1, j).dist((linear.output as Tensor).select(1, output)) < 1e-14);
    full.select(1, output).copy(g.select(1, j));
  }
  const gx = module.backward(x, g, 2) as Tensor;
  assert.ok(gx.dist(linear.backward(x, full, 2) as Tensor) < 1e-14);
  assert.ok(gw.dist(linear.gradWeight) < 1e-14);
  assert.ok(gb.view(4).dist(linear.gradBias as Tensor) < 1e-14);
  assert.is(values(module.resetPartition().forward(x)).length, 20);
});

test('weights are drawn standard normal, as in Torch, and the bias is zero', () => {
  torch.manualSeed(1);
  const [w, b] = nn.PartialLinear(3, 4).parameters()[0];
  torch.manualSeed(1);
  assert.equal(values(w), values(torch.randn(4, 3)));
  assert.equal(
    [b.size(), values(b)],
    [
      [1, 4],
      [0, 0, 0, 0],
    ],
  );
});

test('partitions outside, other inputs, and sizes below 1 are refused', () => {
  const module = nn.PartialLinear(3, 4);
  const who = 'PartialLinear(3 -> 4)';
  fails(
    () => module.setPartition(LongTensor([4])),
    RangeError,
    `${who}.setPartition: expected index in 0..3, got 4; labels that count from 1 need indexBase 1`,
  );
  fails(
    () => nn.PartialLinear(3, 4, true, 1).setPartition(LongTensor([0])),
    RangeError,
    `${who}.setPartition: expected index in 1..4, got 0`,
  );
  fails(
    () => module.setPartition(torch.ones(1, 1)),
    RangeError,
    `${who}.setPartition: expected a vector of indices, got DoubleTensor(1 × 1)`,
  );
  fails(
    () => module.setPartition(1 as never),
    TypeError,
    `${who}.setPartition: expected a vector of indices, got number`,
  );
  assert.equal(values(module.partition), [0, 1, 2, 3]);
  fails(() => module.forward(torch.zeros(3)), RangeError, `${who}.forward: expected input (N × 3), got (3)`);
  fails(() => nn.PartialLinear(3, 0), RangeError, 'PartialLinear: expected sizes from 1 up, got (3, 0)');
});

test.run();
