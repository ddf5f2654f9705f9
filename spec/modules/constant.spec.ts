/** @file Constant against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'for a batch': () => [nn.Constant(torch.randn(2, 3), 1), torch.randn(4, 5)],
  'for one sample': () => [nn.Constant(2), torch.randn(5)],
});

test('the value once for each sample, and no derivative', () => {
  const module = nn.Constant(torch.Tensor([1, 2]), 1);
  const x = torch.randn(3, 4);
  assert.equal(values(module.forward(x)), [1, 2, 1, 2, 1, 2]);
  assert.equal(values(module.backward(x, torch.ones(3, 2))), Array(12).fill(0));
  assert.equal(values(module.rForward(x, x)), Array(6).fill(0));
  assert.equal(values(nn.Constant(5).forward(torch.zeros(2))), [5]);
});

test('a value that is no number is refused', () => {
  const Constant = nn.Constant as unknown as (value: string) => unknown;
  fails(() => Constant('1'), TypeError, 'Constant: expected value to be a number, got string');
});

test('what it is given may be of any type', () => {
  assert.equal(values(nn.Constant(3, 1).forward(torch.LongTensor([[1], [2]]))), [3, 3]);
});

test.run();
