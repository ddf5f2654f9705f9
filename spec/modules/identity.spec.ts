/** @file Identity against the checker, and what it hands on. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import type { Activation } from '../../lib/nn/activation.js';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';

const cases: [string, () => Activation][] = [
  ['a vector', () => torch.randn(4)],
  ['a transposed matrix', () => torch.randn(3, 2).t()],
  ['a nested table', () => [torch.randn(2, 3), [torch.randn(4), torch.randn(1)]]],
];

for (const [name, input] of cases) {
  test(`Identity of ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(nn.Identity(), input());
    assert.ok(report.passed, report.toString());
  });
}

test('what comes out is what went in, not a copy', () => {
  const module = nn.Identity();
  const [x, gy, rx, rgy] = [torch.randn(2), torch.randn(2), torch.randn(2), torch.randn(2)];
  assert.is(module.forward(x), x);
  assert.is(module.backward(x, gy), gy);
  assert.is(module.rForward(x, rx), rx);
  assert.is(module.rBackward(x, rx, gy, rgy), rgy);
});

test('indices pass through whatever their type', () => {
  const indices = torch.LongTensor([2, 0, 1]);
  assert.is(nn.Identity().forward(indices), indices);
});

test('a structural zero in a table stays one', () => {
  const module = nn.Identity();
  const x = [torch.ones(2), torch.ones(3)];
  module.forward(x);
  assert.equal(module.updateROutput(x, [undefined, x[1]]), [undefined, x[1]]);
  assert.is(module.updateROutput(x, undefined), undefined);
});

test('a gradient of another shape than the output is refused', () => {
  const module = nn.Identity();
  const x = torch.zeros(3);
  module.forward(x);
  assert.throws(
    () => module.backward(x, torch.zeros(2)),
    (error: Error) =>
      error instanceof RangeError && error.message === 'Identity.backward: expected gradOutput (3), got (2)',
  );
});

test.run();
