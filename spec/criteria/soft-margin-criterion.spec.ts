/** @file SoftMarginCriterion against the checker, values worked out by hand, far from 0, too, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

const targets = () => torch.Tensor([1, -1, -1, 1, -1, 1]);

passesEveryCheck({
  'a matrix': () => [nn.SoftMarginCriterion(), torch.randn(2, 3), targets().view(2, 3)],
  'a vector, targets in a matrix': () => [nn.SoftMarginCriterion(), torch.randn(6), targets().view(3, 2)],
  'transposed matrices': () => [nn.SoftMarginCriterion(), torch.randn(3, 2).t(), targets().view(3, 2).t()],
});

test('scores 0 and log 3, by hand', () => {
  const [x, t, rx] = [torch.Tensor([0, Math.log(3)]), torch.Tensor([1, -1]), torch.Tensor([4, 16])];
  const criterion = nn.SoftMarginCriterion();
  // exp(−u) = 1 and 3: losses log 2 and log 4, σ(−u) = 1/2 and 3/4.
  gives(criterion, x, rx, t, { loss: (3 * Math.log(2)) / 2, gx: [-1 / 4, 3 / 8], rLoss: 5, rgx: [0.5, 1.5] });
  criterion.sizeAverage = false;
  gives(criterion, x, rx, t, { loss: 3 * Math.log(2), gx: [-1 / 2, 3 / 4], rLoss: 10, rgx: [1, 3] });
});

test('scores of 800 are finite, where exp(800) is not', () => {
  const [x, t] = [torch.Tensor([800, -800]), torch.Tensor([1, 1])];
  const criterion = nn.SoftMarginCriterion();
  criterion.sizeAverage = false;
  gives(criterion, x, torch.ones(2), t, { loss: 800, gx: [-0, -1], rLoss: -1, rgx: [0, 0] });
});

test('as in Torch it takes no argument', () => {
  const criterion = (nn.SoftMarginCriterion as (...args: unknown[]) => InstanceType<typeof nn.SoftMarginCriterion>)(
    false,
  );
  assert.is(criterion.sizeAverage, true);
});

test('errors name the class, what it expected, and what it got', () => {
  fails(
    () => nn.SoftMarginCriterion().forward(torch.zeros(2, 3), torch.zeros(5)),
    RangeError,
    'SoftMarginCriterion.forward: expected target (2 × 3), got (5)',
  );
});

test.run();
