/** @file MaskedSelect against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a matrix': () => [
    nn.MaskedSelect(),
    [
      torch.randn(2, 3),
      torch.ByteTensor([
        [1, 0, 1],
        [0, 0, 1],
      ]),
    ],
  ],
  'a transposed matrix': () => [
    nn.MaskedSelect(),
    [
      torch.randn(3, 2).t(),
      torch.ByteTensor([
        [1, 0, 1],
        [0, 0, 1],
      ]),
    ],
  ],
});

test('elements are taken, and gradients put back', () => {
  const module = nn.MaskedSelect();
  const x = [
    torch.Tensor([
      [10, 20],
      [30, 40],
    ]),
    torch.ByteTensor([
      [1, 0],
      [0, 1],
    ]),
  ];
  assert.equal(values(module.forward(x)), [10, 40]);
  assert.equal((module.backward(x, torch.Tensor([20, 80])) as Tensor[]).map(values), [
    [20, 0, 0, 80],
    [0, 0, 0, 0],
  ]);
});

test('masks of other sizes, empty masks and other types are refused', () => {
  const x = torch.zeros(2, 2);
  fails(
    () => nn.MaskedSelect().forward([x, torch.ByteTensor(4)]),
    RangeError,
    'MaskedSelect.forward: expected x and a mask of as many elements, not all 0, got {(2 × 2), (4)}',
  );
  fails(
    () => nn.MaskedSelect().forward([x, x]),
    TypeError,
    'MaskedSelect.forward: expected {x, a ByteTensor}, got {(2 × 2), (2 × 2)}',
  );
});

test.run();
