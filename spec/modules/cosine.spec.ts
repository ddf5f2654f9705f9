/** @file Cosine against the checker, CosineDistance, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a vector': () => [nn.Cosine(3, 4), torch.randn(3)],
  'a batch': () => [nn.Cosine(3, 4), torch.randn(5, 3)],
  'a transposed batch': () => [nn.Cosine(3, 4), torch.randn(3, 5).t()],
  'between layers': () => [
    nn.Sequential().add(nn.Linear(3, 4)).add(nn.Tanh()).add(nn.Cosine(4, 4)).add(nn.Tanh()).add(nn.Linear(4, 2)),
    torch.randn(2, 3),
  ],
});

const near = (got: unknown, expected: number[]): void =>
  expected.forEach((v, i) => {
    assert.ok(Math.abs(values(got)[i] - v) < 1e-10, `expected ${v}, got ${values(got)[i]}`);
  });

test('of (3, 4) and the axes it is 3/5 and 4/5', () => {
  const module = nn.Cosine(2, 2);
  module.weight.copy(
    torch.Tensor([
      [2, 0],
      [0, 7],
    ]),
  );
  const x = torch.Tensor([3, 4]);
  near(module.forward(x), [3 / 5, 4 / 5]);
  // ∂y₀/∂x = (e₀ − y₀ x/5) / 5 = (0.64, −0.48) / 5; ∂y₀/∂w₀ = (x/5 − y₀ e₀) / 2.
  near(module.backward(x, torch.Tensor([5, 0]), 10), [0.64, -0.48]);
  near(module.gradWeight, [0, 20, 0, 0]);
});

test('each output is the CosineDistance to a row', () => {
  torch.manualSeed(2);
  const module = nn.Cosine(3, 2);
  const [x, g] = [torch.randn(4, 3), torch.randn(4, 2)];
  const y = module.forward(x) as Tensor;
  module.backward(x, g);
  for (const j of [0, 1]) {
    const pair = [x, module.weight.narrow(0, j, 1).expand(4, 3)];
    const distance = nn.CosineDistance();
    near(distance.forward(pair), values(y.select(1, j)));
    near((distance.backward(pair, g.select(1, j)) as Tensor[])[1].sum(0), values(module.gradWeight.select(0, j)));
  }
});

test('at a row of zeros the cosine is 0 and everything is finite', () => {
  const module = nn.Cosine(2, 1);
  module.weight.zero();
  module.rWeight.fill(1);
  const x = torch.zeros(1, 2);
  const one = torch.ones(1, 1);
  const rx = torch.ones(1, 2);
  assert.equal(values(module.forward(x)), [0]);
  const got = [module.backward(x, one), module.rForward(x, rx), module.rBackward(x, rx, one, one)];
  for (const t of [...got, module.gradWeight, module.rGradWeight]) {
    assert.ok(values(t).every(Number.isFinite));
  }
});

test('initial directions are drawn within ±1/√m, as in Torch', () => {
  torch.manualSeed(1);
  const module = nn.Cosine(3, 4);
  torch.manualSeed(1);
  assert.equal(values(module.weight), values(torch.Tensor(4, 3).uniform(-0.5, 0.5)));
});

test('inputs of other sizes, and sizes below 1, are refused', () => {
  fails(
    () => nn.Cosine(3, 4).forward(torch.zeros(5, 2)),
    RangeError,
    'Cosine(3 -> 4).forward: expected input (N × 3) or (3), got (5 × 2)',
  );
  fails(() => nn.Cosine(3, 0), RangeError, 'Cosine: expected sizes from 1 up, got (3, 0)');
});

test.run();
