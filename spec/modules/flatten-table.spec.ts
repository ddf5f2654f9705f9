/** @file FlattenTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'three deep': () => [nn.FlattenTable(), [torch.randn(3), [torch.randn(2), [torch.randn(4)]], torch.randn(2)]],
});

test('the same tensors, depth first, and gradients in the form of the input', () => {
  const module = nn.FlattenTable();
  const [a, b, c] = [1, 2, 3].map((x) => torch.Tensor([x]));
  const y = module.forward([[a, [b]], c]) as Tensor[];
  assert.ok(y.length === 3 && y[0] === a && y[1] === b && y[2] === c);
  const gx = module.backward([[a, [b]], c], [c, b, a]) as [[Tensor, [Tensor]], Tensor];
  assert.equal([gx[0][0], gx[0][1][0], gx[1]].map(values), [[3], [2], [1]]);
});

test('the table is the same one while its tensors are', () => {
  const module = nn.FlattenTable();
  const [a, b] = [torch.ones(1), torch.ones(2)];
  const y = module.forward([a, [b]]);
  assert.is(module.forward([a, [b]]), y);
  assert.is.not(module.forward([a, [a]]), y);
});

test('a tensor is refused', () => {
  fails(
    () => nn.FlattenTable().forward(torch.zeros(2)),
    TypeError,
    'FlattenTable.forward: expected input to be a table, got (2)',
  );
});

test.run();
