/** @file CosineEmbeddingCriterion against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Target } from '../../lib/nn/criterion.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { nearNumbers } from '../golden.js';
import { fails, passesEveryCheck } from './checking.js';

const pair = (): Tensor[] => [torch.randn(4, 3), torch.randn(4, 3)];
const targets = (): Tensor => torch.Tensor([1, -1, -1, 1]);

passesEveryCheck({
  'the mean of rows': () => [nn.CosineEmbeddingCriterion(), pair(), targets()],
  'rows that are not alike, and a margin': () => [nn.CosineEmbeddingCriterion(-0.95), pair(), torch.ones(4).mul(-1)],
  'one row and a number': () => [nn.CosineEmbeddingCriterion(), [torch.randn(3), torch.randn(3)], 1],
});

test('cosines 3/5 and 0, by hand, but for the 10⁻¹² that lengths are moved by', () => {
  const x = [torch.Tensor([1, 0, 0, 1, 1, 0]).view(3, 2), torch.Tensor([3, 4, 1, 0, 3, 4]).view(3, 2)];
  const rx = [torch.Tensor([0, 5, 0, 0, 0, 0]).view(3, 2), torch.zeros(3, 2)];
  const t = torch.Tensor([1, -1, -1]);
  const criterion = nn.CosineEmbeddingCriterion(0.5);
  criterion.sizeAverage = false;
  // ∂cos/∂a = (0, 0.8), ∂cos/∂b = (1, 0) / 5 − 0.6 (3, 4) / 25; at Ra = (0, 5), cos = (3 + 20 r) / 5 √(1 + 25 r²): Rcos = 4.
  nearNumbers([criterion.forward(x, t), criterion.rForward(x, rx, t)], [0.4 + 0 + 0.1, -4], 1e-11, 'losses');
  const gb = [0.128, -0.096];
  const [ga, gbs] = (criterion.backward(x, t) as Tensor[]).map((g) => g.toArray());
  nearNumbers(ga, [0, -0.8, 0, 0, 0, 0.8], 1e-11, 'ga');
  nearNumbers(gbs, [...gb.map((g) => -g), 0, 0, ...gb], 1e-11, 'gb');
});

test('of equal rows the gradient is 0, and the Hessian is not', () => {
  const [x, rx] = [
    [torch.Tensor([3, 4]), torch.Tensor([3, 4])],
    [torch.Tensor([-4, 3]), torch.zeros(2)],
  ];
  const criterion = nn.CosineEmbeddingCriterion();
  criterion.forward(x, 1);
  for (const g of criterion.backward(x, 1) as Tensor[]) assert.ok(g.norm() < 1e-12);
  // The angle grows by 1, and 1 − cos is half its square.
  const [rga, rgb] = (criterion.rBackward(x, rx, 1) as Tensor[]).map((g) => g.toArray());
  nearNumbers(rga, [-0.16, 0.12], 1e-11, 'Rga');
  nearNumbers(rgb, [0.16, -0.12], 1e-11, 'Rgb');
});

test('errors name the class, what it expected, and what it got', () => {
  const who = 'CosineEmbeddingCriterion.forward: expected ';
  const forward = (target?: Target) => () => nn.CosineEmbeddingCriterion().forward(pair(), target);
  fails(forward(torch.ones(3)), RangeError, `${who}target (4), got (3)`);
  fails(forward(1), RangeError, `${who}target (4), got the number 1`);
  fails(forward(), TypeError, `${who}target to be a number or a 1-D tensor, got undefined`);
  fails(forward(torch.zeros(4)), RangeError, `${who}target 1 or -1, got 0`);
  fails(
    () => nn.CosineEmbeddingCriterion().forward(torch.zeros(2), 1),
    TypeError,
    'CosineDistance.forward: expected a table of two tensors, got (2)',
  );
});

test.run();
