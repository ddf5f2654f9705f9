/** @file Narrow against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'rows, which stay a view': () => [nn.Narrow(0, 1, 2), torch.randn(4, 3)],
  columns: () => [nn.Narrow(-1, 1, 2), torch.randn(3, 4)],
  'a length from the end': () => [nn.Narrow(1, 1, -2), torch.randn(3, 5)],
});

test('ranges as Torch reads them', () => {
  const x = torch.Tensor([0, 1, 2, 3, 4]);
  const cases: [number, number, number[]][] = [
    [1, 2, [1, 2]],
    [1, -1, [1, 2, 3, 4]],
    [1, -2, [1, 2, 3]],
    [-1, 2, [0, 1, 2]],
  ];
  for (const [offset, length, expected] of cases) {
    const module = nn.Narrow(0, offset, length);
    assert.equal(values(module.forward(x)), expected);
    assert.equal(
      values(module.backward(x, torch.Tensor(expected).add(1))),
      [0, 1, 2, 3, 4].map((v) => (expected.includes(v) ? v + 1 : 0)),
    );
    assert.equal(values(module.rForward(x, x)), expected);
  }
});

test('ranges outside are refused, and so is a missing offset', () => {
  fails(
    () => nn.Narrow(1, 2, 3).forward(torch.zeros(2, 4)),
    RangeError,
    'Narrow.forward: expected input with 3 elements from 2 in dimension 1, got (2 × 4)',
  );
  const Narrow = nn.Narrow as unknown as (dimension: number) => unknown;
  fails(() => Narrow(1), TypeError, 'Narrow: expected offset to be a number, got undefined');
});

test('indices are narrowed, too, as in front of a LookupTable', () => {
  const [lookup, labels] = [nn.LookupTable(5, 2), torch.LongTensor([[4, 0, 3]])];
  const net = nn
    .Sequential()
    .add(nn.Narrow(1, 1, 2))
    .add(lookup);
  assert.equal(values(net.forward(labels)), values(lookup.forward(torch.LongTensor([[0, 3]]))));
  net.forward(labels);
  net.backward(labels, torch.ones(1, 2, 2));
  assert.equal(values(lookup.gradWeight?.sum(1) as Tensor), [2, 0, 0, 2, 0]);
});

test.run();
