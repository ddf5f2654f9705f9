/** @file Maxout against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.Maxout(4, 3, 2), torch.randn(5, 4)],
  'a vector, with something in between': () => [nn.Maxout(4, 3, 2, nn.Tanh()), torch.randn(4)],
});

test('the largest of 2 x, −x and 3 is taken', () => {
  const module = nn.Maxout(1, 1, 3);
  const [weight, bias] = module.parameters()[0];
  weight.copy(torch.Tensor([2, -1, 0]));
  bias.copy(torch.Tensor([0, 0, 3]));
  assert.equal(values(module.forward(torch.Tensor([[5], [-7], [1]]))), [10, 7, 3]);
});

test('errors of the parts name the way to them', () => {
  fails(
    () => nn.Maxout(4, 3, 2).forward(torch.zeros(2, 3)),
    RangeError,
    'in module 0 of Maxout: Linear(4 -> 6).forward: expected input (N × 4) or (4), got (2 × 3)',
  );
});

test('it prints as the Sequential that it is, as Torch does', () => {
  assert.match(String(nn.Maxout(4, 3, 2)), /^nn\.Sequential \{\n {2}\[input -> \(1\) -> \(2\) -> \(3\) -> output\]\n/);
});

test.run();
