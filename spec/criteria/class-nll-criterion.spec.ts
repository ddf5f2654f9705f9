/** @file ClassNLLCriterion against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkNetwork } from '../../lib/check/index.js';
import type { Target } from '../../lib/nn/criterion.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { layers } from '../networks.js';
import { fails, passesEveryCheck } from './checking.js';

type Criterion = InstanceType<typeof nn.ClassNLLCriterion>;

const weights = (): Tensor => torch.Tensor([0.5, 2, 1, 3]);
const labels = (): Tensor => torch.LongTensor([3, 0, 1]);

passesEveryCheck({
  'the mean of rows': () => [nn.ClassNLLCriterion(), torch.randn(3, 4), labels()],
  'the sum of rows': () => [nn.ClassNLLCriterion(undefined, false), torch.randn(3, 4), labels()],
  'the weighted mean': () => [nn.ClassNLLCriterion(weights()), torch.randn(3, 4), labels()],
  'the weighted sum': () => [nn.ClassNLLCriterion(weights(), false), torch.randn(3, 4), labels()],
  'one row and a number': () => [nn.ClassNLLCriterion(), torch.randn(4), 2],
  'rows of which one is ignored': () => [nn.ClassNLLCriterion(undefined, true, 0), torch.randn(3, 4), labels()],
  'transposed rows': () => [nn.ClassNLLCriterion(), torch.randn(4, 3).t(), labels()],
});

test('at the end of a network with two hidden layers, gradient and Hv are right', () => {
  torch.manualSeed(1);
  const model = layers([3, 4, 4, 4]).add(nn.LogSoftMax());
  const report = checkNetwork(model, nn.ClassNLLCriterion(weights()), torch.randn(3, 3), labels());
  assert.ok(report.passed, report.toString());
});

test('weights count in the sum and in what it is divided by', () => {
  const x = torch.Tensor([
    [-1, -2],
    [-3, -4],
  ]);
  const t = torch.Tensor([0, 1]);
  const criterion = nn.ClassNLLCriterion(torch.Tensor([1, 3]));
  assert.is(criterion.forward(x, t), (1 + 3 * 4) / 4);
  assert.equal((criterion.backward(x, t) as Tensor).toArray(), [-0.25, 0, 0, -0.75]);
  assert.is(criterion.rForward(x, torch.Tensor([4, 0, 0, 8]).view(2, 2), t), -1 - 6);
  assert.equal((criterion.rBackward(x, torch.ones(2, 2), t) as Tensor).toArray(), [0, 0, 0, 0]);
  assert.is(nn.ClassNLLCriterion(torch.Tensor([1, 3]), false).forward(x, t), 1 + 3 * 4);
});

test('ignored rows count nothing, and nothing but ignored rows is 0', () => {
  const x = torch.Tensor([
    [-1, -2],
    [-3, -4],
  ]);
  const criterion = nn.ClassNLLCriterion(undefined, true, 1);
  assert.is(criterion.forward(x, torch.Tensor([0, 1])), 1);
  assert.equal((criterion.backward(x, torch.Tensor([0, 1])) as Tensor).toArray(), [-1, 0, 0, 0]);
  assert.is(criterion.forward(x, torch.Tensor([1, 1])), 0);
});

test('indexBase 1 reads labels that count from 1', () => {
  const x = torch.Tensor([[-1, -2]]);
  assert.is(nn.ClassNLLCriterion(undefined, true, -100, 1).forward(x, torch.Tensor([2])), 2);
});

test('errors name the class, what it expected, and what it got', () => {
  const forward = (x: Tensor, t: Target, criterion: Criterion = nn.ClassNLLCriterion()): unknown =>
    criterion.forward(x, t);
  const x = torch.zeros(2, 3);
  const who = 'ClassNLLCriterion.forward: expected ';
  const rows: [() => unknown, typeof Error, string][] = [
    [
      () => forward(x, torch.Tensor([1, 3])),
      RangeError,
      `${who}target in 0..2, got 3; labels that count from 1 need indexBase 1`,
    ],
    [() => forward(x, torch.Tensor([1, 0.5])), RangeError, `${who}target in 0..2, got 0.5`],
    [() => forward(x, torch.Tensor([1])), RangeError, `${who}target (2), got (1)`],
    [() => forward(x, 1), RangeError, `${who}target (2), got the number 1`],
    [() => forward(x, [1, 2]), TypeError, `${who}target to be a number or a 1-D tensor, got object`],
    [() => forward(torch.zeros(1, 2, 3), 1), RangeError, `${who}input (N × n) or (n), got (1 × 2 × 3)`],
    [
      () => forward(x, torch.Tensor([1, 1]), nn.ClassNLLCriterion(torch.ones(4))),
      RangeError,
      `${who}input of 4 classes, one for each weight, got (2 × 3)`,
    ],
    [
      () => nn.ClassNLLCriterion(torch.ones(2, 2)),
      RangeError,
      'ClassNLLCriterion: expected weights (n), got DoubleTensor(2 × 2)',
    ],
  ];
  for (const [work, Kind, message] of rows) fails(work, Kind, message);
});

test.run();
