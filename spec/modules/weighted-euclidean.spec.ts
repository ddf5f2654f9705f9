/** @file WeightedEuclidean against the checker, Euclidean, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

const drawn = (n: number, m: number): InstanceType<typeof nn.WeightedEuclidean> => {
  const module = nn.WeightedEuclidean(n, m);
  module.diagCov.uniform(0.5, 2);
  return module;
};

passesEveryCheck({
  'a vector': () => [drawn(3, 4), torch.randn(3)],
  'a batch': () => [drawn(3, 4), torch.randn(5, 3)],
  'between layers': () => [
    nn.Sequential().add(nn.Linear(3, 4)).add(nn.Tanh()).add(drawn(4, 4)).add(nn.Tanh()).add(nn.Linear(4, 2)),
    torch.randn(2, 3),
  ],
});

test('with factors (3, 2), (2, 3) is at distance 5 from (1, 1)', () => {
  const module = nn.WeightedEuclidean(2, 1);
  module.weight.fill(1);
  module.diagCov.copy(torch.Tensor([[3], [2]]));
  module.rDiagCov.copy(torch.Tensor([[1], [0]]));
  const x = torch.Tensor([2, 3]);
  const gy = torch.Tensor([10]);
  assert.equal(values(module.forward(x)), [5]);
  // e = (1, 2), t = 2: gx = c² e t, gc = c e² t.
  assert.equal(values(module.backward(x, gy, 0.5)), [18, 16]);
  assert.equal([module.gradWeight, module.gradDiagCov].map(values), [
    [-9, -8],
    [3, 8],
  ]);
  // Ry = c Rc e² / y = 3/5, Rt = −t Ry / y = −0.24; R(c² e t) = 2 c Rc e t + c² e Rt; R(c e² t) = Rc e² t + c e² Rt.
  assert.equal(values(module.rForward(x)), [3 / 5]);
  const near = (got: unknown, expected: number[]): void =>
    expected.forEach((v, i) => {
      assert.ok(Math.abs(values(got)[i] - v) < 1e-14);
    });
  near(module.rBackward(x, undefined, gy, undefined), [12 - 9 * 0.24, -8 * 0.24]);
  near(module.rGradWeight, [-12 + 9 * 0.24, 8 * 0.24]);
  near(module.rGradDiagCov, [2 - 3 * 0.24, -8 * 0.24]);
});

test('factors are 1 at first, and after reset', () => {
  torch.manualSeed(1);
  const module = nn.WeightedEuclidean(3, 2);
  torch.manualSeed(1);
  assert.equal(values(nn.Euclidean(3, 2).weight), values(module.weight));
  assert.equal(values(module.diagCov), Array(6).fill(1));
  module.diagCov.fill(3);
  assert.equal(values(module.reset().diagCov), Array(6).fill(1));
});

test('at distance 0 all derivatives are 0, and at a factor 0 they are finite', () => {
  const module = nn.WeightedEuclidean(2, 1);
  module.weight.fill(1);
  module.diagCov.copy(torch.Tensor([[0], [1]]));
  for (const [x, gradient] of [
    [torch.Tensor([5, 1]), [0, 0]],
    [torch.Tensor([5, 3]), [0, 2]],
  ] as const) {
    module.zeroGradParameters();
    module.forward(x);
    module.backward(x, torch.ones(1));
    assert.equal(values(module.gradDiagCov), gradient);
  }
});

test('inputs of other sizes, and sizes below 1, are refused', () => {
  fails(
    () => nn.WeightedEuclidean(3, 4).forward(torch.zeros(2)),
    RangeError,
    'WeightedEuclidean(3 -> 4).forward: expected input (N × 3) or (3), got (2)',
  );
  fails(() => nn.WeightedEuclidean(0.5, 4), RangeError, 'WeightedEuclidean: expected sizes from 1 up, got (0.5, 4)');
});

test.run();
