/** @file ZipTableOneToMany against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'one and two': () => [nn.ZipTableOneToMany(), [torch.randn(3), [torch.randn(2), torch.randn(1)]]],
});

test('one beside each, its gradients summed', () => {
  const module = nn.ZipTableOneToMany();
  const [v, a, b] = [1, 2, 3].map((x) => torch.Tensor([x]));
  const y = module.forward([v, [a, b]]) as Tensor[][];
  assert.ok(y[0][0] === v && y[1][0] === v && y[0][1] === a && y[1][1] === b);
  const [gv, gt] = module.backward(
    [v, [a, b]],
    [
      [a, b],
      [b, a],
    ],
  ) as [Tensor, Tensor[]];
  assert.equal([values(gv), ...gt.map(values)], [[5], [3], [2]]);
});

test('other inputs are refused', () => {
  fails(
    () => nn.ZipTableOneToMany().forward([]),
    TypeError,
    'ZipTableOneToMany.forward: expected {v, a table, not empty}, got {}',
  );
});

test.run();
