/** @file SparseLinear against the checker, Linear, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

const { LongTensor } = torch;
const pairs = (): Tensor =>
  LongTensor([
    [3, 2],
    [0, -1],
    [3, 5],
  ]);

// Pairs of integers are data to the checker: it differentiates in the parameters.
passesEveryCheck({
  'one vector': () => [nn.SparseLinear(5, 3), pairs()],
  'a table': () => [nn.SparseLinear(5, 3), [pairs(), LongTensor([[1, 4]])]],
  'a tensor of several': () => [nn.SparseLinear(5, 3), torch.cat([pairs(), pairs()], 0).view(2, 3, 2)],
  'below two hidden layers': () => [
    nn.Sequential().add(nn.SparseLinear(5, 4)).add(nn.Tanh()).add(nn.Linear(4, 4)).add(nn.Tanh()).add(nn.Linear(4, 2)),
    [pairs(), LongTensor([[1, 4]])],
  ],
});

test('all passes are those of Linear at the dense vector', () => {
  torch.manualSeed(1);
  const [sparse, linear] = [nn.SparseLinear(4, 3, true), nn.Linear(4, 3)];
  for (const k of [0, 2] as const) {
    for (const [i, p] of sparse.parameters()[k].entries()) linear.parameters()[k][i].copy(p.normal());
  }
  const x = torch.Tensor([
    [3, 0.5],
    [1, -2],
  ]);
  const rx = torch.Tensor([
    [0, 7],
    [0, 8],
  ]);
  const [y, ry] = [torch.Tensor([0, -2, 0, 0.5]), torch.Tensor([0, 8, 0, 7])];
  const [gy, rgy] = [torch.randn(3), torch.randn(3)];
  const near = (got: unknown, expected: unknown): void =>
    assert.ok(
      (got as Tensor)
        .contiguous()
        .view(-1)
        .dist((expected as Tensor).view(-1)) < 1e-13,
    );
  near(sparse.forward(x), linear.forward(y));
  const [gx] = sparse.backward(x, gy, 2) as Tensor[];
  assert.equal(values(gx.select(1, 0)), [0, 1, 2, 3]);
  near(gx.select(1, 1), linear.backward(y, gy, 2));
  near(sparse.rForward(x, rx), linear.rForward(y, ry));
  const [rgx] = sparse.rBackward(x, rx, gy, rgy, 2) as Tensor[];
  assert.equal(values(rgx.select(1, 0)), [0, 0, 0, 0]);
  near(rgx.select(1, 1), linear.rBackward(y, ry, gy, rgy, 2));
  const touched = (w: Tensor): Tensor => torch.cat([w.narrow(1, 1, 1), w.narrow(1, 3, 1)], 1);
  near(sparse.gradWeight, linear.gradWeight);
  near(touched(sparse.rGradWeight), touched(linear.rGradWeight));
  near(sparse.rGradBias, linear.rGradBias as Tensor);
  assert.equal(values(sparse.rGradWeight.select(1, 0)), [0, 0, 0]);
});

test('an index twice adds up, a value 0 is padding, and without doGradInput there is no gx', () => {
  const module = nn.SparseLinear(2, 1, false, 1);
  module.weight.copy(torch.Tensor([[10, 100]]));
  module.bias.fill(1);
  const x = torch.Tensor([
    [2, 1],
    [2, 3],
    [0, 0],
    [1.5, 0],
  ]);
  assert.equal(values(module.forward(x)), [401]);
  assert.equal(module.backward(x, torch.Tensor([5])), []);
  assert.equal(values(module.gradWeight), [0, 20]);
  module.weightDecay = 0.5;
  module.zeroGradParameters();
  module.backward(x, torch.Tensor([5]));
  assert.equal(values(module.gradWeight), [5, 70]);
});

test('weights are drawn within ±1/√n, and biases are 10⁻⁶ as large', () => {
  torch.manualSeed(1);
  const module = nn.SparseLinear(4, 3);
  torch.manualSeed(1);
  assert.equal(values(module.weight), values(torch.Tensor(3, 4).uniform(-0.5, 0.5)));
  assert.equal(values(module.bias), values(torch.Tensor(3).uniform(-0.5, 0.5).mul(1e-6)));
});

test('indices outside, other shapes, and sizes below 1 are refused', () => {
  const who = 'SparseLinear(4 -> 3)';
  const module = nn.SparseLinear(4, 3);
  const hint = 'labels that count from 1 need indexBase 1';
  fails(
    () => module.forward(torch.Tensor([[4, 1]])),
    RangeError,
    `${who}.forward: expected index in 0..3, got 4; ${hint}`,
  );
  fails(
    () => module.forward(torch.zeros(4)),
    RangeError,
    `${who}.forward: expected pairs (k × 2), a table of such, or (N × k × 2), got (4)`,
  );
  fails(() => nn.SparseLinear(0, 3), RangeError, 'SparseLinear: expected sizes from 1 up, got (0, 3)');
});

test.run();
