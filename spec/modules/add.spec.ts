/** @file Add against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';

type Add = InstanceType<typeof nn.Add>;

const cases: [string, () => Add, () => Tensor][] = [
  ['of a vector', () => nn.Add(5), () => torch.randn(5)],
  ['of a batch', () => nn.Add(4), () => torch.randn(3, 4)],
  ['of a batch of matrices', () => nn.Add([2, 3]), () => torch.randn(4, 2, 3)],
  ['of a flat bias over matrices', () => nn.Add(6), () => torch.randn(4, 2, 3)],
  ['of one bias over a batch of one element each', () => nn.Add(1), () => torch.randn(4)],
  ['of one number over images', () => nn.Add(7, true), () => torch.randn(2, 2, 3, 2)],
  ['of a transposed matrix', () => nn.Add(3), () => torch.randn(3, 4).t()],
];

for (const [name, make, input] of cases) {
  test(`Add ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(make(), input());
    assert.ok(report.passed, report.toString());
  });
}

test('a bias is added to every row, and collects the sums of columns', () => {
  const module = nn.Add(2);
  module.bias.copy(torch.Tensor([1, 2]));
  module.rBias.copy(torch.Tensor([5, 6]));
  const x = torch.Tensor([
    [10, 20],
    [30, 40],
  ]);
  const gy = torch.Tensor([
    [1, 2],
    [3, 4],
  ]);
  assert.equal((module.forward(x) as Tensor).toArray(), [11, 22, 31, 42]);
  assert.equal((module.backward(x, gy, 0.5) as Tensor).toArray(), [1, 2, 3, 4]);
  assert.equal(module.gradBias.toArray(), [2, 3]);
  assert.equal((module.rForward(x, gy) as Tensor).toArray(), [6, 8, 8, 10]);
  assert.equal((module.rBackward(x, gy, gy, x) as Tensor).toArray(), [10, 20, 30, 40]);
  assert.equal(module.rGradBias.toArray(), [40, 60]);
});

test('a scalar has one bias, whatever the size', () => {
  const module = nn.Add(9, true);
  module.bias.fill(0.5);
  const x = torch.Tensor([[1, 2, 3]]);
  assert.equal((module.forward(x) as Tensor).toArray(), [1.5, 2.5, 3.5]);
  module.backward(x, x);
  assert.equal(module.gradBias.toArray(), [6]);
});

test('errors name the class, what it expected, and what it got', () => {
  const refused = (make: () => unknown, message: string): void => {
    assert.throws(make, (error: Error) => error instanceof RangeError && error.message === message);
  };
  refused(() => nn.Add(3).forward(torch.zeros(2, 4)), 'Add(3).forward: expected input (3) or (N × 3), got (2 × 4)');
  refused(() => nn.Add(0), 'Add: expected sizes from 1 up, got (0)');
});

test.run();
