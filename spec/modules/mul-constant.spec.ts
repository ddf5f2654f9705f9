/** @file MulConstant against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.MulConstant(-2.5), torch.randn(3, 4)],
  'a transposed matrix': () => [nn.MulConstant(-2.5), torch.randn(3, 4).t()],
});

test('every pass multiplies, and in place is a wish that leaves its operands as they were', () => {
  const module = nn.MulConstant(3, true);
  const x = torch.Tensor([1, 2]);
  assert.equal(values(module.forward(x)), [3, 6]);
  assert.equal(values(module.backward(x, x)), [3, 6]);
  assert.equal(values(module.rForward(x, x)), [3, 6]);
  assert.equal(values(module.rBackward(x, x, x, x)), [3, 6]);
  assert.equal(values(x), [1, 2]);
});

test('a table, and a constant that is no number, are refused', () => {
  fails(() => nn.MulConstant(2).forward([]), TypeError, 'MulConstant.forward: expected input to be one tensor, got {}');
  const MulConstant = nn.MulConstant as unknown as (c?: number) => unknown;
  fails(() => MulConstant(), TypeError, 'MulConstant: expected constant to be a number, got undefined');
});

test.run();
