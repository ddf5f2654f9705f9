/** @file Euclidean against the checker, PairwiseDistance, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a vector': () => [nn.Euclidean(3, 4), torch.randn(3)],
  'a batch': () => [nn.Euclidean(3, 4), torch.randn(5, 3)],
  'a transposed batch': () => [nn.Euclidean(3, 4), torch.randn(3, 5).t()],
  'between layers': () => [
    nn.Sequential().add(nn.Linear(3, 4)).add(nn.Tanh()).add(nn.Euclidean(4, 4)).add(nn.Tanh()).add(nn.Linear(4, 2)),
    torch.randn(2, 3),
  ],
});

test('the distance of (4, 5) from (1, 1) is 5, and all passes follow', () => {
  const module = nn.Euclidean(2, 1);
  module.weight.copy(torch.Tensor([[1], [1]]));
  module.rWeight.copy(torch.Tensor([[1], [0]]));
  const x = torch.Tensor([4, 5]);
  const [gy, rgy] = [torch.Tensor([10]), torch.Tensor([5])];
  assert.equal(values(module.forward(x)), [5]);
  // t = 10 / 5, e = (3, 4).
  assert.equal(values(module.backward(x, gy, 0.5)), [6, 8]);
  assert.equal(values(module.gradWeight), [-3, -4]);
  // Re = (-1, 0), Ry = -3/5, Rt = (5 + 2 · 3/5) / 5 = 1.24; Rgx = Re t + e Rt.
  assert.equal(values(module.rForward(x)), [-3 / 5]);
  assert.equal(values(module.rBackward(x, undefined, gy, rgy)), [-2 + 3 * 1.24, 4 * 1.24]);
  assert.equal(values(module.rGradWeight), [2 - 3 * 1.24, -4 * 1.24]);
});

test('each output is the PairwiseDistance from a column', () => {
  torch.manualSeed(2);
  const module = nn.Euclidean(3, 2);
  const [x, g] = [torch.randn(4, 3), torch.randn(4, 2)];
  const y = module.forward(x) as Tensor;
  const gx = module.backward(x, g) as Tensor;
  const sum = torch.zeros(4, 3);
  for (const j of [0, 1]) {
    const pair = [x, module.weight.narrow(1, j, 1).t().expand(4, 3)];
    const distance = nn.PairwiseDistance();
    assert.ok((distance.forward(pair) as Tensor).dist(y.select(1, j)) < 1e-14);
    const [ga, gb] = distance.backward(pair, g.select(1, j)) as Tensor[];
    sum.add(ga);
    assert.ok(gb.sum(0).view(3).dist(module.gradWeight.select(1, j)) < 1e-14);
  }
  assert.ok(sum.dist(gx) < 1e-14);
});

test('at distance 0 all derivatives are 0', () => {
  const module = nn.Euclidean(2, 1);
  const x = torch.Tensor([1, 2]);
  module.weight.copy(x.view(2, 1));
  module.rWeight.fill(1);
  const one = torch.ones(1);
  const got = [module.forward(x), module.backward(x, one), module.rForward(x, x), module.rBackward(x, x, one, one)];
  for (const t of [...got, module.gradWeight, module.rGradWeight]) {
    assert.ok(values(t).every((v) => v === 0));
  }
});

test('initial points are drawn within ±1/√n, or ±stdv√3', () => {
  torch.manualSeed(1);
  const module = nn.Euclidean(4, 3);
  torch.manualSeed(1);
  assert.equal(values(module.weight), values(torch.Tensor(4, 3).uniform(-0.5, 0.5)));
  module.reset(2);
  const bound = 2 * Math.sqrt(3);
  const largest = Math.max(...values(module.weight).map(Math.abs));
  assert.ok(largest <= bound && largest > 0.5 * bound);
});

test('inputs of other sizes, and sizes below 1, are refused', () => {
  fails(
    () => nn.Euclidean(3, 4).forward(torch.zeros(5, 2)),
    RangeError,
    'Euclidean(3 -> 4).forward: expected input (N × 3) or (3), got (5 × 2)',
  );
  fails(() => nn.Euclidean(3, 0), RangeError, 'Euclidean: expected sizes from 1 up, got (3, 0)');
});

test.run();
