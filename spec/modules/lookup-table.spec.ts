/** @file LookupTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

const { LongTensor } = torch;

passesEveryCheck({
  'a vector, one index twice': () => [nn.LookupTable(5, 3), LongTensor([3, 0, 3, 4])],
  'a batch': () => [
    nn.LookupTable(5, 3),
    LongTensor([
      [0, 1, 4],
      [2, 1, 1],
    ]),
  ],
  'a transposed batch': () => [
    nn.LookupTable(5, 3),
    LongTensor([
      [0, 1, 4],
      [2, 1, 1],
    ]).t(),
  ],
  'indices that count from 1': () => [nn.LookupTable(4, 2, undefined, undefined, 2, 1), LongTensor([4, 1])],
  'a norm that no row reaches': () => [nn.LookupTable(5, 3, undefined, 100), LongTensor([1, 2])],
  'below two hidden layers': () => [
    nn
      .Sequential()
      .add(nn.LookupTable(5, 3))
      .add(nn.Linear(3, 4))
      .add(nn.Tanh())
      .add(nn.Linear(4, 4))
      .add(nn.Sigmoid())
      .add(nn.Linear(4, 2)),
    LongTensor([3, 0, 3]),
  ],
});

/** Rows (1, 2), (3, 4), (5, 6), v ten times as large. */
function table(
  ...rest: [paddingValue?: number, maxNorm?: number, normType?: number]
): InstanceType<typeof nn.LookupTable> {
  const module = nn.LookupTable(3, 2, ...rest);
  const w = torch.Tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  module.weight.copy(w);
  module.rWeight.copy(w).mul(10);
  return module;
}

const g = torch.Tensor([
  [1, 2],
  [3, 4],
  [10, 20],
]);
const x = LongTensor([2, 0, 2]);

test('rows are taken, and gradients of a row taken twice add up', () => {
  const module = table();
  assert.equal(values(module.forward(x)), [5, 6, 1, 2, 5, 6]);
  const gx = module.backward(x, g, 0.5) as Tensor;
  assert.equal([gx.describe(), values(gx)], ['LongTensor(3)', [0, 0, 0]]);
  assert.equal(values(module.gradWeight), [1.5, 2, 0, 0, 5.5, 11]);
  assert.equal(values(module.rForward(x)), [50, 60, 10, 20, 50, 60]);
  assert.equal(values(module.rBackward(x, undefined, g, torch.ones(3, 2))), [0, 0, 0]);
  assert.equal(values(module.rGradWeight), [1, 1, 0, 0, 2, 2]);
});

test('the padding value collects no gradient, in both kinds of pass', () => {
  const module = table(2);
  module.forward(x);
  module.backward(x, g);
  module.rForward(x);
  module.rBackward(x, undefined, g, g);
  assert.equal([module.gradWeight, module.rGradWeight].map(values), Array(2).fill([3, 4, 0, 0, 0, 0]));
  module.setPadding(undefined).backward(x, g);
  assert.equal(values(module.gradWeight), [6, 8, 0, 0, 11, 22]);
});

test('scaleGradByFreq divides by how often a row is taken', () => {
  const module = table().scaleGradByFreq();
  module.forward(x);
  module.backward(x, g);
  module.rForward(x);
  module.rBackward(x, undefined, g, g, 2);
  assert.equal(values(module.gradWeight), [3, 4, 0, 0, 5.5, 11]);
  assert.equal(values(module.rGradWeight), [6, 8, 0, 0, 11, 22]);
});

test('maxNorm shortens the rows that are taken, in the table, and v passes as it is', () => {
  const input = LongTensor([1, 1]);
  // The row (3, 4) has norm 5, and 7 for p = 1; to 10⁻⁷ it becomes as long as maxNorm.
  for (const [p, norm] of [
    [2, 5],
    [1, 7],
    [3, 91 ** (1 / 3)],
  ]) {
    const module = table(undefined, 1, p);
    const c = 1 / (norm + 1e-7);
    const got = values(module.forward(input));
    [3 * c, 4 * c, 3 * c, 4 * c].forEach((expected, i) => {
      assert.ok(Math.abs(got[i] - expected) < 1e-15, `p = ${p}`);
    });
    assert.equal(values(module.weight), [1, 2, got[0], got[1], 5, 6]);
    assert.equal(values(module.rForward(input)), [30, 40, 30, 40]);
  }
  const module = table().setMaxNorm(5).setNormType(2);
  assert.equal(values(module.forward(input)), [3, 4, 3, 4]);
});

test('indices may be of any type, in a module of any type', () => {
  assert.equal(
    values(
      table()
        .float()
        .forward(torch.IntTensor([1])),
    ),
    [3, 4],
  );
  assert.equal(values(table().forward(torch.FloatTensor([1]))), [3, 4]);
});

test('after accUpdateOnly rows change without a gradient that is kept', () => {
  const module = table().accUpdateOnly();
  const indices = LongTensor([1, 1]);
  module.forward(indices);
  const gx = module.backwardUpdate(indices, torch.ones(2, 2), 0.5) as Tensor;
  assert.equal(values(gx), [0, 0]);
  assert.equal(values(module.weight), [1, 2, 2, 3, 5, 6]);
  assert.is(module.gradWeight, undefined);
  fails(
    () => module.backward(indices, torch.ones(2, 2)),
    Error,
    'LookupTable.backward: no gradient is kept after accUpdateOnly(), call backwardUpdate',
  );
});

test('indices outside leave the table as it was; sizes, shapes and tables are refused', () => {
  const module = table(undefined, 1);
  const hint = 'labels that count from 1 need indexBase 1';
  const outside = (i: number): Tensor => torch.Tensor([1, i]);
  fails(() => module.forward(outside(3)), RangeError, `LookupTable.forward: expected index in 0..2, got 3; ${hint}`);
  fails(() => module.forward(outside(-1)), RangeError, 'LookupTable.forward: expected index in 0..2, got -1');
  fails(() => module.forward(outside(0.5)), RangeError, 'LookupTable.forward: expected index in 0..2, got 0.5');
  assert.equal(values(module.weight), [1, 2, 3, 4, 5, 6]);
  fails(
    () => nn.LookupTable(3, 2, undefined, undefined, 2, 1).forward(LongTensor([0])),
    RangeError,
    'LookupTable.forward: expected index in 1..3, got 0',
  );
  fails(
    () => module.forward(torch.zeros(1, 1, 1)),
    RangeError,
    'LookupTable.forward: expected indices (n) or (N × n), got (1 × 1 × 1)',
  );
  fails(() => module.forward([x]), TypeError, 'LookupTable.forward: expected input to be one tensor, got {(3)}');
  fails(() => nn.LookupTable(3, 0), RangeError, 'LookupTable: expected sizes from 1 up, got (3, 0)');
  fails(() => nn.LookupTable(3, 2, undefined, 1, 0), RangeError, 'LookupTable: expected normType > 0, got 0');
  fails(() => module.setNormType(-1), RangeError, 'LookupTable.setNormType: expected p > 0, got -1');
});

test.run();
