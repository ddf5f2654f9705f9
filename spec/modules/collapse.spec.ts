/** @file Collapse against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.Collapse(2), torch.randn(3, 4, 2)],
  'one sample': () => [nn.Collapse(2), torch.randn(4, 2)],
  'not contiguous': () => [nn.Collapse(2), torch.randn(2, 4, 3).transpose(0, 2)],
});

test('a batch keeps its first dimension, a sample becomes a vector', () => {
  const module = nn.Collapse(2);
  assert.equal((module.forward(torch.zeros(8, 3, 5)) as Tensor).size(), [8, 15]);
  assert.equal((module.backward(torch.zeros(8, 3, 5), torch.zeros(8, 15)) as Tensor).size(), [8, 3, 5]);
  assert.equal((module.forward(torch.zeros(3, 5)) as Tensor).size(), [15]);
});

test('a table is refused', () => {
  fails(() => nn.Collapse(2).forward([]), TypeError, 'Collapse.forward: expected input to be one tensor, got {}');
});

test.run();
