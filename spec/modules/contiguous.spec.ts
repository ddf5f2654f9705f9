/** @file Contiguous against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.Contiguous(), torch.randn(3, 4)],
  'a transposed matrix': () => [nn.Contiguous(), torch.randn(3, 4).t()],
});

test('what is contiguous is not copied, what is not is', () => {
  const module = nn.Contiguous();
  const x = torch.Tensor([
    [1, 2],
    [3, 4],
  ]);
  assert.is((module.forward(x) as Tensor).storage(), x.storage());
  const y = module.forward(x.t()) as Tensor;
  assert.ok(y.isContiguous());
  assert.equal(values(y), [1, 3, 2, 4]);
  assert.equal(values(x), [1, 2, 3, 4]);
  assert.is(module.forward(x), y);
  assert.equal(values(module.forward(x.t())), [1, 3, 2, 4]);
  assert.equal(values(x), [1, 2, 3, 4]);
  assert.equal(values(module.backward(x.t(), x)), [1, 2, 3, 4]);
});

test('a table is refused', () => {
  fails(() => nn.Contiguous().forward([]), TypeError, 'Contiguous.forward: expected input to be one tensor, got {}');
});

test.run();
