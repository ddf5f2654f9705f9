/** @file Dropout against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';

type Dropout = InstanceType<typeof nn.Dropout>;

const cases: [string, () => Dropout, () => Tensor][] = [
  ['when training', () => nn.Dropout(0.5), () => torch.randn(3, 4)],
  ['with p = 0', () => nn.Dropout(0), () => torch.randn(5)],
  ['of version 1, when training', () => nn.Dropout(0.3, true), () => torch.randn(3, 4)],
  ['when evaluating', () => nn.Dropout(0.5).evaluate(), () => torch.randn(3, 4)],
  ['of version 1, when evaluating', () => nn.Dropout(0.3, true).evaluate(), () => torch.randn(3, 4)],
  [
    'with stochastic inference, when evaluating',
    () => nn.Dropout(0.5, false, false, true).evaluate(),
    () => torch.randn(3, 4),
  ],
  ['of a transposed matrix', () => nn.Dropout(0.5), () => torch.randn(3, 4).t()],
];

for (const [name, make, input] of cases) {
  test(`Dropout ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(make(), input());
    assert.ok(report.passed, report.toString());
  });
}

const values = (x: unknown): number[] => (x as Tensor).toArray();

test('one draw masks every pass, and only forward draws', () => {
  torch.manualSeed(4);
  const module = nn.Dropout(0.5);
  const x = torch.ones(100);
  const mask = values(module.forward(x));
  assert.equal([...new Set(mask)].sort(), [0, 2]);
  const after = torch.getRNGState();
  assert.equal(values(module.backward(x, x)), mask);
  assert.equal(values(module.rForward(x, x)), mask);
  assert.equal(values(module.rBackward(x, x, x, x)), mask);
  assert.equal(torch.getRNGState(), after);
  assert.not.equal(values(module.forward(x)), mask);
});

test('the first uniform draws below 1 − p are kept', () => {
  torch.manualSeed(4);
  const kept = torch
    .rand(20)
    .toArray()
    .map((u) => (u <= 0.75 ? 4 / 3 : 0));
  torch.manualSeed(4);
  assert.equal(values(nn.Dropout(0.25).forward(torch.ones(20))), kept);
});

test('when evaluating, version 2 is the identity and version 1 multiplies by 1 − p', () => {
  const x = torch.Tensor([4, -8]);
  for (const [v1, expected] of [
    [false, [4, -8]],
    [true, [3, -6]],
  ] as const) {
    const module = nn.Dropout(0.25, v1).evaluate();
    assert.equal(values(module.forward(x)), expected);
    assert.equal(values(module.backward(x, x)), expected);
    assert.equal(values(module.rForward(x, x)), expected);
    assert.equal(values(module.rBackward(x, x, x, x)), expected);
  }
});

test('a change of mode counts from the next forward on', () => {
  torch.manualSeed(4);
  const module = nn.Dropout(0.5);
  const x = torch.ones(50);
  const mask = values(module.forward(x));
  module.evaluate();
  assert.equal(values(module.backward(x, x)), mask);
  assert.equal(values(module.forward(x)), values(x));
});

test('in place is a wish that leaves the input as it was', () => {
  const x = torch.ones(50);
  const module = nn.Dropout(0.5, false, true);
  module.forward(x);
  assert.equal(values(x), Array(50).fill(1));
  module.evaluate().forward(x);
  module.training().forward(x);
  assert.equal(values(x), Array(50).fill(1));
});

test('p has to be in [0, 1)', () => {
  for (const [p, setting] of [
    [1, () => nn.Dropout(1)],
    [-0.5, () => nn.Dropout(0.5).setp(-0.5)],
    [Number.NaN, () => nn.Dropout(Number.NaN)],
  ] as const) {
    assert.throws(
      setting,
      (error: Error) =>
        error instanceof RangeError && error.message === `Dropout: expected p within 0 <= p < 1, got ${p}`,
    );
  }
});

test.run();
