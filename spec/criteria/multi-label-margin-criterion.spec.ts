/** @file MultiLabelMarginCriterion against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import type { Target } from '../../lib/nn/criterion.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

const x = (): Tensor => torch.Tensor([0, 1.5, -2, 0.25, 1, 0.5, 3, -1]).view(2, 4);
const labels = (): Tensor => torch.LongTensor([3, 0, -1, 1, 2, -1, 0, 0]).view(2, 4);

passesEveryCheck({
  'the mean of rows': () => [nn.MultiLabelMarginCriterion(), x(), labels()],
  'labels from 1': () => [nn.MultiLabelMarginCriterion(1), x(), torch.add(labels(), 1)],
  'one row': () => [nn.MultiLabelMarginCriterion(), x().select(0, 1), torch.Tensor([3, -1, 1, 2])],
  'transposed rows, all labels': () => [
    nn.MultiLabelMarginCriterion(),
    x().mul(1.5).t(),
    torch.LongTensor(4, 2).fill(1),
  ],
});

test('every label against every other class, by hand', () => {
  const [a, ra] = [torch.Tensor([0, 1, 3, 0.5]), torch.Tensor([1, 2, 4, 8])];
  const rgx = [0, 0, 0, 0];
  // j = 1: z = 0 (k = 0), 0.5 (k = 3); j = 2: −2, −1.5.
  const criterion = nn.MultiLabelMarginCriterion();
  const t = torch.LongTensor([1, 2, -1, 0]);
  gives(criterion, a, ra, t, { loss: 0.5 / 4, gx: [0, -0.25, 0, 0.25], rLoss: 1.5, rgx });
  criterion.sizeAverage = false;
  const two = (row: Tensor): Tensor => torch.cat(row, row, 0).view(2, 4);
  const gx = [0, -0.25, 0, 0.25, 0, -0.25, 0, 0.25];
  gives(criterion, two(a), two(ra), two(t), { loss: 1 / 4, gx, rLoss: 3, rgx: [...rgx, ...rgx] });
  // A label that stands twice counts twice.
  gives(criterion, a, ra, torch.LongTensor([1, 1, 2, -1]), { loss: 1 / 4, gx: [0, -0.5, 0, 0.5], rLoss: 3, rgx });
});

test('errors name the class, what it expected, and what it got', () => {
  const who = 'MultiLabelMarginCriterion.forward: expected ';
  const forward = (input: Tensor, target?: Target) => () => nn.MultiLabelMarginCriterion().forward(input, target);
  fails(forward(torch.zeros(1, 2, 3)), RangeError, `${who}input (N × n) or (n), got (1 × 2 × 3)`);
  fails(forward(torch.zeros(3), torch.LongTensor([1])), RangeError, `${who}target (3), got (1)`);
  fails(forward(torch.zeros(3), 1), TypeError, `${who}target to be one tensor, got number`);
  fails(forward(torch.zeros(2), torch.LongTensor([0, -2])), RangeError, `${who}target in 0..1, got -2`);
  fails(
    forward(torch.zeros(2), torch.LongTensor([2, 0])),
    RangeError,
    `${who}target in 0..1, got 2; labels that count from 1 need indexBase 1`,
  );
});

test.run();
