/** @file L1Cost against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, gives, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'a matrix': () => [nn.L1Cost(), torch.Tensor([1, -2, 0.5, -0.25]).view(2, 2), undefined],
  'a transposed matrix': () => [nn.L1Cost(), torch.Tensor([1, -2, 0.5, -0.25, 3, 1]).view(2, 3).t(), undefined],
});

test('absolute values are added, and have no slope at 0', () => {
  const [x, rx] = [torch.Tensor([1, -2, 0]), torch.Tensor([1, 2, 4])];
  gives(nn.L1Cost(), x, rx, undefined, { loss: 3, gx: [1, -1, 0], rLoss: -1, rgx: [0, 0, 0] });
});

test('errors name the class, what it expected, and what it got', () => {
  fails(() => nn.L1Cost().forward([]), TypeError, 'L1Cost.forward: expected input to be one tensor, got {}');
});

test.run();
