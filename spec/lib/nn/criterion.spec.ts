/** @file Criterion: the order of calls, shapes, structural zeros, copies and weights in an average. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Activation } from '../../../lib/nn/activation.js';
import { inner } from '../../../lib/nn/criterion.js';
import { nn } from '../../../lib/nn.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';

const x = torch.randn(2, 3);
const t = torch.randn(2, 3);

test('methods called before forward, or at another shape, say so', () => {
  const criterion = nn.MSECriterion();
  fails(() => criterion.backward(x, t), Error, 'MSECriterion.backward: call forward first, at the same input');
  fails(() => criterion.rForward(x, x, t), Error, 'MSECriterion.rForward: call forward first, at the same input');
  fails(() => criterion.rBackward(x, x, t), Error, 'MSECriterion.rBackward: call forward first, at the same input');
  criterion.forward(x, t);
  const bad = torch.randn(3, 2);
  fails(() => criterion.backward(bad, t), RangeError, 'MSECriterion.backward: expected input (2 × 3), got (3 × 2)');
  fails(
    () => criterion.backward(undefined as unknown as Activation, t),
    RangeError,
    'MSECriterion.backward: expected input (2 × 3), got nothing',
  );
  fails(() => criterion.rForward(x, bad, t), RangeError, 'MSECriterion.rForward: expected rInput (2 × 3), got (3 × 2)');
  fails(
    () => criterion.rBackward(x, [x], t),
    RangeError,
    'MSECriterion.rBackward: expected rInput (2 × 3), got {(2 × 3)}',
  );
  fails(
    () => criterion.rBackward(x, x.float(), t),
    TypeError,
    'MSECriterion.rBackward: expected rInput of type DoubleTensor, got FloatTensor(2 × 3)',
  );
});

test('inputs and targets of other kinds, types and sizes are refused', () => {
  const criterion = nn.MSECriterion();
  fails(
    () => criterion.forward([x], t),
    TypeError,
    'MSECriterion.forward: expected input to be one tensor, got {(2 × 3)}',
  );
  fails(
    () => criterion.forward(x.float(), t),
    TypeError,
    'MSECriterion.forward: expected input of type DoubleTensor, got FloatTensor(2 × 3)',
  );
  fails(() => criterion.forward(x, 3), TypeError, 'MSECriterion.forward: expected target to be one tensor, got number');
  fails(
    () => criterion.forward(x, t.float()),
    TypeError,
    'MSECriterion.forward: expected target of type torch.DoubleTensor, got FloatTensor(2 × 3)',
  );
  fails(
    () => criterion.forward(x, torch.randn(4)),
    RangeError,
    'MSECriterion.forward: expected target (2 × 3), got (4)',
  );
});

test('after a forward that failed the point before is forgotten', () => {
  const criterion = nn.MSECriterion();
  criterion.forward(x, t);
  assert.throws(() => criterion.forward(x, torch.randn(4)));
  assert.throws(() => criterion.backward(x, t), /call forward first/);
});

test('a structural zero costs nothing and reads as zero', () => {
  const criterion = nn.MSECriterion();
  criterion.forward(x, t);
  const gx = criterion.backward(x, t) as Tensor;
  const kept = gx.toArray();
  assert.is(criterion.rForward(x, undefined, t), 0);
  assert.equal((criterion.rBackward(x, undefined, t) as Tensor).toArray(), new Array(6).fill(0));
  assert.is(criterion.updateRGradInput(x, undefined, t), undefined);
  criterion.rForward(x, x, t);
  criterion.rBackward(x, x, t);
  assert.equal(gx.toArray(), kept);
});

test('R of the loss is the gradient times Rx, and Rgx is linear where the loss is quadratic', () => {
  const criterion = nn.MSECriterion(false);
  const rx = torch.randn(2, 3);
  criterion.forward(x, t);
  const expected = inner(criterion.backward(x, t), rx);
  assert.ok(Math.abs(criterion.rForward(x, rx, t) - expected) < 1e-14);
  assert.equal((criterion.rBackward(x, rx, t) as Tensor).toArray(), rx.clone().mul(2).toArray());
});

test('a zero R gradient is one tensor, made once', () => {
  const criterion = nn.ClassNLLCriterion();
  const labels = torch.LongTensor([0, 2]);
  criterion.forward(x, labels);
  const zero = criterion.rBackward(x, x, labels) as Tensor;
  assert.equal(zero.toArray(), new Array(6).fill(0));
  assert.is(criterion.rBackward(x, x, labels), zero);
});

test('a clone is independent, and clearState and type forget the point', () => {
  const criterion = nn.MSECriterion();
  criterion.forward(x, t);
  const gx = criterion.backward(x, t) as Tensor;
  const copy = criterion.clone();
  assert.throws(() => copy.backward(x, t), /call forward first/);
  copy.sizeAverage = false;
  assert.is(criterion.sizeAverage, true);
  copy.forward(x, t);
  assert.is.not((copy.backward(x, t) as Tensor).storage(), gx.storage());
  criterion.clearState();
  assert.throws(() => criterion.backward(x, t), /call forward first/);
  criterion.float();
  assert.is(criterion.forward(x.float(), t.float()).toFixed(5), nn.MSECriterion().forward(x, t).toFixed(5));
});

test('clearState reaches what is inside', () => {
  const criterion = nn.CrossEntropyCriterion();
  criterion.forward(x, torch.LongTensor([0, 2]));
  assert.ok((criterion.lsm.output as Tensor).nElement() > 0);
  criterion.clearState();
  assert.is((criterion.lsm.output as Tensor).nElement(), 0);
});

test('the weight in an average is in proportion to the rows, and one for sums', () => {
  const mse = nn.MSECriterion();
  assert.is(mse.weightInAverage(torch.randn(6, 3), t) / mse.weightInAverage(torch.randn(2, 3), t), 3);
  assert.is(mse.weightInAverage(torch.randn(6), t) / mse.weightInAverage(torch.randn(2), t), 3);
  assert.is(nn.MSECriterion(false).weightInAverage(torch.randn(6, 3), t), 1);
  const nll = nn.ClassNLLCriterion(Tensor.from('Double', [1, 2, 4]), true, 1);
  nll.forward(x, torch.LongTensor([2, 1]));
  assert.is(nll.weightInAverage(), 4);
});

test('arguments that are no numbers or no weights are refused', () => {
  const wrong = 'x' as unknown as number;
  const weights = 'x' as unknown as Tensor;
  const cases: [string, () => unknown][] = [
    ['MarginCriterion: expected margin to be a number, got string', () => nn.MarginCriterion(wrong)],
    ['MarginRankingCriterion: expected margin to be a number, got string', () => nn.MarginRankingCriterion(wrong)],
    ['HingeEmbeddingCriterion: expected margin to be a number, got string', () => nn.HingeEmbeddingCriterion(wrong)],
    [
      'L1HingeEmbeddingCriterion: expected margin to be a number, got string',
      () => nn.L1HingeEmbeddingCriterion(wrong),
    ],
    ['CosineEmbeddingCriterion: expected margin to be a number, got string', () => nn.CosineEmbeddingCriterion(wrong)],
    [
      'MultiMarginCriterion: expected margin to be a number, got string',
      () => nn.MultiMarginCriterion(1, undefined, wrong),
    ],
    [
      'ClassNLLCriterion: expected ignoreIndex to be a number, got string',
      () => nn.ClassNLLCriterion(undefined, true, wrong),
    ],
    ["BCECriterion: expected weights to be a tensor, got 'x'", () => nn.BCECriterion(weights)],
    ["ClassNLLCriterion: expected weights to be a tensor, got 'x'", () => nn.ClassNLLCriterion(weights)],
    ["MultiMarginCriterion: expected weights to be a tensor, got 'x'", () => nn.MultiMarginCriterion(1, weights)],
    [
      "MultiLabelSoftMarginCriterion: expected weights to be a tensor, got 'x'",
      () => nn.MultiLabelSoftMarginCriterion(weights),
    ],
    ["SpatialClassNLLCriterion: expected weights to be a tensor, got 'x'", () => nn.SpatialClassNLLCriterion(weights)],
  ];
  for (const [message, make] of cases) fails(make, TypeError, message);
  fails(() => nn.MultiMarginCriterion(wrong), TypeError, 'MultiMarginCriterion: expected p to be a number, got string');
});

test('inner pairs tables entry by entry and leaves structural zeros out', () => {
  const [a, b] = [Tensor.from('Double', [1, 2]), Tensor.from('Double', [3, 4])];
  assert.is(inner([a, [b]], [b, [b]]), 11 + 25);
  assert.is(inner([a, b], [undefined, a]), 11);
  assert.is(inner([a, b], undefined), 0);
});

test('passes behind forward read the target that forward read, or one like it', () => {
  const x = torch.randn(3, 4);
  const criterion = nn.ClassNLLCriterion();
  criterion.forward(x, torch.LongTensor([0, 3, 1]));
  const expected = 'ClassNLLCriterion.backward: expected target (3), as in forward, got';
  fails(() => criterion.backward(x, torch.LongTensor([0, 3])), RangeError, `${expected} (2)`);
  fails(() => criterion.backward(x, 2), RangeError, `${expected} 2`);
  fails(() => criterion.backward(x), RangeError, `${expected} nothing`);
  fails(
    () => criterion.rForward(x, x, torch.LongTensor([0, 3])),
    RangeError,
    'ClassNLLCriterion.rForward: expected target (3), as in forward, got (2)',
  );
  fails(
    () => criterion.backward(x, torch.LongTensor([0, 3, 4])),
    RangeError,
    'ClassNLLCriterion.backward: expected target in 0..3, got 4; labels that count from 1 need indexBase 1',
  );
  assert.is((criterion.backward(x, torch.LongTensor([3, 3, 3])) as Tensor).sum(), -1);
  const parallel = nn.ParallelCriterion().add(nn.MSECriterion()).add(criterion);
  const table = [torch.randn(2), x];
  parallel.forward(table, [torch.randn(2), torch.LongTensor([0, 3, 1])]);
  fails(
    () => parallel.backward(table, [torch.randn(2), torch.LongTensor([0])]),
    RangeError,
    'ParallelCriterion.backward: expected target {(2), (3)}, as in forward, got {(2), (1)}',
  );
});

test.run();
