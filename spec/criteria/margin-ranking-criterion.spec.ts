/** @file MarginRankingCriterion against the checker, values worked out by hand at its kink, too, and its errors. */
import { test } from 'uvu';
import type { Activation } from '../../lib/nn/activation.js';
import type { Target } from '../../lib/nn/criterion.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

const scores = (): Tensor[] => [torch.Tensor([3, -1, 0.5, 2]), torch.Tensor([0, 0, 0, -2])];

passesEveryCheck({
  'the mean of a vector': () => [nn.MarginRankingCriterion(), scores(), torch.Tensor([1, 1, -1, -1])],
  'the mean of a matrix and a margin of 2': () => [
    nn.MarginRankingCriterion(2.25),
    scores().map((x) => x.view(2, 2)),
    torch.Tensor([1, 1, -1, -1]).view(2, 2),
  ],
  'one pair and a number': () => [nn.MarginRankingCriterion(), [torch.Tensor([0.5]), torch.Tensor([2])], 1],
});

test('what falls short of the margin counts, and goes down at it', () => {
  const x = [torch.Tensor([3, -1, 3, 2]), torch.Tensor([0, 0, 1, -2])];
  const rx = [torch.Tensor([1, 2, 4, 8]), torch.Tensor([0, 1, 0, 1])];
  const t = torch.Tensor([1, 1, 1, -1]);
  const criterion = nn.MarginRankingCriterion(2);
  // z = 3, −1, 2, 4; m − t z = −1, 3, 0, 6.
  const rgx = [0, 0, 0, 0, 0, 0, 0, 0];
  gives(criterion, x, rx, t, {
    loss: 9 / 4,
    gx: [0, -0.25, -0.25, 0.25, 0, 0.25, 0.25, -0.25],
    rLoss: (-1 - 4 + 7) / 4,
    rgx,
  });
  criterion.sizeAverage = false;
  gives(criterion, x, rx, t, { loss: 9, gx: [0, -1, -1, 1, 0, 1, 1, -1], rLoss: 2, rgx });
});

test('errors name the class, what it expected, and what it got', () => {
  const who = 'MarginRankingCriterion.forward: expected ';
  const forward = (input: Activation, target?: Target) => () => nn.MarginRankingCriterion().forward(input, target);
  fails(forward(torch.zeros(2), 1), TypeError, `${who}input to be a table of tensors, got (2)`);
  fails(
    forward([torch.zeros(2), torch.zeros(3)], 1),
    RangeError,
    `${who}input to be two tensors of one size, got {(2), (3)}`,
  );
  fails(forward(scores(), torch.ones(3)), RangeError, `${who}target (4), got (3)`);
  fails(forward(scores(), 1), RangeError, `${who}target (4), got (1)`);
  fails(forward(scores()), TypeError, `${who}target to be a number or a tensor, got undefined`);
});

test.run();
