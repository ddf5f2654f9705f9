/** @file Copying between all layouts and types, and within one memory. */
import fc from 'fast-check';
import ndarray from 'ndarray';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Storage, Tensor, torch } from '../../../lib/tensor/index.js';
import { floating, integer, laidOut, layouts, numbers, onlyElementsWritten, read, refusal } from './layouts.js';
import { property, strided, stridedAs } from './strided.js';

const types = [...floating, ...integer];
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

for (const type of types) {
  test(`copy takes every layout into every other, ${type}`, () => {
    const values = numbers(type, 12, 1);
    for (const [from, source] of Object.entries(layouts)) {
      for (const [to, target] of Object.entries(layouts)) {
        for (const size of [[3, 4], [12], [2, 1, 6]]) {
          const where = `${from} 3 × 4 to ${to} ${size.join(' × ')}`;
          const x = laidOut(type, size, upTo(12), target);
          assert.is(x.copy(laidOut(type, [3, 4], values, source)), x);
          assert.equal(read(x), values, where);
          onlyElementsWritten(x, where);
        }
      }
    }
  });
}

test('copy takes any strides, sizes and type to any others', () => {
  const pairs = strided(types, { min: 1, max: 4 }).chain((s) => {
    const n = s.values.length;
    const other = fc.constantFrom([n], [1, n], [...s.size].reverse(), s.size);
    return fc.tuple(
      fc.constant(s),
      other.chain((size) => stridedAs(types, size)),
    );
  });
  property(pairs, ([s, to]) => {
    assert.is(to.x.copy(s.x), to.x);
    assert.equal(read(to.x), s.values.map(to.x.elementType.cast), `${s.type} to ${to.type}`);
    onlyElementsWritten(to.x, 'copied');
  });
});

test('copy repeats what stride 0 repeats', () => {
  const row = laidOut('Double', [1, 3], [1, 2, 3], layouts.narrowed);
  for (const [name, layout] of Object.entries(layouts)) {
    const x = laidOut('Double', [2, 3], upTo(6), layout).copy(row.expand(2, 3));
    assert.equal(read(x), [1, 2, 3, 1, 2, 3], name);
  }
  assert.equal(read(Tensor.zeros('Double', [6]).copy(row.expand(2, 3))), [1, 2, 3, 1, 2, 3], 'into another shape');
});

test('copy converts between all types as C casts', () => {
  const values = [3.7, -2.2, 300, 0];
  for (const from of types) {
    for (const to of types) {
      for (const [name, layout] of Object.entries(layouts)) {
        const stored = Array.from(new Storage(from, values).data);
        const source = laidOut(from, [2, 2], stored, layouts.contiguous);
        const expected = Array.from(new Storage(to, stored).data);
        assert.equal(read(laidOut(to, [2, 2], upTo(4), layout).copy(source)), expected, `${from} to ${to}, ${name}`);
        const strided = laidOut(from, [2, 2], stored, layout);
        assert.equal(read(Tensor.zeros(to, [4]).copy(strided)), expected, `${name} ${from} to ${to}`);
      }
    }
  }
});

test('a Long copy that is refused changes nothing', () => {
  const x = Tensor.from('Long', [1, 2]);
  for (const y of [
    Tensor.from('Double', [5, 2 ** 53]),
    Tensor.from('Double', [
      [5, 0],
      [Number.NaN, 0],
    ]).select(1, 0),
  ]) {
    assert.throws(() => x.copy(y), RangeError);
    assert.equal(read(x), [1, 2]);
  }
});

test('copies within one storage act as if through a temporary', () => {
  const n = 200;
  const views: [string, number, number[], number[]][] = [
    ['left', 0, [90], [1]],
    ['right', 3, [90], [1]],
    ['long and far', 60, [90], [1]],
    ['even', 0, [90], [2]],
    ['odd', 1, [90], [2]],
    ['backwards', 89, [90], [-1]],
    ['backwards from behind', 100, [90], [-1]],
    ['matrix', 0, [9, 10], [10, 1]],
    ['transposed', 0, [10, 9], [1, 10]],
    ['shifted matrix', 7, [9, 10], [10, 1]],
    ['one number', 4, [90], [0]],
  ];
  for (const [from, ...source] of views) {
    for (const [to, ...target] of views.slice(0, -1)) {
      const storage = new Storage('Double', upTo(n));
      const y = new Tensor(storage, ...source);
      const x = new Tensor(storage, ...target);
      const expected = read(y);
      x.copy(y);
      assert.equal(read(x), expected, `${from} into ${to}`);
    }
  }
});

test('two tensors made of one array overlap as well', () => {
  const array = new Float64Array(upTo(5));
  const x = torch.fromNdarray(ndarray(array));
  const y = torch.fromNdarray(ndarray(array));
  x.narrow(0, 1, 4).copy(y.narrow(0, 0, 4));
  assert.equal(Array.from(array), [0, 0, 1, 2, 3]);
});

test('matrices larger than a tile are transposed whole, in any place among other dimensions', () => {
  for (const size of [
    [70, 45],
    [33, 1, 64],
    [3, 40, 2, 35],
  ]) {
    const n = size.reduce((product, s) => product * s, 1);
    const x = Tensor.from('Int', upTo(n)).view(size);
    for (const [a, b] of [
      [0, 1],
      [0, -1],
      [-2, -1],
    ]) {
      const y = x.transpose(a, b);
      assert.equal(Array.from(y.clone().storage().data), read(y), `${size.join(' × ')}, ${a} and ${b}`);
      const z = Tensor.zeros('Int', size).transpose(a, b);
      assert.equal(read(z.copy(y)), read(y), 'into the same order');
    }
  }
});

test('where elements of the target share a place, the last in row-major order stays', () => {
  const x = Tensor.zeros('Double', [2, 1]);
  x.expand(2, 3).copy(
    Tensor.from('Double', [
      [1, 2, 3],
      [4, 5, 6],
    ]),
  );
  assert.equal(read(x), [3, 6]);
  x.t()
    .expand(3, 2)
    .copy(
      Tensor.from('Double', [
        [1, 2, 3],
        [4, 5, 6],
      ]).t(),
    );
  assert.equal(read(x), [3, 6]);
});

test('copy asks for as many elements', () => {
  const x = Tensor.zeros('Double', [2, 3]);
  assert.throws(
    () => x.copy(Tensor.zeros('Float', [2, 2])),
    refusal(RangeError, 'Tensor.copy: expected 6 elements (2 × 3), got FloatTensor(2 × 2)'),
  );
  assert.throws(() => x.copy(Tensor.zeros('Double', [])), RangeError);
  assert.is(Tensor.zeros('Double', []).copy(Tensor.zeros('Float', [])).nElement(), 0);
  assert.is(x.copy(x), x);
});

test.run();
