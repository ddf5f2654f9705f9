/** @file CrossEntropyCriterion against the checker, the two classes it is made of, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkNetwork } from '../../lib/check/index.js';
import type { Target } from '../../lib/nn/criterion.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { passesEveryCheck } from './checking.js';

const weights = (): Tensor => torch.Tensor([1, 2, 0.5, 3]);
const labels = (): Tensor => torch.Tensor([0, 3, 1]);

passesEveryCheck({
  'a batch': () => [nn.CrossEntropyCriterion(), torch.randn(3, 4), labels()],
  'one row and a number': () => [nn.CrossEntropyCriterion(), torch.randn(4), 2],
  'a batch of one': () => [nn.CrossEntropyCriterion(), torch.randn(1, 4), torch.Tensor([2])],
  'maps of one pixel': () => [nn.CrossEntropyCriterion(), torch.randn(3, 4, 1, 1), labels()],
  'Long labels in a column': () => [nn.CrossEntropyCriterion(), torch.randn(2, 4), torch.LongTensor([[1], [0]])],
  'weighted classes': () => [nn.CrossEntropyCriterion(weights()), torch.randn(3, 4), labels()],
  'a weighted sum': () => [nn.CrossEntropyCriterion(weights(), false), torch.randn(3, 4), labels()],
  'a row left out': () => [nn.CrossEntropyCriterion(undefined, true, 3), torch.randn(3, 4), labels()],
  'labels from 1': () => [nn.CrossEntropyCriterion(undefined, true, -100, 1), torch.randn(3, 4), labels().add(1)],
  'scores of hundreds': () => [nn.CrossEntropyCriterion(), torch.randn(3, 4).mul(200), labels()],
  'transposed scores': () => [nn.CrossEntropyCriterion(), torch.randn(4, 3).t(), labels()],
});

test('a network with two hidden layers passes every check', () => {
  torch.manualSeed(1);
  const model = nn.Sequential().add(nn.Linear(3, 4)).add(nn.Tanh()).add(nn.Linear(4, 4)).add(nn.Tanh());
  model.add(nn.Linear(4, 2));
  const report = checkNetwork(model, nn.CrossEntropyCriterion(), torch.randn(3, 3), torch.Tensor([0, 1, 1]));
  assert.ok(report.passed, report.toString());
});

test('two equal scores, by hand', () => {
  const criterion = nn.CrossEntropyCriterion();
  const [x, rx] = [torch.zeros(1, 2), torch.Tensor([[1, -1]])];
  const close = (actual: number[], expected: number[]): void => {
    actual.forEach((value, i) => {
      assert.ok(Math.abs(value - expected[i]) < 1e-15, `expected ${expected}, got ${actual}`);
    });
  };
  close([criterion.forward(x, 0)], [Math.log(2)]);
  const gx = criterion.backward(x, 0) as Tensor;
  assert.equal(gx.size(), [1, 2]);
  close(gx.toArray(), [-0.5, 0.5]);
  close([criterion.rForward(x, rx, 0)], [-1]);
  const rgx = criterion.rBackward(x, rx, 0) as Tensor;
  assert.equal(rgx.size(), [1, 2]);
  close(rgx.toArray(), [0.5, -0.5]);
});

test('rBackward needs no backward and no rForward before it', () => {
  torch.manualSeed(1);
  const criterion = nn.CrossEntropyCriterion();
  const [x, rx, t] = [torch.randn(3, 4), torch.randn(3, 4), labels()];
  criterion.forward(x, t);
  const alone = (criterion.rBackward(x, rx, t) as Tensor).toArray();
  criterion.backward(x, t);
  criterion.rForward(x, rx, t);
  assert.equal((criterion.rBackward(x, rx, t) as Tensor).toArray(), alone);
  assert.is(criterion.updateRGradInput(x, undefined, t), undefined);
});

test('sizeAverage is that of its ClassNLLCriterion, and the weight in an average its weights', () => {
  const criterion = nn.CrossEntropyCriterion(weights());
  const [x, t] = [torch.zeros(3, 4), labels()];
  const mean = criterion.forward(x, t);
  assert.ok(criterion.averages());
  assert.is(criterion.weightInAverage(), 6);
  criterion.sizeAverage = false;
  assert.not.ok(criterion.nll.sizeAverage);
  assert.ok(Math.abs(criterion.forward(x, t) - 6 * mean) < 1e-14);
  assert.is(criterion.weightInAverage(), 1);
});

test('errors say what was expected and what was got', () => {
  const refused = (x: Tensor, t: Target, message: string): void => {
    assert.throws(
      () => nn.CrossEntropyCriterion().forward(x, t),
      (error: Error) => error instanceof RangeError && error.message === message,
    );
  };
  refused(
    torch.zeros(2, 3, 2, 2),
    torch.zeros(2),
    'CrossEntropyCriterion.forward: expected input (N × n) or (n), got (2 × 3 × 2 × 2)',
  );
  refused(
    torch.zeros(2, 3),
    torch.Tensor([0, 3]),
    'ClassNLLCriterion.forward: expected target in 0..2, got 3; labels that count from 1 need indexBase 1',
  );
});

test.run();
