/** @file AbsCriterion against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

const x = (): number[][] => [
  [1, -2],
  [0.5, 3],
];
const t = (): number[][] => [
  [0, 2],
  [1.5, 1],
];

passesEveryCheck({
  'the mean of a matrix': () => [nn.AbsCriterion(), torch.Tensor(x()), torch.Tensor(t())],
  'the sum of another shape': () => [nn.AbsCriterion(false), torch.Tensor(x()), torch.Tensor(t()).view(4)],
  'the mean of transposed matrices': () => [nn.AbsCriterion(), torch.Tensor(x()).t(), torch.Tensor(t()).t()],
});

test('distances are added, divided by the number of elements, and go up where they are 0', () => {
  const [a, b, ra] = [torch.Tensor([1, -2, 3, 4]), torch.Tensor([0, 2, 3, 6]), torch.Tensor([1, 2, 4, 8])];
  gives(nn.AbsCriterion(), a, ra, b, { loss: 7 / 4, gx: [0.25, -0.25, 0.25, -0.25], rLoss: -5 / 4, rgx: [0, 0, 0, 0] });
  gives(nn.AbsCriterion(false), a, ra, b, { loss: 7, gx: [1, -1, 1, -1], rLoss: -5, rgx: [0, 0, 0, 0] });
});

test('errors name the class, what it expected, and what it got', () => {
  const forward = (target: Parameters<InstanceType<typeof nn.AbsCriterion>['forward']>[1]) => () =>
    nn.AbsCriterion().forward(torch.zeros(2, 3), target);
  fails(forward(torch.zeros(2, 2)), RangeError, 'AbsCriterion.forward: expected target (2 × 3), got (2 × 2)');
  fails(forward(1), TypeError, 'AbsCriterion.forward: expected target to be one tensor, got number');
  fails(
    forward(torch.FloatTensor(2, 3)),
    TypeError,
    'AbsCriterion.forward: expected target of type torch.DoubleTensor, got FloatTensor(2 × 3)',
  );
});

test.run();
