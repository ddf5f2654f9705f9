/** @file Linear against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails } from '../errors.js';

const cases: [string, boolean, () => Tensor][] = [
  ['a vector', true, () => torch.randn(3)],
  ['a batch', true, () => torch.randn(5, 3)],
  ['a vector, without bias', false, () => torch.randn(3)],
  ['a batch, without bias', false, () => torch.randn(5, 3)],
  ['a transposed batch', true, () => torch.randn(3, 5).t()],
  ['a batch of one', true, () => torch.randn(1, 3)],
];

for (const [name, bias, input] of cases) {
  test(`Linear of ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(nn.Linear(3, 4, bias), input());
    assert.ok(report.passed, report.toString());
  });
}

const list = (x: unknown): number[] => (x as Tensor).toArray();

test('all six passes of 2 → 1, worked out by hand', () => {
  const linear = nn.Linear(2, 1);
  linear.weight.copy(torch.Tensor([2, 3]));
  linear.bias?.copy(torch.Tensor([5]));
  linear.rWeight.copy(torch.Tensor([1, -1]));
  linear.rBias?.copy(torch.Tensor([4]));
  const [x, rx] = [torch.Tensor([[1, 2]]), torch.Tensor([[3, 1]])];
  const [gy, rgy] = [torch.Tensor([[7]]), torch.Tensor([[2]])];
  assert.equal(list(linear.forward(x)), [2 * 1 + 3 * 2 + 5]);
  assert.equal(list(linear.backward(x, gy, 0.5)), [14, 21]);
  assert.equal([list(linear.gradWeight), list(linear.gradBias)], [[3.5, 7], [3.5]]);
  // Ry = W Rx + RW x + Rb
  assert.equal(list(linear.rForward(x, rx)), [2 * 3 + 3 * 1 + (1 - 2) + 4]);
  // Rgx = Rgy W + gy RW;  RgW = s (Rgy x + gy Rx);  Rgb = s Rgy
  assert.equal(list(linear.rBackward(x, rx, gy, rgy, 0.5)), [2 * 2 + 7, 2 * 3 - 7]);
  assert.equal([list(linear.rGradWeight), list(linear.rGradBias)], [[11.5, 5.5], [1]]);
});

test('reset(stdv) draws within ±stdv√3, and reset() within ±1/√n', () => {
  torch.manualSeed(1);
  const linear = nn.Linear(100, 20);
  for (const [stdv, bound] of [
    [2, 2 * Math.sqrt(3)],
    [undefined, 0.1],
  ] as const) {
    const weights = list(linear.reset(stdv).weight).map(Math.abs);
    const largest = Math.max(...weights);
    assert.ok(largest <= bound && largest > 0.99 * bound, `${largest} and ${bound}`);
  }
});

test('errors name the class, what it expected, and what it got', () => {
  const message = 'Linear(3 -> 4).forward: expected input (N × 3) or (3), got (5 × 2)';
  fails(() => nn.Linear(3, 4).forward(torch.zeros(5, 2)), RangeError, message);
  fails(() => nn.Linear(0, 4), RangeError, 'Linear: expected sizes from 1 up, got (0 -> 4)');
});

test.run();
