/** @file ReLU against the checker, values worked out by hand, and its errors. */
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
  test(`ReLU of ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(nn.ReLU(), input());
    assert.ok(report.passed, report.toString());
  });
}

test('at 0 and below nothing passes, in any direction', () => {
  const module = nn.ReLU();
  const x = torch.Tensor([-700, 0, 700]);
  const gy = torch.Tensor([10, 20, 30]);
  const rx = torch.Tensor([1, 2, 3]);
  assert.equal((module.forward(x) as Tensor).toArray(), [0, 0, 700]);
  assert.equal((module.backward(x, gy) as Tensor).toArray(), [0, 0, 30]);
  assert.equal((module.rForward(x, rx) as Tensor).toArray(), [0, 0, 3]);
  assert.equal((module.rBackward(x, rx, gy, rx) as Tensor).toArray(), [0, 0, 3]);
});

test('it is a Threshold at 0, and keeps the in-place flag', () => {
  const module = nn.ReLU(true);
  assert.instance(module, nn.Threshold);
  assert.equal([module.threshold, module.val, module.inplace], [0, 0, true]);
});

test('a number is refused', () => {
  assert.throws(
    () => nn.ReLU().forward(3 as unknown as Tensor),
    (error: Error) =>
      error instanceof TypeError &&
      error.message === 'ReLU.forward: expected input to be a tensor or a table of tensors, got number',
  );
});

test.run();
