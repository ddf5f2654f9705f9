/** @file SplitTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkModule, checkNetwork } from '../../lib/check/index.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';

type SplitTable = InstanceType<typeof nn.SplitTable>;

/** A module, the size of its input, how many entries come out, and the size of each. */
const cases: [string, () => SplitTable, number[], number, number[]][] = [
  ['(0)', () => nn.SplitTable(0), [2, 3], 2, [3]],
  ['(1)', () => nn.SplitTable(1), [2, 3], 3, [2]],
  ['(-1)', () => nn.SplitTable(-1), [2, 3, 4], 4, [2, 3]],
  ['(0, 2)', () => nn.SplitTable(0, 2), [3, 4], 3, [4]],
  ['(0, 2)', () => nn.SplitTable(0, 2), [2, 3, 4], 3, [2, 4]],
  ['(-1, 2)', () => nn.SplitTable(-1, 2), [2, 3, 4], 4, [2, 3]],
  ['(0)', () => nn.SplitTable(0), [3], 3, [1]],
];

for (const [args, make, inputSize, count, outputSize] of cases) {
  test(`SplitTable${args} makes ${count} of ${outputSize} from ${inputSize} and passes every check`, () => {
    torch.manualSeed(1);
    const module = make();
    const x = torch.randn(inputSize);
    const sizes = (module.forward(x) as Tensor[]).map((piece) => piece.size());
    assert.equal(sizes, Array(count).fill(outputSize));
    const report = checkModule(module, x);
    assert.ok(report.passed, report.toString());
  });
}

test('columns become entries, and their gradients columns', () => {
  const module = nn.SplitTable(1);
  const x = torch.Tensor([
    [1, 2],
    [3, 4],
  ]);
  const y = module.forward(x) as Tensor[];
  assert.equal(
    y.map((piece) => piece.toArray()),
    [
      [1, 3],
      [2, 4],
    ],
  );
  const gy = [torch.Tensor([5, 6]), torch.Tensor([7, 8])];
  assert.equal((module.backward(x, gy) as Tensor).toArray(), [5, 7, 6, 8]);
  module.rForward(x, x);
  assert.equal((module.rBackward(x, x, gy, gy) as Tensor).toArray(), [5, 7, 6, 8]);
  assert.equal((module.rBackward(x, x, gy, [undefined, gy[1]]) as Tensor).toArray(), [0, 7, 0, 8]);
});

test('entries that are contiguous in the input are views of it', () => {
  const x = torch.randn(2, 3);
  const rows = nn.SplitTable(0).forward(x) as Tensor[];
  assert.is(rows[1].storage(), x.storage());
  const [column] = nn.SplitTable(1).forward(x) as Tensor[];
  assert.ok(column.isContiguous());
});

test('a network that treats columns apart passes every check', () => {
  torch.manualSeed(1);
  const columns = nn.ParallelTable();
  for (let i = 0; i < 2; i++) columns.add(nn.Sequential().add(nn.Tanh()).add(nn.Linear(3, 3)).add(nn.Tanh()));
  const model = nn.Sequential().add(nn.Linear(4, 6)).add(nn.Tanh()).add(nn.Reshape(3, 2));
  model.add(nn.SplitTable(1, 2)).add(columns).add(nn.CAddTable());
  const report = checkNetwork(model, nn.MSECriterion(), torch.randn(2, 4), torch.randn(2, 3));
  assert.ok(report.passed, report.toString());
});

test('indices are split whatever their type', () => {
  const pieces = nn.SplitTable(1).forward(
    torch.LongTensor([
      [1, 2],
      [3, 4],
    ]),
  ) as Tensor[];
  assert.equal([pieces[1].type(), pieces[1].toArray()], ['torch.LongTensor', [2, 4]]);
});

test('errors name the class, what it expected, and what it got', () => {
  assert.throws(
    () => nn.SplitTable(2).forward(torch.zeros(2, 3)),
    (error: Error) =>
      error instanceof RangeError &&
      error.message === 'SplitTable.forward: expected input with dimension 2, got (2 × 3)',
  );
  assert.throws(
    () => nn.SplitTable(0).forward([torch.zeros(2)]),
    (error: Error) =>
      error instanceof TypeError && error.message === 'SplitTable.forward: expected input to be one tensor, got {(2)}',
  );
});

test.run();
