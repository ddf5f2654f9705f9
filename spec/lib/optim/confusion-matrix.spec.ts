/** @file ConfusionMatrix: counts, shares and text as Lua Torch has them; bad classes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { optim, torch } from '../../../lib/index.js';
import { fails } from '../../errors.js';

function counted(): optim.ConfusionMatrix {
  const matrix = optim.ConfusionMatrix(['cat', 'dog', 'cow']);
  const scores = torch.Tensor([0.1, 0.7, 0.2]);
  matrix.add(0, 0);
  matrix.add(1, 0);
  matrix.add(scores, 1);
  matrix.add(scores, torch.Tensor([0, 0, 1]));
  matrix.add(0, -1);
  matrix.batchAdd(torch.Tensor([0, 0, 0, 0, 2]), torch.Tensor([0, 0, 0, 1, 0]));
  const rows = torch.Tensor([
    [0.1, 0.2, 0.7],
    [0.5, 0.2, 0.3],
  ]);
  matrix.batchAdd(rows, torch.Tensor([2, -1]));
  return matrix;
}

// Printed by optim of Lua Torch7 after the same calls.
const printed = [
  'ConfusionMatrix:',
  '[[       4       1       1]   66.667% \t[class: cat]',
  ' [       1       1       0]   50.000% \t[class: dog]',
  ' [       0       1       1]]  50.000% \t[class: cow]',
  ' + average row correct: 55.555556217829% ',
  ' + average rowUcol correct (VOC measure): 38.492064674695% ',
  ' + global correct: 60%',
].join('\n');

test('predictions and targets may be classes, scores and batches; labels below the first are missing ones', () => {
  const matrix = counted();
  assert.is(String(matrix), printed);
  assert.equal(matrix.mat.totable(), [
    [4, 1, 1],
    [1, 1, 0],
    [0, 1, 1],
  ]);
  assert.is(matrix.totalValid, 0.6);
  assert.ok(Math.abs(matrix.averageValid - (4 / 6 + 1 / 2 + 1 / 2) / 3) < 1e-7);
});

test('false rejections and acceptances are those of Lua Torch', () => {
  const [classFrrs, classFars, frrs, fars] = counted().farFrr();
  assert.equal(classFrrs.toArray(), [1 - 4 / 6, 0.5, 0.5]);
  assert.equal(classFars.toArray(), [0.25, (1 / 6 + 1 / 2) / 2, 1 / 6 / 2]);
  assert.equal([frrs.toArray(), fars.toArray()], [classFrrs.toArray(), classFars.toArray()]);
});

test('a class that never came is nan, and left out of averages', () => {
  const matrix = optim.ConfusionMatrix(3);
  assert.match(String(matrix), /^ConfusionMatrix:\n\[\[ {7}0 {7}0 {7}0\] {3}nan% \n/);
  for (let i = 0; i < 63; i++) matrix.add(1, 0);
  matrix.add(0, 0);
  matrix.add(2, 2);
  // As Lua Torch prints it.
  const lines = [
    'ConfusionMatrix:',
    '[[       1      63       0]   1.563% ',
    ' [       0       0       0]   nan% ',
    ' [       0       0       1]]  100.000% ',
    ' + average row correct: 50.78125% ',
    ' + average rowUcol correct (VOC measure): 50.78125% ',
    ' + global correct: 3.0769230769231%',
  ];
  assert.is(String(matrix), lines.join('\n'));
  assert.equal(matrix.farFrr()[1].toArray(), [0, -1, 0]);
  matrix.zero();
  assert.is(matrix.mat.sum(), 0);
});

test('labels may count from 1', () => {
  const matrix = optim.ConfusionMatrix(2, [], 1);
  matrix.add(2, 1);
  matrix.add(2, 0);
  assert.equal(matrix.mat.totable(), [
    [0, 1],
    [0, 0],
  ]);
});

test('what is no class is refused, and nothing of it counted', () => {
  const matrix = optim.ConfusionMatrix(3);
  const what = 'ConfusionMatrix(3)';
  fails(() => matrix.add(3, 0), RangeError, `${what}.add: expected a class in 0..2, got 3`);
  const labels = torch.Tensor([0, 5]);
  fails(
    () => matrix.batchAdd(torch.Tensor([0, 0]), labels),
    RangeError,
    `${what}.batchAdd: expected a class in 0..2, got 5`,
  );
  fails(() => matrix.batchAdd(labels, torch.Tensor([1])), RangeError, `${what}.batchAdd: expected 2 targets, got 1`);
  const cube = torch.Tensor(1, 2, 3);
  const expected = 'expected predictions of one or two dimensions, got DoubleTensor(1 × 2 × 3)';
  fails(() => matrix.batchAdd(cube, labels), RangeError, `${what}.batchAdd: ${expected}`);
  assert.is(matrix.mat.sum(), 0);
  fails(
    () => optim.ConfusionMatrix(0),
    RangeError,
    'ConfusionMatrix: expected a number of classes or their names, got 0',
  );
});

test.run();
