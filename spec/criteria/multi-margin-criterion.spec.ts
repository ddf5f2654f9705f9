/** @file MultiMarginCriterion against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { type Cases, fails, gives, passesEveryCheck } from './checking.js';

const x = (): Tensor =>
  torch.Tensor([
    [0, 1.5, -2, 0.25],
    [1, 0.5, 3, -1],
    [0.25, 0.5, -0.75, 2],
  ]);
const labels = (): Tensor => torch.LongTensor([3, 0, 1]);
const weights = (): Tensor => torch.Tensor([0.5, 2, 1, 3]);

const cases: Cases = {};
for (const p of [1, 2]) {
  cases[`the mean of rows with p = ${p}`] = () => [nn.MultiMarginCriterion(p), x(), labels()];
  cases[`weights and a margin with p = ${p}`] = () => [nn.MultiMarginCriterion(p, weights(), 0.4), x(), labels()];
  cases[`one row and a number with p = ${p}`] = () => [nn.MultiMarginCriterion(p), x().select(0, 1), 2];
  cases[`transposed rows, labels from 1, with p = ${p}`] = () => [
    nn.MultiMarginCriterion(p, undefined, 1, 1),
    x().t(),
    torch.Tensor([3, 2, 2, 1]),
  ];
}
passesEveryCheck(cases);

test('rows are added up, by hand', () => {
  const [a, t] = [
    torch.Tensor([
      [1, 0.5, 3],
      [0, 0, -2],
    ]),
    torch.Tensor([0, 1]),
  ];
  const ra = torch.Tensor([
    [1, 2, 4],
    [8, 16, 32],
  ]);
  // z: 0.5 and 3 in the first row, 1 and −1 in the second.
  const hinge = { loss: 4.5 / 6, gx: [-2 / 6, 1 / 6, 1 / 6, 1 / 6, -1 / 6, 0], rLoss: -4 / 6, rgx: [0, 0, 0, 0, 0, 0] };
  gives(nn.MultiMarginCriterion(), a, ra, t, hinge);
  const squares = nn.MultiMarginCriterion(2, torch.Tensor([1, 3, 1]));
  squares.sizeAverage = false;
  gives(squares, a, ra, t, {
    loss: 12.25 / 3,
    gx: [-7 / 3, 1 / 3, 6 / 3, 6 / 3, -6 / 3, 0],
    rLoss: -29 / 3,
    rgx: [-8 / 3, 2 / 3, 6 / 3, -48 / 3, 48 / 3, 0],
  });
});

test('errors name the class, what it expected, and what it got', () => {
  const who = 'MultiMarginCriterion.forward: expected ';
  const forward = (input: Tensor, target: Tensor | number) => () => nn.MultiMarginCriterion().forward(input, target);
  fails(() => nn.MultiMarginCriterion(3), RangeError, 'MultiMarginCriterion: expected p 1 or 2, got 3');
  fails(
    () => nn.MultiMarginCriterion(1, torch.ones(1, 3)),
    RangeError,
    'MultiMarginCriterion: expected weights (n), got DoubleTensor(1 × 3)',
  );
  fails(
    () => nn.MultiMarginCriterion(1, weights()).forward(torch.zeros(2, 3), labels()),
    RangeError,
    `${who}input of 4 classes, one for each weight, got (2 × 3)`,
  );
  fails(forward(torch.zeros(1, 2, 3), 1), RangeError, `${who}input (N × n) or (n), got (1 × 2 × 3)`);
  fails(forward(torch.zeros(2, 3), labels()), RangeError, `${who}target (2), got (3)`);
  fails(
    forward(torch.zeros(3), 3),
    RangeError,
    `${who}target in 0..2, got 3; labels that count from 1 need indexBase 1`,
  );
});

test.run();
