/** @file Mul against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';

const cases: [string, () => Tensor][] = [
  ['a vector', () => torch.randn(5)],
  ['a batch', () => torch.randn(3, 4)],
  ['images', () => torch.randn(2, 2, 3, 2)],
  ['a transposed matrix', () => torch.randn(3, 4).t()],
];

for (const [name, input] of cases) {
  test(`Mul of ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(nn.Mul(), input());
    assert.ok(report.passed, report.toString());
  });
}

test('w = 3 and Rw = 2 multiply, and gw and Rgw collect products', () => {
  const module = nn.Mul();
  module.weight.fill(3);
  module.rWeight.fill(2);
  const [x, gy, rx, rgy] = [torch.Tensor([1, -2]), torch.Tensor([10, 20]), torch.Tensor([1, 1]), torch.Tensor([1, 0])];
  assert.equal((module.forward(x) as Tensor).toArray(), [3, -6]);
  assert.equal((module.backward(x, gy, 0.5) as Tensor).toArray(), [30, 60]);
  assert.equal(module.gradWeight.toArray(), [-15]);
  assert.equal((module.rForward(x, rx) as Tensor).toArray(), [5, -1]);
  assert.equal((module.rBackward(x, rx, gy, rgy, 0.5) as Tensor).toArray(), [23, 40]);
  assert.equal(module.rGradWeight.toArray(), [15.5]);
});

test('a given standard deviation bounds the weight by stdv·√3', () => {
  torch.manualSeed(3);
  const module = nn.Mul();
  const unit = torch.getRNGState();
  const drawn = module.reset(1 / Math.sqrt(3)).weight.get(0);
  torch.setRNGState(unit);
  assert.is(drawn, torch.uniform(-1, 1));
});

test('a table is refused', () => {
  assert.throws(
    () => nn.Mul().forward([torch.zeros(2)]),
    (error: Error) =>
      error instanceof TypeError && error.message === 'Mul.forward: expected input to be one tensor, got {(2)}',
  );
});

test.run();
