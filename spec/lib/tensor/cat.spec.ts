/** @file torch.cat: joining along every dimension, missing dimensions, empty tensors, what is refused. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { floating, integer, laidOut, layouts, read, refusal } from './layouts.js';
import { property, sizeWith, strided, stridedAs, valuesOf } from './strided.js';

const types = [...floating, ...integer];

test('cat joins along any dimension, by default the last', () => {
  for (const [name, layout] of Object.entries(layouts)) {
    const x = laidOut('Int', [2, 2], [1, 2, 3, 4], layout);
    const y = laidOut('Int', [2, 1], [5, 6], layout);
    const z = laidOut('Int', [1, 2], [7, 8], layout);
    for (const joined of [
      torch.cat([x, y]),
      torch.cat([x, y], 1),
      torch.cat([x, y], -1),
      torch.cat(x, y),
      torch.cat(x, y, 1),
    ]) {
      assert.equal([joined.type(), joined.size(), read(joined)], ['torch.IntTensor', [2, 3], [1, 2, 5, 3, 4, 6]], name);
    }
    const result = Tensor.zeros('Int', [1]);
    for (const joined of [
      torch.cat([x, z], 0),
      torch.cat(x, z, -2),
      torch.cat(result, [x, z], 0),
      torch.cat(result, x, z, 0),
    ]) {
      assert.equal(
        [joined.size(), read(joined)],
        [
          [3, 2],
          [1, 2, 3, 4, 7, 8],
        ],
        name,
      );
    }
    assert.is(torch.cat(result, x, z, 0), result);
    assert.equal(read(torch.cat([x, z, z, x], 0)), [1, 2, 3, 4, 7, 8, 7, 8, 1, 2, 3, 4]);
    assert.equal(read(torch.cat(x, x, z, 0)), [1, 2, 3, 4, 7, 8], 'a result may be an operand');
  }
});

test('tensors of random strides are joined one behind the other, and pieces to what they were cut from', () => {
  const pairs = strided(types, { min: 1, max: 3 }).chain((s) => {
    const d = fc.nat(s.size.length - 1);
    return fc
      .tuple(fc.constant(s), d, fc.integer({ min: 1, max: 3 }))
      .chain(([, dim, extent]) =>
        fc.tuple(fc.constant(s), fc.constant(dim), stridedAs([s.type], sizeWith(s.size, dim, extent))),
      );
  });
  property(pairs, ([s, d, other]) => {
    const size = sizeWith(s.size, d, s.size[d] + other.size[d]);
    const expected = valuesOf(size, (i) => (i[d] < s.size[d] ? s.at(...i) : other.at(...i.with(d, i[d] - s.size[d]))));
    const joined = torch.cat(s.x, other.x, d);
    assert.equal([joined.size(), read(joined)], [size, expected]);
    assert.equal(read(torch.cat(s.x.split(2, d), d)), s.values);
  });
});

test('cat takes a missing dimension for one of size 1, and leaves out empty tensors', () => {
  const [x, y, none] = [torch.range(1, 2), torch.range(3, 4), torch.zeros(0)];
  assert.equal(
    [torch.cat(x, y, 1).size(), read(torch.cat(x, y, 1))],
    [
      [2, 2],
      [1, 3, 2, 4],
    ],
  );
  assert.equal(read(torch.cat([none, x, none, y])), [1, 2, 3, 4]);
  assert.equal(read(torch.cat([x])), [1, 2]);
  assert.is(torch.cat([none, none]).dim(), 0);
  assert.is(torch.cat(x.clone(), [none]).dim(), 0);
});

test('the method joins its tensor with another, or writes into it', () => {
  const [x, y] = [torch.range(1, 2), torch.range(3, 4)];
  assert.equal(
    [read(x.cat(y)), x.cat(y, 1).size()],
    [
      [1, 2, 3, 4],
      [2, 2],
    ],
  );
  const r = torch.Tensor(7);
  assert.is(r.cat(x, y), r);
  assert.equal(read(r), [1, 2, 3, 4]);
  assert.equal(
    [read(r.cat([y, x, y])), r.cat(x, y, 1).size()],
    [
      [3, 4, 1, 2, 3, 4],
      [2, 2],
    ],
  );
});

test('cat refuses nothing, other sizes and other types', () => {
  const x = torch.zeros(2, 2);
  assert.throws(() => torch.cat([]), refusal(RangeError, 'torch.cat: expected at least one tensor, got none'));
  assert.throws(
    () => torch.cat([x, torch.zeros(3, 3)], 1),
    refusal(
      RangeError,
      'torch.cat: expected sizes that differ in dimension 1 only, got DoubleTensor(2 × 2), DoubleTensor(3 × 3)',
    ),
  );
  assert.throws(
    () => torch.cat([x, x], -3),
    refusal(RangeError, 'torch.cat: expected a dimension of 2 or a new one, got -3'),
  );
  const calls = torch as unknown as Record<'cat', (...operands: unknown[]) => unknown>;
  const forms = 'torch.cat: expected ([result], tensors, [dim]) or ([result], a, b, [dim]), got';
  assert.throws(() => calls.cat(), refusal(TypeError, `${forms} ()`));
  assert.throws(() => calls.cat(x, 1), refusal(TypeError, `${forms} (DoubleTensor(2 × 2))`));
  assert.throws(() => calls.cat([x, 3]), refusal(TypeError, 'torch.cat: expected a tensor, got number'));
  assert.throws(() => calls.cat('x', [x]), refusal(TypeError, 'torch.cat: expected a tensor, got string'));
  assert.throws(() => torch.cat([x, x], 0.5), RangeError);
  assert.throws(
    () => torch.cat([x, x.float()]),
    refusal(TypeError, 'torch.cat: expected a DoubleTensor, got FloatTensor(2 × 2)'),
  );
});

test.run();
