/** @file SelectTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import type { Activation } from '../../lib/nn/activation.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, values } from './checking.js';

const cases: [number, string, () => Activation][] = [
  [0, 'a table of two', () => [torch.randn(2, 3), torch.randn(4)]],
  [-1, 'a table of two', () => [torch.randn(2, 3), torch.randn(4)]],
  [1, 'a table with tables', () => [torch.randn(2), [torch.randn(3), torch.randn(1)], [torch.randn(2)]]],
  [0, 'a table with tables', () => [torch.randn(2), [torch.randn(3), torch.randn(1)], [torch.randn(2)]]],
];

for (const [index, name, input] of cases) {
  test(`SelectTable(${index}) of ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(nn.SelectTable(index), input());
    assert.ok(report.passed, report.toString());
  });
}

test('the entry comes out as it is, and the others have a gradient of zeros', () => {
  const module = nn.SelectTable(-2);
  const x = [torch.ones(1), torch.ones(2), torch.ones(3)];
  const gy = torch.Tensor([4, 5]);
  assert.is(module.forward(x), x[1]);
  const gx = module.backward(x, gy) as Tensor[];
  assert.equal(
    gx.map((piece) => piece.toArray()),
    [[0], [4, 5], [0, 0, 0]],
  );
  gy.zero();
  assert.equal(gx[1].toArray(), [4, 5]);
});

test('a shorter table, and zeros where the gradient was, leave earlier gradients alone', () => {
  const module = nn.SelectTable(-1);
  const gy = torch.Tensor([4, 5]);
  const long = [torch.ones(2), torch.ones(2)];
  module.forward(long);
  module.backward(long, gy);
  const longer = [...long, torch.ones(2)];
  module.forward(longer);
  const gx = module.backward(longer, gy) as Tensor[];
  assert.equal(
    gx.map((piece) => piece.toArray()),
    [
      [0, 0],
      [0, 0],
      [4, 5],
    ],
  );
  assert.equal(gy.toArray(), [4, 5]);
});

test('under R the other entries are structural zeros', () => {
  const module = nn.SelectTable(0);
  const x = [torch.ones(1), torch.ones(2)];
  const gy = torch.ones(1);
  module.forward(x);
  module.backward(x, gy);
  assert.is(module.updateROutput(x, [undefined, x[1]]), undefined);
  const rgx = module.updateRGradInput(x, x, gy, gy) as [Tensor, undefined];
  assert.equal([rgx[0].toArray(), rgx[1]], [[1], undefined]);
});

test('errors name the class, what it expected, and what it got', () => {
  assert.throws(
    () => nn.SelectTable(2).forward([torch.zeros(1), torch.zeros(2)]),
    (error: Error) =>
      error instanceof RangeError &&
      error.message === 'SelectTable(2).forward: expected a table with entry 2, got {(1), (2)}',
  );
  assert.throws(
    () => nn.SelectTable(-1).forward(torch.zeros(2)),
    (error: Error) =>
      error instanceof TypeError && error.message === 'SelectTable(-1).forward: expected input to be a table, got (2)',
  );
});

test('it prints the index as Torch does, from 1', () => {
  assert.equal(
    [0, 1, -1].map((index) => String(nn.SelectTable(index))),
    ['nn.SelectTable(1)', 'nn.SelectTable(2)', 'nn.SelectTable(-1)'],
  );
});

test('an entry by name, through every pass and inside containers', () => {
  const table = nn.NamedTable({ b: torch.Tensor([1, 2]), a: torch.Tensor([3]) });
  const module = nn.ConcatTable().add(nn.SelectTable('b')).add(nn.SelectTable('a'));
  const y = module.forward(table) as Tensor[];
  assert.ok(y[0] === table[1] && y[1] === table[0]);
  const g = [torch.Tensor([5, 6]), torch.Tensor([7])];
  assert.equal((module.backward(table, g) as Tensor[]).map(values), [[7], [5, 6]]);
  assert.equal((module.rForward(table, [undefined, g[0]]) as Tensor[]).map(values), [[5, 6], [0]]);
  assert.is(String(nn.SelectTable('a')), 'nn.SelectTable(a)');
  fails(
    () => nn.SelectTable('c').forward(table),
    RangeError,
    'SelectTable(c).forward: expected a table with entry c, got {a = (1), b = (2)}',
  );
  fails(
    () => nn.SelectTable('a').forward([torch.ones(1)]),
    RangeError,
    'SelectTable(a).forward: expected a table with entry a, got {(1)}',
  );
});

test.run();
