/** @file MarginCriterion against the checker, values worked out by hand at its kink, too, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

const x = (): number[][] => [
  [2, -2],
  [0.5, -0.25],
];
const t = (): number[][] => [
  [1, 1],
  [1, -1],
];

passesEveryCheck({
  'the mean of a matrix': () => [nn.MarginCriterion(), torch.Tensor(x()), torch.Tensor(t())],
  'a margin of 3 and a vector of targets': () => [nn.MarginCriterion(3), torch.Tensor(x()), torch.Tensor(t()).view(4)],
  'transposed matrices': () => [nn.MarginCriterion(), torch.Tensor(x()).t(), torch.Tensor(t()).t()],
});

test('what falls short of the margin counts, and nothing goes down at it', () => {
  const [a, b, ra] = [torch.Tensor([3, -1, -2, 2]), torch.Tensor([1, 1, -1, 1]), torch.Tensor([1, 2, 4, 8])];
  const criterion = nn.MarginCriterion(2);
  gives(criterion, a, ra, b, { loss: 3 / 4, gx: [0, -0.25, 0, 0], rLoss: -0.5, rgx: [0, 0, 0, 0] });
  criterion.sizeAverage = false;
  gives(criterion, a, ra, b, { loss: 3, gx: [0, -1, 0, 0], rLoss: -2, rgx: [0, 0, 0, 0] });
});

test('errors name the class, what it expected, and what it got', () => {
  fails(
    () => nn.MarginCriterion().forward(torch.zeros(2, 3), torch.zeros(5)),
    RangeError,
    'MarginCriterion.forward: expected target (2 × 3), got (5)',
  );
  fails(
    () => nn.MarginCriterion().forward([torch.zeros(2)], torch.zeros(2)),
    TypeError,
    'MarginCriterion.forward: expected input to be one tensor, got {(2)}',
  );
});

test.run();
