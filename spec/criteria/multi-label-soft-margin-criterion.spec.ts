/** @file MultiLabelSoftMarginCriterion against the checker, values worked out by hand, far from 0, too, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

const targets = () => torch.Tensor([1, 0, 0, 1, 0, 1]);
const weights = () => torch.Tensor([1, 2, 0.5]);

passesEveryCheck({
  'the mean of a matrix': () => [nn.MultiLabelSoftMarginCriterion(), torch.randn(2, 3), targets().view(2, 3)],
  'the weighted sum of rows': () => [
    nn.MultiLabelSoftMarginCriterion(weights(), false),
    torch.randn(2, 3),
    targets().view(2, 3),
  ],
  'one weighted row': () => [nn.MultiLabelSoftMarginCriterion(weights()), torch.randn(3), torch.Tensor([0, 1, 1])],
  'transposed matrices': () => [nn.MultiLabelSoftMarginCriterion(), torch.randn(3, 2).t(), targets().view(3, 2).t()],
});

test('scores 0 and log 3 with weights, by hand', () => {
  const [x, t, rx] = [torch.Tensor([[0, Math.log(3)]]), torch.Tensor([[1, 0]]), torch.Tensor([[4, 16]])];
  // −log σ(0) = log 2, −log σ(−log 3) = log 4.
  const criterion = nn.MultiLabelSoftMarginCriterion(torch.Tensor([1, 2]));
  gives(criterion, x, rx, t, { loss: 2.5 * Math.log(2), gx: [-1 / 4, 3 / 4], rLoss: 11, rgx: [0.5, 3] });
});

test('scores of 800 are finite, where exp(800) is not', () => {
  const [x, t] = [torch.Tensor([800, -800]), torch.Tensor([0, 0])];
  const criterion = nn.MultiLabelSoftMarginCriterion(undefined, false);
  gives(criterion, x, torch.ones(2), t, { loss: 800, gx: [1, 0], rLoss: 1, rgx: [0, 0] });
});

test('errors name the class, what it expected, and what it got', () => {
  fails(
    () => nn.MultiLabelSoftMarginCriterion(torch.ones(1, 3)),
    RangeError,
    'MultiLabelSoftMarginCriterion: expected weights (n), got DoubleTensor(1 × 3)',
  );
  fails(
    () => nn.MultiLabelSoftMarginCriterion(weights()).forward(torch.zeros(2, 2), torch.zeros(2, 2)),
    RangeError,
    'MultiLabelSoftMarginCriterion.forward: expected target (N × 3) or (3), one column for each weight, got (2 × 2)',
  );
});

test.run();
