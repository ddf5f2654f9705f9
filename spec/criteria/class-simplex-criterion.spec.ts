/** @file ClassSimplexCriterion against the checker, the simplex by its definition, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  rows: () => [nn.ClassSimplexCriterion(4), torch.randn(3, 4), torch.LongTensor([3, 0, 1])],
  'one row, labels from 1': () => [nn.ClassSimplexCriterion(4, 1), torch.randn(4), 4],
  'transposed rows': () => [nn.ClassSimplexCriterion(4), torch.randn(4, 3).t(), torch.Tensor([3, 0, 1])],
});

test('corners have length 1 and the same angle between any two', () => {
  for (const n of [2, 3, 6]) {
    const { simplex } = nn.ClassSimplexCriterion(n);
    const products = torch.mm(simplex, simplex.t());
    const expected = torch.Tensor(n, n).fill(-1 / (n - 1));
    for (let k = 0; k < n; k++) expected.set(k, k, 1);
    assert.ok(products.add(-1, expected).abs().max() < 1e-15 * n);
    assert.equal(
      simplex
        .select(1, n - 1)
        .abs()
        .max(),
      0,
    );
  }
});

test('two classes are 1 and −1', () => {
  const criterion = nn.ClassSimplexCriterion(2);
  assert.equal(criterion.simplex.toArray(), [1, 0, -1, 0]);
  const [x, rx] = [torch.Tensor([3, 1, 0, 2]).view(2, 2), torch.Tensor([1, 2, 4, 8]).view(2, 2)];
  const t = torch.LongTensor([0, 1]);
  gives(criterion, x, rx, t, { loss: 10 / 4, gx: [1, 0.5, 0.5, 1], rLoss: 12, rgx: [0.5, 1, 2, 4] });
  assert.equal(criterion.getPredictions(x).toArray(), [3, -3, 0, 0]);
  assert.equal(criterion.getPredictions(torch.Tensor([-2, 5])).size(), [1, 2]);
  assert.equal(criterion.getTopPrediction(torch.Tensor([3, 1, -1, 2]).view(2, 2)).toArray(), [0, 1]);
  assert.equal(
    nn
      .ClassSimplexCriterion(2, 1)
      .getTopPrediction(torch.Tensor([-2, 5]))
      .toArray(),
    [2],
  );
});

test('errors name the class, what it expected, and what it got', () => {
  const who = 'ClassSimplexCriterion.forward: expected ';
  const forward = (x: Tensor, t: Tensor | number) => () => nn.ClassSimplexCriterion(3).forward(x, t);
  fails(() => nn.ClassSimplexCriterion(1), RangeError, 'ClassSimplexCriterion: expected nClasses from 2 up, got 1');
  fails(forward(torch.zeros(2, 2), 0), RangeError, `${who}input (N × 3) or (3), got (2 × 2)`);
  fails(forward(torch.zeros(2, 3), 0), RangeError, `${who}target (2), got the number 0`);
  fails(
    forward(torch.zeros(3), 3),
    RangeError,
    `${who}target in 0..2, got 3; labels that count from 1 need indexBase 1`,
  );
});

test.run();
