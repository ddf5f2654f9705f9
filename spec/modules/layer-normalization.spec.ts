/** @file LayerNormalization against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.LayerNormalization(4), torch.randn(3, 4)],
  'one row': () => [nn.LayerNormalization(4), torch.randn(4)],
  'without gain and bias': () => [nn.LayerNormalization(4, 0, 1e-5, false), torch.randn(3, 4)],
});

test('every row has mean 0 and variance 1, then gain and bias', () => {
  const y = values(
    nn.LayerNormalization(2, 5).forward(
      torch.Tensor([
        [1, 3],
        [10, -10],
      ]),
    ),
  );
  [4, 6, 6, 4].forEach((v, i) => {
    assert.ok(Math.abs(y[i] - v) < 1e-9);
  });
});

test('errors of the parts name the way to them', () => {
  fails(
    () => nn.LayerNormalization(4).forward(torch.zeros(2, 3)),
    RangeError,
    'in module 1 of LayerNormalization: CSubTable.forward: expected a table of two tensors of one size, got {(2 × 3), (2 × 4)}',
  );
});

test.run();
