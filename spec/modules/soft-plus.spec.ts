/** @file SoftPlus against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';

const cases: [string, number, () => Tensor][] = [
  ['a vector', 1, () => torch.randn(5)],
  ['a batch', 2, () => torch.randn(3, 4)],
  ['images', 0.5, () => torch.randn(2, 2, 3, 2)],
  ['both sides of the threshold', 2, () => torch.Tensor([-9, 9, 9.5, 10.5, 11])],
];

for (const [name, beta, input] of cases) {
  test(`SoftPlus(${beta}) of ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(nn.SoftPlus(beta), input());
    assert.ok(report.passed, report.toString());
  });
}

/** [y, f′, f″] at each x, from forward, backward and the R pass. */
function derivatives(beta: number, x: Tensor): [number[], number[], number[]] {
  const module = nn.SoftPlus(beta);
  const ones = torch.ones(x.size());
  const y = module.forward(x) as Tensor;
  const slope = module.backward(x, ones) as Tensor;
  module.rForward(x, ones);
  const bend = module.rBackward(x, ones, ones, undefined) as Tensor;
  return [y.toArray(), slope.toArray(), bend.toArray()];
}

function near(got: number[], expected: number[]): void {
  expected.forEach((value, i) => {
    assert.ok(Math.abs(got[i] - value) <= 1e-15 * Math.abs(value), `${got[i]} is not ${value}`);
  });
}

test('with β = 2, at 0 and log 3 / 2, y, f′ and f″ are log 2 / 2, 1/2, 1/2 and log 4 / 2, 3/4, 3/8', () => {
  const [y, slope, bend] = derivatives(2, torch.Tensor([0, Math.log(3) / 2]));
  near(y, [Math.LN2 / 2, Math.LN2]);
  near(slope, [0.5, 0.75]);
  near(bend, [0.5, 0.375]);
});

test('far below 0 all three are e^βx to the last digits, and 0 at −1000', () => {
  const tail = Math.exp(-700);
  const far = derivatives(1, torch.Tensor([-700, -1000, -Infinity]));
  for (const got of far) near(got, [tail, 0, 0]);
});

test('above the threshold y is x itself, in every derivative; at it, not yet', () => {
  const above = 20 + 2 ** -40;
  const [y, slope, bend] = derivatives(1, torch.Tensor([above, 700, 1000, Infinity]));
  assert.equal(y, [above, 700, 1000, Infinity]);
  assert.equal(slope, [1, 1, 1, 1]);
  assert.equal(bend, [0, 0, 0, 0]);
  const at = derivatives(1, torch.Tensor([20]));
  near(at[0], [20 + Math.log1p(Math.exp(-20))]);
  near(at[1], [1 / (1 + Math.exp(-20))]);
  near(at[2], [Math.exp(-20) / (1 + Math.exp(-20)) ** 2]);
});

test('a table is refused', () => {
  assert.throws(
    () => nn.SoftPlus().forward([torch.zeros(2)]),
    (error: Error) =>
      error instanceof TypeError && error.message === 'SoftPlus.forward: expected input to be one tensor, got {(2)}',
  );
});

test.run();
