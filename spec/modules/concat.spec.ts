/** @file Concat against the checker, in a network, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule, checkNetwork } from '../../lib/check/index.js';
import type { Activation } from '../../lib/nn/activation.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';

type Concat = InstanceType<typeof nn.Concat>;
type Sequential = InstanceType<typeof nn.Sequential>;

function mlp(n: number, m: number): Sequential {
  return nn.Sequential().add(nn.Linear(n, 4)).add(nn.Tanh()).add(nn.Linear(4, m)).add(nn.Tanh());
}

const cases: [string, () => Concat, () => Activation][] = [
  ['(1) of two networks', () => nn.Concat(1).add(mlp(3, 2)).add(mlp(3, 1)), () => torch.randn(4, 3)],
  ['(0) of two networks', () => nn.Concat(0).add(mlp(3, 2)).add(mlp(3, 4)), () => torch.randn(3)],
  ['(-1) of one module', () => nn.Concat(-1).add(nn.Linear(3, 2)), () => torch.randn(2, 3)],
  ['(1) of three', () => nn.Concat(1).add(nn.Tanh()).add(nn.Identity()).add(nn.Mul()), () => torch.randn(2, 3, 2)],
  [
    '(0) that reads a table',
    () => nn.Concat(0).add(nn.CAddTable()).add(nn.CMulTable()),
    () => [torch.randn(2, 3), torch.randn(2, 3)],
  ],
];

for (const [name, make, input] of cases) {
  test(`Concat${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(make(), input());
    assert.ok(report.passed, report.toString());
  });
}

test('a network with branches of two hidden layers passes every check', () => {
  torch.manualSeed(1);
  const model = nn
    .Sequential()
    .add(nn.Concat(1).add(mlp(3, 2)).add(nn.Tanh()))
    .add(nn.Linear(5, 2));
  const report = checkNetwork(model, nn.CrossEntropyCriterion(), torch.randn(3, 3), torch.Tensor([0, 1, 1]));
  assert.ok(report.passed, report.toString());
});

test('outputs stand one after the other, and gradients are added', () => {
  const [twice, thrice] = [nn.Mul(), nn.Mul()];
  const module = nn.Concat(1).add(twice).add(thrice);
  twice.weight.fill(2);
  thrice.weight.fill(3);
  for (const child of [twice, thrice]) child.rWeight.fill(1);
  const x = torch.Tensor([[1], [2]]);
  const gy = torch.Tensor([
    [1, 10],
    [1, 10],
  ]);
  const rx = torch.Tensor([[1], [0]]);
  assert.equal((module.forward(x) as Tensor).toArray(), [2, 3, 4, 6]);
  assert.equal((module.backward(x, gy) as Tensor).toArray(), [32, 32]);
  assert.equal((module.rForward(x, rx) as Tensor).toArray(), [3, 4, 2, 2]);
  assert.equal((module.rBackward(x, rx, gy, undefined) as Tensor).toArray(), [11, 11]);
  assert.equal([twice.rGradWeight.get(0), thrice.rGradWeight.get(0)], [1, 10]);
});

test('an output that does not move is zeros beside one that does', () => {
  const module = nn.Concat(0).add(nn.SelectTable(0)).add(nn.SelectTable(1));
  const x = [torch.ones(2), torch.ones(1)];
  module.forward(x);
  assert.equal((module.rForward(x, [undefined, torch.Tensor([7])]) as Tensor).toArray(), [0, 0, 7]);
  assert.equal((module.rForward(x, [torch.Tensor([8, 9]), undefined]) as Tensor).toArray(), [8, 9, 0]);
  assert.is(module.updateROutput(x, undefined), undefined);
});

test('errors name the class, what it expected, and what it got', () => {
  const refused = (kind: typeof RangeError | typeof TypeError, make: () => unknown, message: string): void => {
    assert.throws(make, (error: Error) => error instanceof kind && error.message === message);
  };
  const x = torch.zeros(2, 3);
  const across = nn.Concat(0).add(nn.Linear(3, 2)).add(nn.Linear(3, 1));
  refused(
    RangeError,
    () => across.forward(x),
    'Concat.forward: expected outputs that differ in dimension 0 only, got {(2 × 2), (2 × 1)}',
  );
  refused(
    RangeError,
    () => nn.Concat(2).add(nn.Tanh()).forward(x),
    'Concat.forward: expected outputs that differ in dimension 2 only, got {(2 × 3)}',
  );
  refused(
    TypeError,
    () => nn.Concat(0).add(nn.ConcatTable().add(nn.Tanh())).forward(x),
    'Concat.forward: expected outputs to be tensors, got {{(2 × 3)}}',
  );
  refused(RangeError, () => nn.Concat(0).forward(x), 'Concat.forward: expected a module at least, got none');
});

test.run();
