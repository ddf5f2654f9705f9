/** @file Bilinear against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.Bilinear(2, 3, 4), [torch.randn(5, 2), torch.randn(5, 3)]],
  'without bias': () => [nn.Bilinear(2, 3, 4, false), [torch.randn(5, 2), torch.randn(5, 3)]],
  'one output, transposed inputs': () => [nn.Bilinear(2, 3, 1), [torch.randn(2, 5).t(), torch.randn(3, 5).t()]],
  'between layers': () => [
    nn
      .Sequential()
      .add(nn.ConcatTable().add(nn.Linear(3, 4)).add(nn.Linear(3, 2)))
      .add(nn.Bilinear(4, 2, 4))
      .add(nn.Tanh())
      .add(nn.Linear(4, 4))
      .add(nn.Tanh())
      .add(nn.Linear(4, 2)),
    torch.randn(2, 3),
  ],
});

test('all passes of 2 × 1 → 1, worked out by hand', () => {
  const module = nn.Bilinear(2, 1, 1);
  module.weight.copy(torch.Tensor([2, 3]).view(1, 2, 1));
  module.rWeight.copy(torch.Tensor([1, -1]).view(1, 2, 1));
  module.bias?.fill(5);
  module.rBias?.fill(4);
  const x = [torch.Tensor([[1, 2]]), torch.Tensor([[10]])];
  const rx = [torch.Tensor([[3, 1]]), torch.Tensor([[-1]])];
  const [gy, rgy] = [torch.Tensor([[7]]), torch.Tensor([[2]])];
  // (2 · 1 + 3 · 2) · 10 + 5
  assert.equal(values(module.forward(x)), [85]);
  assert.equal((module.backward(x, gy, 0.5) as Tensor[]).map(values), [[140, 210], [56]]);
  assert.equal([module.gradWeight, module.gradBias].map(values), [[35, 70], [3.5]]);
  // RW: (1 − 2) · 10; Ra: (6 + 3) · 10; Rb: 8 · −1; Rbias: 4.
  assert.equal(values(module.rForward(x, rx)), [-10 + 90 - 8 + 4]);
  // Rga = (Rgy W + gy RW) b + gy W Rb; Rgb = (Rgy W + gy RW) · a + gy W · Ra.
  assert.equal((module.rBackward(x, rx, gy, rgy, 0.5) as Tensor[]).map(values), [
    [110 - 14, -10 - 21],
    [11 - 2 + 42 + 21],
  ]);
  // RgW = s (Rgy a b + gy (Ra b + a Rb)).
  assert.equal([module.rGradWeight, module.rGradBias].map(values), [[0.5 * (20 + 203), 0.5 * (40 + 56)], [1]]);
});

test('initial weights, then the bias, are drawn within ±1/√p', () => {
  torch.manualSeed(1);
  const module = nn.Bilinear(4, 3, 2);
  torch.manualSeed(1);
  assert.equal(values(module.weight), values(torch.Tensor(2, 4, 3).uniform(-0.5, 0.5)));
  assert.equal(values(module.bias), values(torch.Tensor(2).uniform(-0.5, 0.5)));
});

test('it prints as in Torch, and names itself without the spaces', () => {
  assert.is(String(nn.Bilinear(2, 3, 4)), 'nn.Bilinear(2x3 -> 4) ');
  assert.is(String(nn.Bilinear(2, 3, 4, false)), 'nn.Bilinear(2x3 -> 4)  without bias');
  assert.is(nn.Bilinear(2, 3, 4, false).describe(), 'Bilinear(2x3 -> 4) without bias');
});

test('other inputs, and sizes below 1, are refused', () => {
  const module = nn.Bilinear(2, 3, 4);
  const expected = 'Bilinear(2x3 -> 4).forward: expected a table';
  const wrong = [torch.zeros(5, 2), torch.zeros(4, 3)];
  fails(() => module.forward(wrong), RangeError, `${expected} {(N × 2), (N × 3)}, got {(5 × 2), (4 × 3)}`);
  fails(() => module.forward(torch.zeros(2)), TypeError, `${expected} of two tensors, got (2)`);
  fails(() => nn.Bilinear(2, 0, 4), RangeError, 'Bilinear: expected sizes from 1 up, got (2, 0, 4)');
});

test.run();
