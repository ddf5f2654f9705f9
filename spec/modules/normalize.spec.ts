/** @file Normalize against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'p = 1': () => [nn.Normalize(1), torch.randn(3, 4)],
  'p = 2': () => [nn.Normalize(2), torch.randn(3, 4)],
  'p = 3': () => [nn.Normalize(3), torch.randn(3, 4)],
  'p = 4': () => [nn.Normalize(4), torch.randn(3, 4)],
  'p = 1.5': () => [nn.Normalize(1.5), torch.randn(3, 4)],
  'p = 0.7': () => [nn.Normalize(0.7), torch.randn(3, 4)],
  'p = Infinity': () => [nn.Normalize(Infinity), torch.randn(3, 4)],
  'a vector': () => [nn.Normalize(2), torch.randn(5)],
  'a transposed matrix': () => [nn.Normalize(2), torch.randn(4, 3).t()],
});

const near = (got: number[], expected: number[]): boolean => expected.every((v, i) => Math.abs(got[i] - v) < 1e-10);

test('(3, 4) by p, and at zero everything is finite', () => {
  const cases: [number, number[]][] = [
    [1, [3 / 7, 4 / 7]],
    [2, [0.6, 0.8]],
    [Infinity, [0.75, 1]],
  ];
  for (const [p, expected] of cases) {
    const module = nn.Normalize(p);
    assert.ok(near(values(module.forward(torch.Tensor([3, 4]))), expected));
    const [zero, one] = [torch.zeros(2), torch.ones(2)];
    assert.equal(values(module.forward(zero)), [0, 0]);
    module.backward(zero, one);
    module.rForward(zero, one);
    for (const y of [module.gradInput, module.rOutput, module.rBackward(zero, one, one, one)]) {
      assert.ok(values(y).every(Number.isFinite), `p = ${p}`);
    }
  }
});

test('at (3, 4) and p = 2 the gradient is what is at right angles to x', () => {
  const module = nn.Normalize(2);
  const x = torch.Tensor([3, 4]);
  module.forward(x);
  // (g − x̂ ⟨x̂, g⟩) / 5 of g = (1, 0).
  assert.ok(near(values(module.backward(x, torch.Tensor([1, 0]))), [(1 - 0.36) / 5, -0.48 / 5]));
});

test('it prints p as Torch does, and refuses other norms and shapes', () => {
  assert.equal(
    [2, 1.5, Infinity].map((p) => String(nn.Normalize(p))),
    ['nn.Normalize(2)', 'nn.Normalize(1.500000)', 'nn.Normalize(inf)'],
  );
  fails(() => nn.Normalize(0), RangeError, 'Normalize: expected p > 0, got 0');
  fails(
    () => nn.Normalize(2).forward(torch.zeros(2, 2, 2)),
    RangeError,
    'Normalize(2).forward: expected input (N × n) or (n), got (2 × 2 × 2)',
  );
});

test.run();
