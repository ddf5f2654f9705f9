/** @file SoftMax against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';

const cases: [string, () => Tensor][] = [
  ['a row', () => torch.randn(5)],
  ['a batch of rows', () => torch.randn(3, 4)],
  ['the planes of an image', () => torch.randn(3, 2, 2)],
  ['the planes of a batch of images', () => torch.randn(2, 3, 2, 2)],
  ['a transposed matrix', () => torch.randn(3, 4).t()],
];

for (const [name, input] of cases) {
  test(`SoftMax of ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(nn.SoftMax(), input());
    assert.ok(report.passed, report.toString());
  });
}

function near(got: unknown, expected: number[]): void {
  const values = (got as Tensor).toArray();
  expected.forEach((value, i) => {
    assert.ok(Math.abs(values[i] - value) < 1e-15, `${values[i]} is not ${value}`);
  });
}

test('the row (0, log 3) gives (1/4, 3/4); gy = Rx = (1, 0) give ±3/16 in backward and R forward, ±3/32 then', () => {
  const module = nn.SoftMax();
  const x = torch.Tensor([0, Math.log(3)]);
  const unit = torch.Tensor([1, 0]);
  near(module.forward(x), [0.25, 0.75]);
  near(module.backward(x, unit), [0.1875, -0.1875]);
  near(module.rForward(x, unit), [0.1875, -0.1875]);
  near(module.rBackward(x, unit, unit, undefined), [0.09375, -0.09375]);
});

test('without Rx, R backward is the backward of Rgy', () => {
  const module = nn.SoftMax();
  const x = torch.Tensor([0, Math.log(3)]);
  const unit = torch.Tensor([1, 0]);
  module.forward(x);
  module.backward(x, torch.Tensor([5, 6]));
  module.rForward(x);
  near(module.rBackward(x, undefined, torch.Tensor([5, 6]), unit), [0.1875, -0.1875]);
});

test('five dimensions are refused', () => {
  assert.throws(
    () => nn.SoftMax().forward(torch.zeros(1, 1, 1, 1, 2)),
    (error: Error) =>
      error instanceof RangeError &&
      error.message ===
        'SoftMax.forward: expected input (n), (N × n), (n × H × W) or (N × n × H × W), got (1 × 1 × 1 × 1 × 2)',
  );
});

test.run();
