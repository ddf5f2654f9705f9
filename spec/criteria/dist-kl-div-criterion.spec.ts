/** @file DistKLDivCriterion against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'a matrix': () => [nn.DistKLDivCriterion(), torch.randn(3, 4), torch.rand(3, 4)],
  'a vector with zeros and less': () => [nn.DistKLDivCriterion(), torch.randn(4), torch.Tensor([0, 0.5, -1, 0.5])],
  'transposed matrices': () => [nn.DistKLDivCriterion(), torch.randn(4, 3).t(), torch.rand(4, 3).t()],
});

test('one half and one half against one and none, by hand', () => {
  const [x, t, rx] = [torch.Tensor([-1, -3]), torch.Tensor([0.5, 0]), torch.Tensor([4, 8])];
  const criterion = nn.DistKLDivCriterion();
  gives(criterion, x, rx, t, { loss: (1 - Math.log(2)) / 4, gx: [-0.25, 0], rLoss: -1, rgx: [0, 0] });
  criterion.sizeAverage = false;
  gives(criterion, x, rx, t, { loss: (1 - Math.log(2)) / 2, gx: [-0.5, 0], rLoss: -2, rgx: [0, 0] });
});

test('as in Torch it takes no argument', () => {
  const criterion = (nn.DistKLDivCriterion as (...args: unknown[]) => InstanceType<typeof nn.DistKLDivCriterion>)(
    false,
  );
  assert.is(criterion.sizeAverage, true);
});

test('errors name the class, what it expected, and what it got', () => {
  fails(
    () => nn.DistKLDivCriterion().forward(torch.zeros(2, 3), torch.zeros(6)),
    RangeError,
    'DistKLDivCriterion.forward: expected target (2 × 3), got (6)',
  );
});

test.run();
