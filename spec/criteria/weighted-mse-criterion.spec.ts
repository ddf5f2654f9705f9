/** @file WeightedMSECriterion against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'a weight for each element': () => [nn.WeightedMSECriterion(torch.rand(3, 2)), torch.randn(3, 2), torch.randn(3, 2)],
  'weights of a row': () => [nn.WeightedMSECriterion(torch.rand(2)), torch.randn(3, 2), torch.randn(3, 2)],
  'transposed matrices': () => [nn.WeightedMSECriterion(torch.rand(2)), torch.randn(2, 3).t(), torch.randn(2, 3).t()],
});

test('targets are weighted, not errors', () => {
  const weight = torch.Tensor([2, 3]);
  const [x, rx, t] = [
    [1, 2, 3, 4],
    [1, 2, 4, 8],
    [1, 1, 2, 0],
  ].map((v) => torch.Tensor(v).view(2, 2));
  const criterion = nn.WeightedMSECriterion(weight);
  weight.fill(0);
  // x − W t = −1, −1, −1, 4.
  gives(criterion, x, rx, t, { loss: 19 / 4, gx: [-0.5, -0.5, -0.5, 2], rLoss: 12.5, rgx: [0.5, 1, 2, 4] });
});

test('errors name the class, what it expected, and what it got', () => {
  const who = 'WeightedMSECriterion.forward: expected ';
  const forward = (x: Tensor, t: Tensor) => () => nn.WeightedMSECriterion(torch.ones(3)).forward(x, t);
  fails(
    () => nn.WeightedMSECriterion(2 as unknown as Tensor),
    TypeError,
    'WeightedMSECriterion: expected weight to be a tensor, got number',
  );
  fails(forward(torch.zeros(2, 2), torch.zeros(2, 2)), RangeError, `${who}input (3) or (N × 3), got (2 × 2)`);
  fails(forward(torch.zeros(2, 3), torch.zeros(2, 2)), RangeError, `${who}target (2 × 3), got (2 × 2)`);
});

test.run();
