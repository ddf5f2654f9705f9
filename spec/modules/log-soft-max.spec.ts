/** @file LogSoftMax against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails } from '../errors.js';

const cases: [string, () => Tensor][] = [
  ['a row', () => torch.randn(5)],
  ['a batch of rows', () => torch.randn(3, 4)],
  ['the planes of an image', () => torch.randn(3, 2, 2)],
  ['the planes of a batch of images', () => torch.randn(2, 3, 2, 2)],
  ['a transposed matrix', () => torch.randn(3, 4).t()],
];

for (const [name, input] of cases) {
  test(`LogSoftMax of ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(nn.LogSoftMax(), input());
    assert.ok(report.passed, report.toString());
  });
}

function near(got: unknown, expected: number[]): void {
  (got as Tensor).toArray().forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) < 1e-15, `${value} is not ${expected[i]}`);
  });
}

test('the row (0, log 3), whose softmax is (1/4, 3/4), worked out by hand', () => {
  const module = nn.LogSoftMax();
  const x = torch.Tensor([0, Math.log(3)]);
  const unit = torch.Tensor([1, 0]);
  near(module.forward(x), [-Math.log(4), Math.log(0.75)]);
  near(module.backward(x, unit), [0.75, -0.75]);
  near(module.rForward(x, unit), [0.75, -0.25]);
  // Rgy − p (Ry Σ gy + Σ Rgy)
  near(module.rBackward(x, unit, unit, undefined), [-0.1875, 0.1875]);
  near(module.rBackward(x, unit, unit, unit), [0.5625, -0.5625]);
});

test('five dimensions are refused', () => {
  fails(
    () => nn.LogSoftMax().forward(torch.zeros(1, 1, 1, 1, 2)),
    RangeError,
    'LogSoftMax.forward: expected input (n), (N × n), (n × H × W) or (N × n × H × W), got (1 × 1 × 1 × 1 × 2)',
  );
});

test.run();
