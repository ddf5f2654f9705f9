/** @file DistanceRatioCriterion against the checker, values worked out by hand, far from 0, too, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'the mean of vectors': () => [nn.DistanceRatioCriterion(), [torch.rand(4), torch.rand(4)], undefined],
  'the sum of matrices': () => [nn.DistanceRatioCriterion(false), [torch.rand(3, 2), torch.rand(3, 2)], undefined],
  'the mean of transposed matrices': () => [
    nn.DistanceRatioCriterion(),
    [torch.rand(2, 3).t(), torch.rand(2, 3).t()],
    undefined,
  ],
});

test('differences 0 and log 3, by hand', () => {
  const x = [torch.Tensor([1, Math.log(3)]), torch.Tensor([1, 0])];
  const rx = [torch.Tensor([4, 16]), torch.Tensor([8, 32])];
  // σ = 1/2 and 3/4, σ(z) σ(−z) = 1/4 and 3/16.
  gives(nn.DistanceRatioCriterion(), x, rx, undefined, {
    loss: (3 * Math.log(2)) / 2,
    gx: [1 / 4, 3 / 8, -1 / 4, -3 / 8],
    rLoss: -7,
    rgx: [-0.5, -1.5, 0.5, 1.5],
  });
  const gx = [1 / 2, 3 / 4, -1 / 2, -3 / 4];
  const sum = { loss: 3 * Math.log(2), gx, rLoss: -14, rgx: [-1, -3, 1, 3] };
  gives(nn.DistanceRatioCriterion(false), x, rx, undefined, sum);
});

test('distances of 800 are finite, where exp(−800) is 0', () => {
  const x = [torch.Tensor([1600, 800]), torch.Tensor([800, 1600])];
  const rx = [torch.ones(2), torch.zeros(2)];
  const sum = { loss: 800, gx: [1, 0, -1, -0], rLoss: 1, rgx: [0, 0, -0, -0] };
  gives(nn.DistanceRatioCriterion(false), x, rx, undefined, sum);
});

test('errors name the class, what it expected, and what it got', () => {
  fails(
    () => nn.DistanceRatioCriterion().forward([torch.zeros(2), torch.zeros(2, 1)]),
    RangeError,
    'DistanceRatioCriterion.forward: expected input to be two tensors of one size, got {(2), (2 × 1)}',
  );
});

test.run();
