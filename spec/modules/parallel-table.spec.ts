/** @file ParallelTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule, checkNetwork } from '../../lib/check/index.js';
import type { Activation } from '../../lib/nn/activation.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';

type ParallelTable = InstanceType<typeof nn.ParallelTable>;
type Sequential = InstanceType<typeof nn.Sequential>;

function mlp(n: number, m: number): Sequential {
  return nn.Sequential().add(nn.Linear(n, 4)).add(nn.Tanh()).add(nn.Linear(4, m)).add(nn.Tanh());
}

const cases: [string, () => ParallelTable, () => Activation][] = [
  ['two networks', () => nn.ParallelTable().add(mlp(3, 2)).add(mlp(4, 1)), () => [torch.randn(2, 3), torch.randn(4)]],
  ['one module', () => nn.ParallelTable().add(nn.Tanh()), () => [torch.randn(3)]],
  [
    'a module that reads a table',
    () => nn.ParallelTable().add(nn.CMulTable()).add(nn.Identity()),
    () => [[torch.randn(3), torch.randn(3)], torch.randn(2)],
  ],
];

for (const [name, make, input] of cases) {
  test(`a ParallelTable of ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(make(), input());
    assert.ok(report.passed, report.toString());
  });
}

test('a network with two inputs passes every check', () => {
  torch.manualSeed(1);
  const model = nn
    .Sequential()
    .add(nn.ParallelTable().add(mlp(3, 2)).add(mlp(4, 2)))
    .add(nn.CMulTable());
  const report = checkNetwork(model, nn.MSECriterion(), [torch.randn(3, 3), torch.randn(3, 4)], torch.randn(3, 2));
  assert.ok(report.passed, report.toString());
});

test('every entry goes through its own module', () => {
  const [twice, thrice] = [nn.Mul(), nn.Mul()];
  twice.weight.fill(2);
  thrice.weight.fill(3);
  const module = nn.ParallelTable().add(twice).add(thrice);
  const arrays = (table: Activation): number[][] => (table as Tensor[]).map((piece) => piece.toArray());
  const x = [torch.Tensor([1, 2]), torch.Tensor([5])];
  const gy = [torch.Tensor([1, 0]), torch.Tensor([4])];
  assert.equal(arrays(module.forward(x)), [[2, 4], [15]]);
  assert.equal(arrays(module.backward(x, gy)), [[2, 0], [12]]);
  assert.equal(arrays(module.rForward(x, [undefined, gy[1]])), [[0, 0], [12]]);
  assert.equal(arrays(module.rBackward(x, [undefined, gy[1]], gy, undefined)), [[0, 0], [0]]);
  assert.is(thrice.rGradWeight.get(0), 16);
});

test('a structural zero in the table stays one', () => {
  const module = nn.ParallelTable().add(nn.Tanh()).add(nn.Tanh());
  const x = [torch.ones(2), torch.ones(2)];
  module.forward(x);
  const [first, second] = module.updateROutput(x, [undefined, x[1]]) as [undefined, Tensor];
  assert.is(first, undefined);
  assert.equal(second.size(), [2]);
  assert.is(module.updateROutput(x, [undefined, undefined]), undefined);
});

test('errors name the class, what it expected, and what it got', () => {
  const module = nn.ParallelTable().add(nn.Tanh()).add(nn.Tanh());
  assert.throws(
    () => module.forward([torch.zeros(2)]),
    (error: Error) =>
      error instanceof RangeError &&
      error.message === 'ParallelTable.forward: expected input to be a table of 2, got {(2)}',
  );
  assert.throws(
    () => module.forward(torch.zeros(2)),
    (error: Error) =>
      error instanceof TypeError &&
      error.message === 'ParallelTable.forward: expected input to be a table of 2, got (2)',
  );
});

test.run();
