/** @file Threshold against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';

const cases: [string, () => Tensor][] = [
  ['a vector', () => torch.randn(5)],
  ['a batch', () => torch.randn(3, 4)],
  ['images', () => torch.randn(2, 2, 3, 2)],
];

for (const [name, input] of cases) {
  test(`Threshold of ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(nn.Threshold(0.1, -2), input());
    assert.ok(report.passed, report.toString());
  });
}

test('up to the threshold, and at it, the value stands for x and nothing flows back', () => {
  const module = nn.Threshold(0.5, 7);
  const x = torch.Tensor([0.4, 0.5, 0.6]);
  const gy = torch.Tensor([10, 20, 30]);
  const rx = torch.Tensor([1, 2, 3]);
  assert.equal((module.forward(x) as Tensor).toArray(), [7, 7, 0.6]);
  assert.equal((module.backward(x, gy) as Tensor).toArray(), [0, 0, 30]);
  assert.equal((module.rForward(x, rx) as Tensor).toArray(), [0, 0, 3]);
  assert.equal((module.rBackward(x, rx, gy, rx) as Tensor).toArray(), [0, 0, 3]);
});

test("left out, the threshold is Torch's 1e-6 and the value 0", () => {
  const y = nn.Threshold().forward(torch.Tensor([1e-6, 2e-6])) as Tensor;
  assert.equal(y.toArray(), [0, 2e-6]);
});

test('in place is a wish that leaves the input as it was', () => {
  const module = nn.Threshold(0, 0, true);
  const x = torch.Tensor([-1, 1]);
  assert.equal((module.forward(x) as Tensor).toArray(), [0, 1]);
  assert.equal(x.toArray(), [-1, 1]);
  assert.is(module.inplace, true);
});

test('NaN stays NaN', () => {
  assert.ok(Number.isNaN((nn.Threshold().forward(torch.Tensor([Number.NaN])) as Tensor).get(0)));
});

test('an input of another type is refused', () => {
  assert.throws(
    () => nn.Threshold().forward(torch.FloatTensor(2)),
    (error: Error) =>
      error instanceof TypeError &&
      error.message === 'Threshold.forward: expected input of type DoubleTensor, got FloatTensor(2)',
  );
});

test.run();
