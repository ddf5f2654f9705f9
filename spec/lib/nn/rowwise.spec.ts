/** @file Rowwise: which elements make a row, in vectors, batches and images. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';

const numbers = (y: unknown): number[] => (y as Tensor).toArray();

/** log-softmax of one row, by its definition. */
function row(x: number[]): number[] {
  const total = Math.log(x.reduce((sum, value) => sum + Math.exp(value), 0));
  return x.map((value) => value - total);
}

/** [size, dimension of the rows] */
const layouts: [number[], number][] = [
  [[5], 0],
  [[3, 5], 1],
  [[5, 2, 3], 0],
  [[2, 5, 2, 3], 1],
];

for (const [size, dimension] of layouts) {
  test(`rows of (${size.join(' × ')}) lie along dimension ${dimension}`, () => {
    const x = torch.randn(size);
    const y = nn.LogSoftMax().forward(x) as Tensor;
    const last = size.length - 1;
    const rows = (z: Tensor): number[] => numbers(z.transpose(dimension, last).clone());
    const expected = rows(x);
    for (let at = 0; at < expected.length; at += 5) expected.splice(at, 5, ...row(expected.slice(at, at + 5)));
    assert.ok(rows(y).every((value, i) => Math.abs(value - expected[i]) < 1e-14));
  });
}

test('five dimensions are refused', () => {
  assert.throws(
    () => nn.LogSoftMax().forward(torch.randn(1, 2, 1, 2, 1)),
    (error: Error) =>
      error instanceof RangeError &&
      error.message ===
        'LogSoftMax.forward: expected input (n), (N × n), (n × H × W) or (N × n × H × W), got (1 × 2 × 1 × 2 × 1)',
  );
});

test('zeros come from zeros alone', () => {
  const module = nn.LogSoftMax();
  const x = torch.randn(2, 3);
  module.forward(x);
  module.backward(x, x);
  assert.is(module.updateROutput(x, undefined), undefined);
  assert.is(module.updateRGradInput(x, undefined, x, undefined), undefined);
  module.updateROutput(x, x);
  const curved = numbers(module.updateRGradInput(x, x, x, undefined));
  assert.ok(curved.some((value) => value !== 0));
  const straight = numbers(module.updateRGradInput(x, x, x, x));
  const adjoint = numbers(module.updateGradInput(x, x));
  assert.ok(straight.every((value, i) => Math.abs(value - curved[i] - adjoint[i]) < 1e-14));
});

test('operands may be strided', () => {
  const dense = nn.LogSoftMax();
  const strided = nn.LogSoftMax();
  const [x, gy, rx] = [torch.randn(3, 2), torch.randn(3, 2), torch.randn(3, 2)];
  const [xt, gyt, rxt] = [x, gy, rx].map((z) => z.t().clone().t());
  assert.equal(numbers(strided.forward(xt)), numbers(dense.forward(x)));
  assert.equal(numbers(strided.backward(xt, gyt)), numbers(dense.backward(x, gy)));
  assert.equal(numbers(strided.rForward(xt, rxt)), numbers(dense.rForward(x, rx)));
  assert.equal(numbers(strided.rBackward(xt, rxt, gyt, gyt)), numbers(dense.rBackward(x, rx, gy, gy)));
});

test.run();
