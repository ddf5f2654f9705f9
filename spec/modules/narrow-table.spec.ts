/** @file NarrowTable against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'in the middle': () => [
    nn.NarrowTable(1, 2),
    [torch.randn(3), [torch.randn(2), torch.randn(4)], torch.randn(2), torch.randn(1)],
  ],
  'to the end': () => [nn.NarrowTable(1, -1), [torch.randn(3), torch.randn(2), torch.randn(2)]],
});

test('the entries themselves; the others get zeros', () => {
  const x = [1, 2, 3, 4].map((v) => torch.Tensor([v]));
  const cases: [number, number, number[]][] = [
    [1, 2, [2, 3]],
    [0, -1, [1, 2, 3, 4]],
    [1, -2, [2, 3]],
    [-2, 1, [3]],
  ];
  for (const [offset, length, expected] of cases) {
    const module = nn.NarrowTable(offset, length);
    const y = module.forward(x) as Tensor[];
    assert.equal(y.flatMap(values), expected);
    assert.equal(
      (module.backward(x, y) as Tensor[]).flatMap(values),
      [1, 2, 3, 4].map((v) => (expected.includes(v) ? v : 0)),
    );
  }
});

test('ranges outside, a missing offset, and tensors are refused', () => {
  const x = [torch.zeros(1), torch.zeros(1)];
  fails(
    () => nn.NarrowTable(1, 2).forward(x),
    RangeError,
    'NarrowTable.forward: expected a table with 2 entries from 1, got {(1), (1)}',
  );
  fails(() => nn.NarrowTable(0).forward(x[0]), TypeError, 'NarrowTable.forward: expected input to be a table, got (1)');
  const NarrowTable = nn.NarrowTable as unknown as () => unknown;
  fails(() => NarrowTable(), TypeError, 'NarrowTable: expected offset to be a number, got undefined');
});

test.run();
