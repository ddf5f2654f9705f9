/** @file ZipTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'three by two': () => [
    nn.ZipTable(),
    [
      [torch.randn(3), torch.randn(2)],
      [torch.randn(2), torch.randn(1)],
      [torch.randn(1), torch.randn(2)],
    ],
  ],
});

test('rows become columns, of the same tensors', () => {
  const [a, b, c, d] = [1, 2, 3, 4].map((v) => torch.Tensor([v]));
  const y = nn.ZipTable().forward([
    [a, b],
    [c, d],
  ]) as Tensor[][];
  assert.ok(y[0][0] === a && y[0][1] === c && y[1][0] === b && y[1][1] === d);
});

test('rows of unequal length are refused', () => {
  fails(
    () => nn.ZipTable().forward([[torch.zeros(1)], []]),
    TypeError,
    'ZipTable.forward: expected a table of tables of one length, got {{(1)}, {}}',
  );
});

test.run();
