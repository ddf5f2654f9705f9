/** @file Padding against the checker, values worked out by hand, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  behind: () => [nn.Padding(1, 2, undefined, 0.5), torch.randn(2, 3)],
  'in front, of samples': () => [nn.Padding(0, -2, 2), torch.randn(2, 3, 4)],
  'in the middle': () => [nn.Padding(1, -2, 2, 7, 1), torch.randn(2, 3)],
  'not contiguous': () => [nn.Padding(-1, 1), torch.randn(2, 3).t()],
});

test('places from the left when pad < 0, from the right when pad > 0; no derivative sees the value', () => {
  const x = torch.Tensor([1, 2, 3]);
  const cases: [number, number, number[]][] = [
    [-2, 0, [9, 9, 1, 2, 3]],
    [2, 0, [1, 2, 3, 9, 9]],
    [-1, 1, [1, 9, 2, 3]],
    [1, 1, [1, 2, 9, 3]],
    [-1, 3, [1, 2, 3, 9]],
    [0, 0, [1, 2, 3]],
  ];
  for (const [pad, index, expected] of cases) {
    const module = nn.Padding(0, pad, undefined, 9, index);
    assert.equal(values(module.forward(x)), expected);
    const ry = values(module.rForward(x, x));
    assert.equal(
      ry,
      expected.map((v) => (v === 9 ? 0 : v)),
    );
    assert.equal(values(module.backward(x, torch.Tensor(expected))), [1, 2, 3]);
  }
});

test('samples are told by another number of dimensions than nInputDim, whatever it is, as in Torch', () => {
  const module = nn.Padding(1, -1, 1, 1);
  assert.equal((module.forward(torch.zeros(3, 2, 3, 2)) as Tensor).size(), [3, 2, 4, 2]);
});

test('a place outside is refused', () => {
  fails(
    () => nn.Padding(1, 1, undefined, 0, 4).forward(torch.zeros(2, 3)),
    RangeError,
    'Padding.forward: expected input with place 4 in dimension 1, got (2 × 3)',
  );
});

test.run();
