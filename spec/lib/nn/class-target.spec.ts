/** @file Labels as data: their base, their range, and the hint for labels that count from 1. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkLabels, checkWeights, classAt, indexError, labelAt, weightAt } from '../../../lib/nn/class-target.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';

test('a label outside the range is named with the range, and 1-based ones are guessed', () => {
  const message = (value: number, base: 0 | 1): string => indexError('X.forward', 'target', value, 3, base).message;
  assert.is(message(7, 0), 'X.forward: expected target in 0..2, got 7');
  assert.is(message(3, 0), 'X.forward: expected target in 0..2, got 3; labels that count from 1 need indexBase 1');
  assert.is(message(4, 1), 'X.forward: expected target in 1..3, got 4');
  assert.is(message(0, 1), 'X.forward: expected target in 1..3, got 0');
  assert.instance(indexError('X.forward', 'target', 3, 3, 0), RangeError);
});

test('labels are read from numbers and from 1-D tensors, strided ones too', () => {
  assert.is(labelAt(2, 0), 2);
  const columns = Tensor.from('Long', [
    [1, 10],
    [2, 20],
    [3, 30],
  ]);
  assert.is(labelAt(columns.select(1, 1), 2), 30);
});

test('a target needs one label for each row', () => {
  checkLabels('X', 1, 1);
  checkLabels('X', torch.LongTensor([1, 2]), 2);
  const cases: [() => void, string, typeof Error][] = [
    [() => checkLabels('X', 1, 2), 'X: expected target (2), got the number 1', RangeError],
    [() => checkLabels('X', torch.LongTensor([1, 2]), 3), 'X: expected target (3), got (2)', RangeError],
    [() => checkLabels('X', torch.ones(2, 1), 2), 'X: expected target (2), got (2 × 1)', RangeError],
    [() => checkLabels('X', [1, 2], 2), 'X: expected target to be a number or a 1-D tensor, got object', TypeError],
  ];
  for (const [work, message, Kind] of cases) {
    assert.throws(work, (error: Error) => error.message === message && error instanceof Kind);
  }
});

test('a class counts from 0, whatever its label counts from', () => {
  assert.is(classAt('X', torch.LongTensor([2, 3]), 1, 4, 0), 3);
  assert.is(classAt('X', torch.LongTensor([2, 3]), 1, 3, 1), 2);
  fails(() => classAt('X', 0, 0, 3, 1), RangeError, 'X: expected target in 1..3, got 0');
  fails(() => classAt('X', 0.5, 0, 3, 0), RangeError, 'X: expected target in 0..2, got 0.5');
});

test('weights are one for each class, strided ones too, or 1', () => {
  checkWeights('X', undefined);
  checkWeights('X', torch.ones(3));
  fails(() => checkWeights('X', torch.ones(1, 3)), RangeError, 'X: expected weights (n), got DoubleTensor(1 × 3)');
  fails(
    () => checkWeights('X', [1, 2] as unknown as Tensor),
    TypeError,
    'X: expected weights to be a tensor, got an object',
  );
  assert.is(weightAt(undefined, 7), 1);
  assert.is(weightAt(torch.Tensor([1, 2, 3, 4, 5, 6]).view(3, 2).select(1, 1), 2), 6);
});

test.run();
