/** @file L1HingeEmbeddingCriterion against the checker, values worked out by hand at its kinks, too, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

const pair = (): Tensor[] => [torch.Tensor([1, -2, 0.5]), torch.Tensor([0.5, -1, 1])];

passesEveryCheck({
  'two that are alike': () => [nn.L1HingeEmbeddingCriterion(), pair(), 1],
  'two that are not, near': () => [nn.L1HingeEmbeddingCriterion(4), pair(), -1],
  'two that are not, far': () => [nn.L1HingeEmbeddingCriterion(), pair(), -1],
  'matrices that are not alike': () => [nn.L1HingeEmbeddingCriterion(4), pair().map((x) => x.view(3, 1)), -1],
});

test('distances up to the margin count, and equal elements have no slope', () => {
  const x = [torch.Tensor([1, -2, 3]), torch.Tensor([0, 0, 3])];
  const rx = [torch.Tensor([1, 2, 4]), torch.Tensor([8, 16, 32])];
  const rgx = [0, 0, 0, 0, 0, 0];
  gives(nn.L1HingeEmbeddingCriterion(), x, rx, 1, { loss: 3, gx: [1, -1, 0, -1, 1, 0], rLoss: 7, rgx });
  gives(nn.L1HingeEmbeddingCriterion(5), x, rx, -1, { loss: 2, gx: [-1, 1, 0, 1, -1, 0], rLoss: -7, rgx });
  gives(nn.L1HingeEmbeddingCriterion(3), x, rx, -1, { loss: 0, gx: [-1, 1, 0, 1, -1, 0], rLoss: -7, rgx });
  gives(nn.L1HingeEmbeddingCriterion(2), x, rx, -1, { loss: 0, gx: [0, 0, 0, 0, 0, 0], rLoss: 0, rgx });
});

test('as in Torch, whatever is not −1 is alike', () => {
  const gradients = (criterion: InstanceType<typeof nn.L1HingeEmbeddingCriterion>, target: number): number[][] =>
    (criterion.backward(pair(), target) as Tensor[]).map((g) => g.toArray());
  const [criterion, alike] = [nn.L1HingeEmbeddingCriterion(), nn.L1HingeEmbeddingCriterion()];
  for (const target of [0, 2, -0.5]) {
    assert.is(criterion.forward(pair(), target), alike.forward(pair(), 1));
    assert.equal(gradients(criterion, target), gradients(alike, 1));
  }
});

test('errors name the class, what it expected, and what it got', () => {
  const who = 'L1HingeEmbeddingCriterion.forward: expected ';
  const forward = (target: Tensor | number) => () => nn.L1HingeEmbeddingCriterion().forward(pair(), target);
  fails(forward(torch.ones(1)), TypeError, `${who}target to be a number, got object`);
});

test.run();
