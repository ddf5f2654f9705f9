/** @file HingeEmbeddingCriterion against the checker, values worked out by hand at its kink, too, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

const x = (): number[] => [0.5, 2, 0.25, 3];
const t = (): number[] => [1, -1, -1, 1];

passesEveryCheck({
  'the mean of a vector': () => [nn.HingeEmbeddingCriterion(), torch.Tensor(x()), torch.Tensor(t())],
  'a margin of 3 and a matrix': () => [
    nn.HingeEmbeddingCriterion(3.5),
    torch.Tensor(x()).view(2, 2),
    torch.Tensor(t()).view(2, 2),
  ],
  'one distance and a number': () => [nn.HingeEmbeddingCriterion(), torch.Tensor([0.5]), -1],
});

test('distances of what is alike, and what others lack of the margin', () => {
  const [a, b, ra] = [torch.Tensor([3, 0.5, 2, 4]), torch.Tensor([1, -1, -1, -1]), torch.Tensor([1, 2, 4, 8])];
  const criterion = nn.HingeEmbeddingCriterion(2);
  gives(criterion, a, ra, b, { loss: 4.5 / 4, gx: [0.25, -0.25, -0.25, 0], rLoss: -5 / 4, rgx: [0, 0, 0, 0] });
  criterion.sizeAverage = false;
  gives(criterion, a, ra, b, { loss: 4.5, gx: [1, -1, -1, 0], rLoss: -5, rgx: [0, 0, 0, 0] });
});

test('of targets that are neither it says what Torch says', () => {
  const criterion = nn.HingeEmbeddingCriterion(2);
  const [a, b] = [torch.Tensor([3, 0.5, 1, 4]), torch.Tensor([0, 2, 1, -1])];
  // Recorded from Lua Torch7.
  assert.is(criterion.forward(a, b), 1.5);
  assert.equal((criterion.backward(a, b) as Tensor).toArray(), [0, 0.5, 0.25, 0]);
});

test('errors name the class, what it expected, and what it got', () => {
  const who = 'HingeEmbeddingCriterion.forward: expected target';
  const forward = (target: Parameters<InstanceType<typeof nn.HingeEmbeddingCriterion>['forward']>[1]) => () =>
    nn.HingeEmbeddingCriterion().forward(torch.zeros(2), target);
  fails(forward(torch.ones(3)), RangeError, `${who} (2), got (3)`);
  fails(forward(1), RangeError, `${who} (2), got (1)`);
  fails(forward([]), TypeError, `${who} to be one tensor, got object`);
});

test.run();
