/** @file SmoothL1Criterion against the checker, values worked out by hand on both sides of its kinks, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

const x = (): number[][] => [
  [1, -2],
  [0.5, 3],
];
const t = (): number[][] => [
  [0.5, 2],
  [0.75, 1],
];

passesEveryCheck({
  'the mean of a matrix': () => [nn.SmoothL1Criterion(), torch.Tensor(x()), torch.Tensor(t())],
  'the sum of another shape': () => [nn.SmoothL1Criterion(false), torch.Tensor(x()), torch.Tensor(t()).view(4)],
  'the mean of transposed matrices': () => [nn.SmoothL1Criterion(), torch.Tensor(x()).t(), torch.Tensor(t()).t()],
});

test('errors up to 1 are squared and halved, larger ones lose a half', () => {
  const [a, b, ra] = [torch.Tensor([0.5, -3, 1, 4]), torch.Tensor([0, 0, 2, 2]), torch.Tensor([1, 2, 3, 4])];
  const sum = { loss: 0.125 + 2.5 + 0.5 + 1.5, gx: [0.5, -1, -1, 1], rLoss: 0.5 - 2 - 3 + 4, rgx: [1, 0, 3, 0] };
  gives(nn.SmoothL1Criterion(false), a, ra, b, sum);
  gives(nn.SmoothL1Criterion(), a, ra, b, {
    loss: 4.625 / 4,
    gx: [0.125, -0.25, -0.25, 0.25],
    rLoss: -0.125,
    rgx: [0.25, 0, 0.75, 0],
  });
});

test('errors name the class, what it expected, and what it got', () => {
  fails(
    () => nn.SmoothL1Criterion().forward(torch.zeros(2, 3), torch.zeros(5)),
    RangeError,
    'SmoothL1Criterion.forward: expected target (2 × 3), got (5)',
  );
});

test.run();
