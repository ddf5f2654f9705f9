/** @file ParallelCriterion against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Criterion } from '../../lib/nn/criterion.js';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

const labels = (): Tensor => torch.LongTensor([2, 0]);

passesEveryCheck({
  'a class and numbers': () => [
    nn.ParallelCriterion().add(nn.CrossEntropyCriterion(), 0.5).add(nn.MSECriterion()),
    [torch.randn(2, 3), torch.randn(2, 4)],
    [labels(), torch.randn(2, 4)],
  ],
  'one target for all': () => [
    nn.ParallelCriterion(true).add(nn.MSECriterion(), 0.5).add(nn.MSECriterion(false)),
    [torch.randn(2, 3), torch.randn(2, 3)],
    torch.randn(2, 3),
  ],
  'one inside another': () => [
    nn
      .ParallelCriterion()
      .add(nn.MSECriterion(), 2)
      .add(nn.ParallelCriterion().add(nn.CrossEntropyCriterion()).add(nn.DistanceRatioCriterion(), 3)),
    [torch.randn(4), [torch.randn(2, 3), [torch.rand(2), torch.rand(2)]]],
    [torch.randn(4), [labels(), 0]],
  ],
});

test('losses are weighted and added, each in its place', () => {
  const criterion = nn.ParallelCriterion().add(nn.MSECriterion(false), 0.5).add(nn.L1Cost(), 3);
  const [x, t] = [
    [torch.Tensor([1, 2]), torch.Tensor([-2])],
    [torch.Tensor([3, 1]), 0],
  ];
  const rx = [torch.Tensor([1, 4]), torch.Tensor([10])];
  gives(criterion, x, rx, t, { loss: 8.5, gx: [-2, 1, -3], rLoss: -28, rgx: [1, 4, 0] });
  // A part of the direction that is missing counts nothing.
  assert.is(criterion.updateROutput(x, [undefined, rx[1]], t), -30);
  assert.is(criterion.updateRGradInput(x, [undefined, rx[1]], t), undefined);
});

test('it averages where one of its criteria does', () => {
  const sum = nn.MSECriterion(false);
  assert.not.ok(nn.ParallelCriterion().add(sum).averages());
  assert.ok(nn.ParallelCriterion().add(sum).add(nn.MSECriterion()).averages());
});

test('errors name the class, what it expected, and what it got', () => {
  const who = 'ParallelCriterion.forward: expected ';
  const criterion = nn.ParallelCriterion().add(nn.MSECriterion()).add(nn.MSECriterion());
  const [one, two] = [[torch.zeros(2)], [torch.zeros(2), torch.zeros(2)]];
  const input = `${who}input to be a table of 2, one for each criterion, got `;
  const target = `${who}target to be a table of 2, one for each criterion, got `;
  fails(() => criterion.forward(one, two), RangeError, `${input}{(2)}`);
  fails(() => criterion.forward(one[0], two), RangeError, `${input}(2)`);
  fails(() => criterion.forward(two, one), RangeError, `${target}one of 1`);
  fails(() => criterion.forward(two, 1), RangeError, `${target}number`);
  fails(
    () => criterion.add(nn.Tanh() as unknown as Criterion),
    TypeError,
    'ParallelCriterion.add: expected a criterion, got an object',
  );
});

test.run();
