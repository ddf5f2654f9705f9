/** @file Tanh against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails } from '../errors.js';

const cases: [string, () => Tensor][] = [
  ['a vector', () => torch.randn(5)],
  ['a batch', () => torch.randn(3, 4)],
  ['images', () => torch.randn(2, 2, 3, 2)],
  ['a transposed matrix', () => torch.randn(3, 4).t()],
];

for (const [name, input] of cases) {
  test(`Tanh of ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(nn.Tanh(), input());
    assert.ok(report.passed, report.toString());
  });
}

/** [y, f′, f″] at each x, from forward, backward and the R pass. */
function derivatives(x: Tensor): number[][] {
  const module = nn.Tanh();
  const ones = torch.ones(x.size());
  const y = (module.forward(x) as Tensor).toArray();
  const slope = (module.backward(x, ones) as Tensor).toArray();
  module.rForward(x, ones);
  return [y, slope, (module.rBackward(x, ones, ones, undefined) as Tensor).toArray()];
}

test('at 0 and log 2, y, f′ and f″ are 0, 1, 0 and 3/5, 16/25, −96/125', () => {
  const expected = [
    [0, 0.6],
    [1, 0.64],
    [0, -0.768],
  ];
  derivatives(torch.Tensor([0, Math.log(2)])).forEach((values, k) => {
    values.forEach((value, i) => {
      assert.ok(Math.abs(value - expected[k][i]) < 1e-15, `${value} is not ${expected[k][i]}`);
    });
  });
});

test('at ±700 and ±∞ it is constant, and nothing is NaN', () => {
  const [y, slope, bend] = derivatives(torch.Tensor([-Infinity, -700, 700, Infinity]));
  assert.equal(y, [-1, -1, 1, 1]);
  assert.equal(slope, [0, 0, 0, 0]);
  assert.equal(bend.map(Math.abs), [0, 0, 0, 0]);
});

test('a table is refused', () => {
  fails(
    () => nn.Tanh().forward([torch.zeros(2), torch.zeros(3)]),
    TypeError,
    'Tanh.forward: expected input to be one tensor, got {(2), (3)}',
  );
});

test.run();
