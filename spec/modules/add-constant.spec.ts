/** @file AddConstant against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a number, a batch': () => [nn.AddConstant(2), torch.randn(3, 4)],
  'a row, a batch': () => [nn.AddConstant(torch.Tensor([1, 2, 3, 4])), torch.randn(3, 4)],
  'a row, a vector': () => [nn.AddConstant(torch.Tensor([1, 2, 3, 4])), torch.randn(4)],
});

test('a row is added to every row, and no derivative sees it', () => {
  const module = nn.AddConstant(torch.Tensor([10, 20]));
  const x = torch.Tensor([
    [1, 2],
    [3, 4],
  ]);
  assert.equal(values(module.forward(x)), [11, 22, 13, 24]);
  assert.equal(values(module.backward(x, x)), [1, 2, 3, 4]);
  assert.equal(values(module.rForward(x, x)), [1, 2, 3, 4]);
  assert.equal(values(module.rBackward(x, x, x, x)), [1, 2, 3, 4]);
});

test('a constant of another size, and one that is none, are refused', () => {
  fails(
    () => nn.AddConstant(torch.Tensor([1, 2])).forward(torch.zeros(2, 3)),
    RangeError,
    'AddConstant.forward: expected input (N × 2) or (2), got (2 × 3)',
  );
  const AddConstant = nn.AddConstant as unknown as (c: string) => unknown;
  fails(() => AddConstant('1'), TypeError, 'AddConstant: expected constant to be a number, got string');
});

test.run();
