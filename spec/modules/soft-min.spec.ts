/** @file SoftMin against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.SoftMin(), torch.randn(3, 4)],
  'a vector': () => [nn.SoftMin(), torch.randn(4)],
  images: () => [nn.SoftMin(), torch.randn(2, 3, 2, 2)],
  'far apart': () => [nn.SoftMin(), torch.Tensor([-700, -1, 0, 1, 700])],
});

test('of log 1, log 2, log 4 it is 4/7, 2/7, 1/7', () => {
  const y = values(nn.SoftMin().forward(torch.Tensor([0, Math.log(2), Math.log(4)])));
  [4 / 7, 2 / 7, 1 / 7].forEach((v, i) => {
    assert.ok(Math.abs(y[i] - v) < 1e-15);
  });
});

test('a table is refused', () => {
  fails(() => nn.SoftMin().forward([]), TypeError, 'SoftMin.forward: expected input to be one tensor, got {}');
});

test.run();
