/** @file SpatialAutoCropMSECriterion against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'images in larger ones': () => [nn.SpatialAutoCropMSECriterion(), torch.randn(2, 2, 2, 3), torch.randn(2, 2, 5, 5)],
  'the sum of one image': () => [nn.SpatialAutoCropMSECriterion(false), torch.randn(2, 2, 3), torch.randn(2, 2, 3)],
});

test('the middle of the target counts, and of two middles the first', () => {
  const x = torch.Tensor([1, 2, 3, 4]).view(1, 2, 2);
  const rx = torch.Tensor([1, 0, 0, 2]).view(1, 2, 2);
  const t = torch.range(1, 20).view(1, 4, 5);
  // Rows 1 and 2, columns 1 and 2: 7, 8, 12, 13.
  const sum = { loss: 36 + 36 + 81 + 81, gx: [-12, -12, -18, -18], rLoss: -48, rgx: [2, 0, 0, 4] };
  gives(nn.SpatialAutoCropMSECriterion(false), x, rx, t, sum);
});

test('errors name the class, what it expected, and what it got', () => {
  const who = 'SpatialAutoCropMSECriterion.forward: expected ';
  const forward = (x: Tensor, t: Tensor | number) => () => nn.SpatialAutoCropMSECriterion().forward(x, t);
  const x = torch.zeros(2, 3, 4);
  fails(
    forward(torch.zeros(3, 4), torch.zeros(3, 4)),
    RangeError,
    `${who}input (N × C × H × W) or (C × H × W), got (3 × 4)`,
  );
  const expected = `${who}target (2 × 3 × 4), or higher and wider, got `;
  fails(forward(x, torch.zeros(2, 3, 3)), RangeError, `${expected}(2 × 3 × 3)`);
  fails(forward(x, torch.zeros(1, 3, 4)), RangeError, `${expected}(1 × 3 × 4)`);
  fails(forward(x, torch.zeros(2, 2, 3, 4)), RangeError, `${expected}(2 × 2 × 3 × 4)`);
  fails(forward(x, 1), TypeError, `${who}target to be one tensor, got number`);
});

test.run();
