/** @file SpatialClassNLLCriterion against the checker, values worked out by hand, PyTorch, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Target } from '../../lib/nn/criterion.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

const labels = (): Tensor => torch.LongTensor([2, 0, 1, 1, 0, 2, 2, 1]).view(2, 2, 2);
const weights = (): Tensor => torch.Tensor([1, 2, 0.5]);

passesEveryCheck({
  'the mean of pixels': () => [nn.SpatialClassNLLCriterion(), torch.randn(2, 3, 2, 2), labels()],
  'the weighted mean': () => [nn.SpatialClassNLLCriterion(weights()), torch.randn(2, 3, 2, 2), labels()],
  'the weighted sum, labels from 1': () => [
    nn.SpatialClassNLLCriterion(weights(), false, 1),
    torch.randn(2, 3, 2, 2),
    labels().add(1),
  ],
});

test('two pixels with weights, by hand', () => {
  const x = torch.Tensor([-1, -2, -3, -4]).view(1, 2, 1, 2);
  const rx = torch.Tensor([1, 2, 4, 8]).view(1, 2, 1, 2);
  const t = torch.LongTensor([1, 0]).view(1, 1, 2);
  const criterion = nn.SpatialClassNLLCriterion(torch.Tensor([1, 3]));
  const rgx = [0, 0, 0, 0];
  gives(criterion, x, rx, t, { loss: 11 / 4, gx: [0, -0.25, -0.75, 0], rLoss: -3.5, rgx });
  assert.is(criterion.weightInAverage(), 4);
  criterion.sizeAverage = false;
  gives(criterion, x, rx, t, { loss: 11, gx: [0, -1, -3, 0], rLoss: -14, rgx });
  assert.is(criterion.weightInAverage(), 1);
  gives(nn.SpatialClassNLLCriterion(torch.zeros(2)), x, rx, t, { loss: 0, gx: rgx, rLoss: 0, rgx });
});

test('errors name the class, what it expected, and what it got', () => {
  const who = 'SpatialClassNLLCriterion.forward: expected ';
  const x = torch.zeros(1, 3, 1, 2);
  const forward =
    (t?: Target, input: Tensor = x) =>
    () =>
      nn.SpatialClassNLLCriterion(weights()).forward(input, t);
  fails(forward(1, torch.zeros(1, 2, 1, 2)), RangeError, `${who}input (N × 3 × H × W), got (1 × 2 × 1 × 2)`);
  fails(
    () => nn.SpatialClassNLLCriterion().forward(torch.zeros(2), 1),
    RangeError,
    `${who}input (N × n × H × W), got (2)`,
  );
  fails(forward(1), TypeError, `${who}target to be one tensor, got number`);
  fails(forward(torch.zeros(2)), RangeError, `${who}target (1 × 1 × 2), got (2)`);
  fails(
    forward(torch.zeros(1, 1, 2).fill(3)),
    RangeError,
    `${who}target in 0..2, got 3; labels that count from 1 need indexBase 1`,
  );
});

test.run();
