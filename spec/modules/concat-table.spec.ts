/** @file ConcatTable against the checker, in a network, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule, checkNetwork } from '../../lib/check/index.js';
import type { Activation } from '../../lib/nn/activation.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';

type ConcatTable = InstanceType<typeof nn.ConcatTable>;
type Sequential = InstanceType<typeof nn.Sequential>;

function mlp(n: number, m: number): Sequential {
  return nn.Sequential().add(nn.Linear(n, 4)).add(nn.Tanh()).add(nn.Linear(4, m)).add(nn.Tanh());
}

function pairwise(): ConcatTable {
  return nn.ConcatTable().add(nn.CAddTable()).add(nn.CMulTable());
}

const cases: [string, () => ConcatTable, () => Activation][] = [
  ['of two networks', () => nn.ConcatTable().add(mlp(3, 2)).add(mlp(3, 5)), () => torch.randn(2, 3)],
  ['of one module', () => nn.ConcatTable().add(nn.Linear(3, 2)), () => torch.randn(3)],
  ['of one that only hands on', () => nn.ConcatTable().add(nn.Identity()).add(nn.Tanh()), () => torch.randn(2, 3)],
  ['that reads a table', pairwise, () => [torch.randn(2, 3), torch.randn(2, 3)]],
  [
    'that reads a nested table in parts',
    () =>
      nn
        .ConcatTable()
        .add(nn.SelectTable(0))
        .add(nn.Sequential().add(nn.SelectTable(-1)).add(pairwise())),
    () => [torch.randn(3), [torch.randn(2, 3), torch.randn(2, 3)]],
  ],
];

for (const [name, make, input] of cases) {
  test(`a ConcatTable ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(make(), input());
    assert.ok(report.passed, report.toString());
  });
}

function residualNetwork(): Sequential {
  const residual = (): Sequential =>
    nn
      .Sequential()
      .add(nn.ConcatTable().add(mlp(3, 3)).add(nn.Identity()))
      .add(nn.CAddTable());
  return nn.Sequential().add(residual()).add(residual()).add(nn.Linear(3, 2)).add(nn.LogSoftMax());
}

test('a residual network passes every check', () => {
  torch.manualSeed(1);
  const report = checkNetwork(residualNetwork(), nn.ClassNLLCriterion(), torch.randn(3, 3), torch.Tensor([0, 1, 1]));
  assert.ok(report.passed, report.toString());
});

test('outputs stand in a table, and gradients are added', () => {
  const [twice, thrice] = [nn.Mul(), nn.Mul()];
  const module = nn.ConcatTable().add(twice).add(thrice);
  twice.weight.fill(2);
  thrice.weight.fill(3);
  for (const child of [twice, thrice]) child.rWeight.fill(1);
  const x = torch.Tensor([1, 2]);
  const gy = [torch.Tensor([1, 1]), torch.Tensor([10, 10])];
  const rx = torch.Tensor([1, 0]);
  const arrays = (table: Activation): number[][] => (table as Tensor[]).map((piece) => piece.toArray());
  assert.equal(arrays(module.forward(x)), [
    [2, 4],
    [3, 6],
  ]);
  assert.equal((module.backward(x, gy) as Tensor).toArray(), [32, 32]);
  assert.equal(arrays(module.rForward(x, rx)), [
    [3, 2],
    [4, 2],
  ]);
  assert.equal((module.rBackward(x, rx, gy, undefined) as Tensor).toArray(), [11, 11]);
  assert.equal([twice.rGradWeight.get(0), thrice.rGradWeight.get(0)], [1, 10]);
});

test('without modules the output is an empty table and the gradient zero', () => {
  const module = nn.ConcatTable();
  const x = torch.ones(2);
  assert.equal(module.forward(x), []);
  assert.equal((module.backward(x, []) as Tensor).toArray(), [0, 0]);
});

test('without the gradient of the input, the parameters have the same gradients', () => {
  torch.manualSeed(1);
  const module = nn.ConcatTable().add(nn.Linear(3, 2)).add(mlp(3, 2));
  const [x, rx] = [torch.randn(4, 3), torch.randn(4, 3)];
  const [gy, rgy] = [
    [torch.randn(4, 2), torch.randn(4, 2)],
    [torch.randn(4, 2), torch.randn(4, 2)],
  ];
  const [, gradient, v, hv] = module.getParameters();
  v.normal();
  const pass = (): number[] => {
    gradient.zero();
    hv.zero();
    module.forward(x);
    module.backward(x, gy);
    module.rForward(x, rx);
    module.rBackward(x, rx, gy, rgy);
    return [...gradient.toArray(), ...hv.toArray()];
  };
  const whole = pass();
  const gx = (module.gradInput as Tensor).toArray();
  module.skipInputGradient(true);
  assert.equal(pass(), whole);
  module.skipInputGradient(false);
  assert.equal(pass(), whole);
  assert.equal((module.gradInput as Tensor).toArray(), gx);
});

test('it prints as in Torch', () => {
  const text = `nn.ConcatTable {
  input
    |\`-> (1): nn.Sequential {
    |      [input -> (1) -> output]
    |      (1): nn.Tanh
    |    }
     \`-> (2): nn.Identity
     ... -> output
}`;
  assert.is(nn.ConcatTable().add(nn.Sequential().add(nn.Tanh())).add(nn.Identity()).toString(), text);
});

test('an error in a child names the way to it', () => {
  const module = nn.ConcatTable().add(nn.Identity()).add(nn.Linear(3, 2));
  assert.throws(
    () => module.forward(torch.zeros(2, 4)),
    (error: Error) =>
      error instanceof RangeError &&
      error.message ===
        'in module 1 of ConcatTable: Linear(3 -> 2).forward: expected input (N × 3) or (3), got (2 × 4)',
  );
});

test.run();
