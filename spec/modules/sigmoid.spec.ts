/** @file Sigmoid against the checker, values worked out by hand, and its errors. */
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
  ['both ends', () => torch.Tensor([-12, -6, 6, 12])],
];

for (const [name, input] of cases) {
  test(`Sigmoid of ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(nn.Sigmoid(), input());
    assert.ok(report.passed, report.toString());
  });
}

/** [y, f′, f″] at each x, from forward, backward and the R pass. */
function derivatives(x: Tensor): [number[], number[], number[]] {
  const module = nn.Sigmoid();
  const ones = torch.ones(x.size());
  const y = module.forward(x) as Tensor;
  const slope = module.backward(x, ones) as Tensor;
  module.rForward(x, ones);
  const bend = module.rBackward(x, ones, ones, undefined) as Tensor;
  return [y.toArray(), slope.toArray(), bend.toArray()];
}

test('at 0 and log 3, y, f′ and f″ are 1/2, 1/4, 0 and 3/4, 3/16, −3/32', () => {
  const [y, slope, bend] = derivatives(torch.Tensor([0, Math.log(3)]));
  const expected = [
    [0.5, 0.75],
    [0.25, 0.1875],
    [0, -0.09375],
  ];
  for (const [k, got] of [y, slope, bend].entries()) {
    got.forEach((value, i) => {
      assert.ok(Math.abs(value - expected[k][i]) < 1e-15, `${value} is not ${expected[k][i]}`);
    });
  }
});

test('far from 0 all three are e^−|x| to the last digits', () => {
  const xs = [-700, -40, 40, 700];
  const [y, slope, bend] = derivatives(torch.Tensor(xs));
  xs.forEach((x, i) => {
    // 1 / (1 + e^x), and e^x has no digit above those of 1 here.
    const tail = Math.exp(-Math.abs(x));
    for (const got of [slope[i], -Math.sign(x) * bend[i], x < 0 ? y[i] : tail]) {
      assert.ok(Math.abs(got / tail - 1) < 1e-15, `at ${x}: ${got} is not ${tail}`);
    }
    if (x > 0) assert.is(y[i], 1);
  });
});

test('at ±1000 and ±∞ it is constant, and nothing is NaN', () => {
  const [y, slope, bend] = derivatives(torch.Tensor([-1000, 1000, -Infinity, Infinity]));
  assert.equal(y, [0, 1, 0, 1]);
  assert.equal(slope, [0, 0, 0, 0]);
  assert.equal(bend.map(Math.abs), [0, 0, 0, 0]);
});

test('a table is refused', () => {
  assert.throws(
    () => nn.Sigmoid().forward([torch.zeros(2), torch.zeros(3)]),
    (error: Error) =>
      error instanceof TypeError &&
      error.message === 'Sigmoid.forward: expected input to be one tensor, got {(2), (3)}',
  );
});

test.run();
