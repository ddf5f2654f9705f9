/** @file CAddTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule } from '../../lib/check/index.js';
import type { Activation } from '../../lib/nn/activation.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';

const cases: [string, () => Activation][] = [
  ['two matrices', () => [torch.randn(2, 3), torch.randn(2, 3)]],
  ['three vectors', () => [torch.randn(4), torch.randn(4), torch.randn(4)]],
  ['one vector', () => [torch.randn(4)]],
  ['as many elements in other shapes', () => [torch.randn(2, 3), torch.randn(6)]],
  ['a transposed matrix', () => [torch.randn(2, 3), torch.randn(3, 2).t()]],
];

for (const [name, input] of cases) {
  test(`CAddTable of ${name} passes every check`, () => {
    torch.manualSeed(1);
    const report = checkModule(nn.CAddTable(), input());
    assert.ok(report.passed, report.toString());
  });
}

for (const inplace of [false, true]) {
  test(`CAddTable(${inplace}) adds, hands every term its own copy of the gradient, and overwrites nothing`, () => {
    const module = nn.CAddTable(inplace);
    const x = [torch.Tensor([1, 2]), torch.Tensor([10, 20])];
    const gy = torch.Tensor([3, 4]);
    assert.equal((module.forward(x) as Tensor).toArray(), [11, 22]);
    const gx = module.backward(x, gy) as Tensor[];
    gx[0].zero();
    assert.equal(
      [gx[1].toArray(), gy.toArray(), x[0].toArray()],
      [
        [3, 4],
        [3, 4],
        [1, 2],
      ],
    );
    assert.equal((module.rForward(x, [undefined, gy]) as Tensor).toArray(), [3, 4]);
  });
}

test('the shape of the output is that of the first, also where the first does not move', () => {
  const module = nn.CAddTable();
  const x = [torch.zeros(2, 2), torch.zeros(4)];
  assert.equal((module.forward(x) as Tensor).size(), [2, 2]);
  assert.equal((module.rForward(x, [undefined, torch.ones(4)]) as Tensor).size(), [2, 2]);
});

test('the table may become shorter', () => {
  const module = nn.CAddTable();
  const x = [torch.ones(2), torch.ones(2), torch.ones(2)];
  for (const table of [x, x.slice(1)]) {
    module.forward(table);
    assert.is((module.backward(table, x[0]) as Tensor[]).length, table.length);
  }
});

test('errors name the class, what it expected, and what it got', () => {
  const refused = (kind: typeof RangeError | typeof TypeError, input: Activation, message: string): void => {
    assert.throws(
      () => nn.CAddTable().forward(input),
      (error: Error) => error instanceof kind && error.message === message,
    );
  };
  refused(
    RangeError,
    [torch.zeros(2, 2), torch.zeros(2, 3)],
    'CAddTable.forward: expected a table of tensors of one size, got {(2 × 2), (2 × 3)}',
  );
  refused(TypeError, torch.zeros(2), 'CAddTable.forward: expected input to be a table of tensors, got (2)');
  refused(
    TypeError,
    [torch.zeros(2), [torch.zeros(2)]],
    'CAddTable.forward: expected input[1] to be one tensor, got {(2)}',
  );
});

test.run();
