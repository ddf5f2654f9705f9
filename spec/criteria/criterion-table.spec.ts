/** @file CriterionTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Criterion } from '../../lib/nn/criterion.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from '../modules/checking.js';

passesEveryCheck({
  'CriterionTable of a criterion of classes': () => [
    nn.CriterionTable(nn.CrossEntropyCriterion()),
    [torch.randn(2, 3), torch.LongTensor([2, 0])],
  ],
  'CriterionTable without a Hessian': () => [
    nn.CriterionTable(nn.ClassNLLCriterion()),
    [torch.randn(2, 3), torch.LongTensor([2, 0])],
  ],
});

test('the loss of a table, by hand, its target a constant', () => {
  const module = nn.CriterionTable(nn.MSECriterion(false));
  const [x, gy] = [[torch.Tensor([1, 2]), torch.Tensor([3, 1])], torch.Tensor([10])];
  const rx = [torch.Tensor([1, 4]), torch.Tensor([1, 1])];
  assert.equal(values(module.forward(x)), [5]);
  assert.equal((module.backward(x, gy) as Tensor[]).map(values), [
    [-40, 20],
    [0, 0],
  ]);
  assert.equal(values(module.rForward(x, rx)), [4]);
  assert.equal((module.rBackward(x, rx, gy, torch.Tensor([100])) as Tensor[]).map(values), [
    [20 - 400, 80 + 200],
    [0, 0],
  ]);
});

test('errors name the class, what it expected, and what it got', () => {
  fails(
    () => nn.CriterionTable(nn.MSECriterion()).forward(torch.zeros(2)),
    TypeError,
    'CriterionTable.forward: expected {input, target}, got (2)',
  );
  fails(() => nn.CriterionTable(1 as unknown as Criterion), TypeError, 'CriterionTable: expected a criterion, got 1');
});

test.run();
