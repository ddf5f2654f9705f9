/** @file apply, map and map2: order, operands of other strides and shapes, and what the function may return. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { floating, integer, onlyElementsWritten, read } from './layouts.js';
import { property, strided, stridedAs } from './strided.js';

const types = [...floating, ...integer];

test('elements are visited in row-major order, each with its partners, and nothing else is written', () => {
  const triple = strided(types, { min: 1, max: 3 }).chain((s) => {
    const n = s.values.length;
    return fc.tuple(fc.constant(s), stridedAs([s.type], [n]), stridedAs([s.type], [1, n]));
  });
  property(triple, ([s, y, z]) => {
    const { cast } = s.x.elementType;
    const seen: number[][] = [];
    assert.is(
      s.x.apply((x) => void seen.push([x])),
      s.x,
    );
    assert.equal([seen.flat(), read(s.x)], [s.values, s.values], 'a function that returns nothing only reads');
    seen.length = 0;
    s.x.map2(y.x, z.x, (x, b, c) => {
      seen.push([x, b, c]);
      return x + b;
    });
    assert.equal(
      seen,
      s.values.map((x, i) => [x, y.values[i], z.values[i]]),
    );
    const sums = s.values.map((x, i) => cast(x + y.values[i]));
    assert.equal(read(s.x), sums);
    s.x.map(z.x, (_, c) => (c > 1 ? c : undefined));
    assert.equal(
      read(s.x),
      sums.map((x, i) => (z.values[i] > 1 ? z.values[i] : x)),
    );
    s.x.apply((x) => x + 1);
    onlyElementsWritten(s.x, 'mapped');
  });
});

test("the examples of Torch's documentation", () => {
  const x = torch.range(1, 9).view(3, 3);
  assert.equal(read(x.clone().map(torch.range(1, 9), (a, b) => a * b)), [1, 4, 9, 16, 25, 36, 49, 64, 81]);
  assert.equal(read(x.map2(torch.ones(9), x.clone(), (a, b, c) => a + b * c)), [2, 4, 6, 8, 10, 12, 14, 16, 18]);
});

test('an operand may be the tensor itself, or a view of it', () => {
  const x = torch.Tensor([
    [1, 2],
    [3, 4],
  ]);
  assert.equal(read(x.map(x, (a, b) => a * b)), [1, 4, 9, 16]);
  assert.equal(read(x.map(x.t(), (a, b) => a - b)), [0, -5, 5, 0]);
});

test('wrong functions, results and operands are refused', () => {
  const x = torch.LongTensor([1, 2]);
  const f = 'x' as unknown as () => number;
  const text = (() => 'x') as unknown as () => number;
  fails(() => x.apply(f), TypeError, 'torch.apply: expected a function, got string');
  fails(() => x.map(x, f), TypeError, 'torch.map: expected a function, got string');
  fails(() => x.map2(x, x, f), TypeError, 'torch.map2: expected a function, got string');
  const result = 'expected the function to return a number or nothing, got string';
  fails(() => x.apply(text), TypeError, `torch.apply: ${result}`);
  fails(() => x.map(x, text), TypeError, `torch.map: ${result}`);
  fails(() => x.map2(x, x, text), TypeError, `torch.map2: ${result}`);
  fails(() => x.map(torch.LongTensor(3), () => 0), RangeError, 'torch.map: expected 2 elements, got LongTensor(3)');
  fails(() => x.map2(x, torch.Tensor(2), () => 0), TypeError, 'torch.map2: expected a LongTensor, got DoubleTensor(2)');
  fails(
    () => x.apply(() => 2 ** 53),
    RangeError,
    'LongTensor: expected an integer within ±(2^53 − 1), got 9007199254740992',
  );
  assert.equal(read(x), [1, 2]);
});

test.run();
