/** @file DotProduct against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

const pair = (...size: number[]): Tensor[] => [torch.randn(size), torch.randn(size)];

passesEveryCheck({
  rows: () => [nn.DotProduct(), pair(3, 4)],
  vectors: () => [nn.DotProduct(), pair(4)],
});

test('products of rows, and each is the gradient of the other', () => {
  const module = nn.DotProduct();
  const x = [
    torch.Tensor([
      [1, 2],
      [3, 4],
    ]),
    torch.Tensor([
      [5, 6],
      [7, 8],
    ]),
  ];
  const g = torch.Tensor([10, 100]);
  assert.equal(values(module.forward(x)), [17, 53]);
  assert.equal((module.backward(x, g) as Tensor[]).map(values), [
    [50, 60, 700, 800],
    [10, 20, 300, 400],
  ]);
  assert.equal(values(module.rForward(x, [x[1], undefined])), [61, 113]);
  assert.equal((module.rBackward(x, [x[1], undefined], g, undefined) as Tensor[]).map(values), [
    [0, 0, 0, 0],
    [50, 60, 700, 800],
  ]);
});

test('rows of other sizes, and no pair, are refused', () => {
  fails(
    () => nn.DotProduct().forward([torch.zeros(2), torch.zeros(3)]),
    RangeError,
    'DotProduct.forward: expected two tensors (N × n) or (n) of one size, got {(2), (3)}',
  );
  fails(
    () => nn.DotProduct().forward(torch.zeros(2)),
    TypeError,
    'DotProduct.forward: expected a table of two tensors, got (2)',
  );
});

test.run();
