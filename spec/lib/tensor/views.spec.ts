/** @file Views against index arithmetic: which element of the tensor each element of the view is, and that it is the same. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor } from '../../../lib/tensor/index.js';
import { indices, laidOut, layouts, read, refusal } from './layouts.js';

const SIZE = [3, 4, 2];
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** A view, its sizes, and where its element `i` comes from. */
interface Case {
  name: string;
  make: (x: Tensor) => Tensor;
  size: number[];
  from: (i: number[]) => number[];
}

const cases: Case[] = [
  { name: 'narrow', make: (x) => x.narrow(1, 1, 2), size: [3, 2, 2], from: ([i, j, k]) => [i, j + 1, k] },
  {
    name: 'narrow from the end',
    make: (x) => x.narrow(-2, -2, 2),
    size: [3, 2, 2],
    from: ([i, j, k]) => [i, j + 2, k],
  },
  { name: 'narrow to all', make: (x) => x.narrow(0, 0, 3), size: SIZE, from: (i) => i },
  { name: 'select', make: (x) => x.select(1, 2), size: [3, 2], from: ([i, k]) => [i, 2, k] },
  { name: 'select from the end', make: (x) => x.select(-1, -2), size: [3, 4], from: ([i, j]) => [i, j, 0] },
  { name: 'select to 1-D', make: (x) => x.select(0, 1).select(1, 1), size: [4], from: ([j]) => [1, j, 1] },
  { name: 'select of 1-D', make: (x) => x.select(0, 1).select(1, 1).select(0, 3), size: [1], from: () => [1, 3, 1] },
  { name: 'transpose', make: (x) => x.transpose(0, 2), size: [2, 4, 3], from: ([k, j, i]) => [i, j, k] },
  { name: 'transpose of one dimension', make: (x) => x.transpose(1, -2), size: SIZE, from: (i) => i },
  { name: 't', make: (x) => x.select(0, 2).t(), size: [2, 4], from: ([k, j]) => [2, j, k] },
  { name: 'squeeze', make: (x) => x.narrow(1, 3, 1).squeeze(), size: [3, 2], from: ([i, k]) => [i, 3, k] },
  {
    name: 'squeeze to one element',
    make: (x) => x.narrow(0, 2, 1).narrow(1, 3, 1).narrow(2, 1, 1).squeeze(),
    size: [1],
    from: () => [2, 3, 1],
  },
  {
    name: 'squeeze of one dimension',
    make: (x) => x.narrow(0, 2, 1).narrow(1, 3, 1).squeeze(-2),
    size: [1, 2],
    from: ([, k]) => [2, 3, k],
  },
  { name: 'squeeze of a larger dimension', make: (x) => x.squeeze(1), size: SIZE, from: (i) => i },
  { name: 'unsqueeze in front', make: (x) => x.unsqueeze(0), size: [1, ...SIZE], from: ([, ...i]) => i },
  { name: 'unsqueeze between', make: (x) => x.unsqueeze(1), size: [3, 1, 4, 2], from: ([i, , j, k]) => [i, j, k] },
  { name: 'unsqueeze behind', make: (x) => x.unsqueeze(-1), size: [...SIZE, 1], from: ([i, j, k]) => [i, j, k] },
  {
    name: 'expand',
    make: (x) => x.narrow(1, 2, 1).expand(3, 5, 2),
    size: [3, 5, 2],
    from: ([i, , k]) => [i, 2, k],
  },
  {
    name: 'expand with new dimensions',
    make: (x) => x.select(0, 1).expand([2, 3, 4, 2]),
    size: [2, 3, 4, 2],
    from: ([, , j, k]) => [1, j, k],
  },
  { name: 'expand to its own size', make: (x) => x.expandAs(x), size: SIZE, from: (i) => i },
  {
    name: 'unfold',
    make: (x) => x.unfold(1, 2, 1),
    size: [3, 3, 2, 2],
    from: ([i, j, k, s]) => [i, j + s, k],
  },
  {
    name: 'unfold in steps that leave a rest',
    make: (x) => x.unfold(-2, 3, 2),
    size: [3, 1, 2, 3],
    from: ([i, j, k, s]) => [i, 2 * j + s, k],
  },
];

for (const { name, make, size, from } of cases) {
  test(`${name} shows the elements it names, in every layout, and shares them`, () => {
    for (const [layoutName, layout] of Object.entries(layouts)) {
      const x = laidOut('Int', SIZE, upTo(24), layout);
      const view = make(x);
      assert.equal(view.size(), size, layoutName);
      assert.is(view.storage(), x.storage(), layoutName);
      const expected = indices(size).map((i) => x.get(...from(i)));
      assert.equal(read(view), expected, layoutName);
      view.fill(-1);
      for (const i of indices(size)) assert.is(x.get(...from(i)), -1, layoutName);
      assert.is(
        read(x).filter((v) => v === -1).length,
        new Set(expected).size,
        `${layoutName}: writing through the view changes these elements only`,
      );
    }
  });
}

test('views leave the tensor as it is', () => {
  const x = laidOut('Double', SIZE, upTo(24), layouts.narrowed);
  const before = [x.size(), x.stride(), x.storageOffset()];
  for (const { make } of cases) make(x);
  assert.equal([x.size(), x.stride(), x.storageOffset()], before);
});

test('view gives a contiguous tensor other sizes, one of which may be left to it', () => {
  const x = laidOut('Double', SIZE, upTo(24), layouts['a row behind others']);
  for (const [sizes, size] of [
    [[24], [24]],
    [
      [2, 12],
      [2, 12],
    ],
    [
      [4, -1],
      [4, 6],
    ],
    [
      [-1, 1, 8],
      [3, 1, 8],
    ],
  ]) {
    const view = x.view(...sizes);
    assert.equal([view.size(), read(view)], [size, upTo(24)]);
    assert.equal(x.view(sizes).size(), size, 'as a list');
    assert.is(view.storage(), x.storage());
  }
  assert.equal(x.viewAs(Tensor.zeros('Int', [6, 4])).size(), [6, 4]);
});

test('view refuses other numbers of elements, two open sizes, and tensors that are not contiguous', () => {
  const x = Tensor.zeros('Double', [2, 3]);
  for (const [sizes, text] of [
    [[4], '4'],
    [[4, -1], '4 × -1'],
    [[-1, -1], '-1 × -1'],
    [[-2, -3], '-2 × -3'],
    [[0, -1], '0 × -1'],
    [[1.5, 4], '1.5 × 4'],
    [[], ''],
  ] as [number[], string][]) {
    assert.throws(() => x.view(sizes), refusal(RangeError, `Tensor.view: expected sizes of 6 elements, got ${text}`));
  }
  assert.throws(
    () => x.t().view(6),
    refusal(RangeError, 'Tensor.view: expected a contiguous tensor, got DoubleTensor(3 × 2)'),
  );
});

test('split gives pieces of a size, the last one smaller', () => {
  for (const [name, layout] of Object.entries(layouts)) {
    const x = laidOut('Int', SIZE, upTo(24), layout);
    const pieces = x.split(3, 1);
    assert.equal(
      pieces.map((p) => p.size()),
      [
        [3, 3, 2],
        [3, 1, 2],
      ],
      name,
    );
    assert.equal(
      read(pieces[1]),
      indices([3, 1, 2]).map(([i, , k]) => x.get(i, 3, k)),
      name,
    );
    assert.equal(
      x.split(2).map((p) => p.size(0)),
      [2, 1],
    );
    assert.equal(
      x.split(9, -1).map((p) => p.size()),
      [SIZE],
    );
    assert.is(pieces[0].storage(), x.storage());
  }
});

test('a size of 1 takes part in any view', () => {
  const x = Tensor.from('Double', [[5]]);
  for (const y of [x.t(), x.squeeze(), x.squeeze(0), x.unsqueeze(0), x.view(1), x.select(0, 0), x.narrow(0, 0, 1)]) {
    assert.equal(read(y), [5]);
  }
  assert.equal(read(x.expand(2, 1)), [5, 5]);
  assert.equal(read(x.unfold(0, 1, 1)), [5]);
});

test('strides of dimensions of size 1 are those Torch gives them', () => {
  const x = Tensor.zeros('Double', [2, 3]);
  assert.equal(
    [x.unsqueeze(0).stride(), x.unsqueeze(1).stride(), x.unsqueeze(2).stride()],
    [
      [6, 3, 1],
      [3, 3, 1],
      [3, 1, 1],
    ],
  );
  const row = x.narrow(0, 0, 1);
  assert.equal(
    [row.expand(1, 3).stride(), row.expand(4, 3).stride(), row.expand(5, 1, 3).stride()],
    [
      [3, 1],
      [0, 1],
      [0, 3, 1],
    ],
  );
});

test('wrong ranges are refused by name', () => {
  const x = Tensor.zeros('Double', [2, 3]);
  const refused = (call: () => unknown, message: string): void => {
    assert.throws(call, refusal(RangeError, message));
  };
  const range = (length: number, first: number): string =>
    `Tensor.narrow: expected a range within 0..2 of dimension 1, got ${length} elements from ${first}`;
  refused(() => x.narrow(1, 2, 2), range(2, 2));
  refused(() => x.narrow(1, 0, 0), range(0, 0));
  refused(() => x.narrow(1, -4, 1), range(1, -4));
  refused(() => x.narrow(1, 0.5, 1), range(1, 0.5));
  refused(() => x.narrow(2, 0, 1), 'Tensor.narrow: expected a dimension of DoubleTensor(2 × 3), got 2');
  refused(() => x.select(1, 3), 'Tensor.select: expected an index in 0..2 of dimension 1, got 3');
  refused(() => x.select(0, -3), 'Tensor.select: expected an index in 0..1 of dimension 0, got -3');
  refused(() => x.select(-3, 0), 'Tensor.select: expected a dimension of DoubleTensor(2 × 3), got -3');
  refused(() => x.transpose(0, 2), 'Tensor.transpose: expected a dimension of DoubleTensor(2 × 3), got 2');
  refused(() => x.view(6).t(), 'Tensor.t: expected 2 dimensions, got DoubleTensor(6)');
  refused(() => x.squeeze(2), 'Tensor.squeeze: expected a dimension of DoubleTensor(2 × 3), got 2');
  refused(() => x.unsqueeze(3), 'Tensor.unsqueeze: expected a place in 0..2, got 3');
  refused(() => x.split(0), 'Tensor.split: expected a size of 1 or more, got 0');
  const sub = 'Tensor.sub: expected a first and a last index for 1..2 dimensions, got';
  refused(() => x.sub(0, 1, 2), `${sub} 3 numbers`);
  refused(() => x.sub(0, 0, 0, 0, 0, 0), `${sub} 6 numbers`);
  refused(() => (x.sub as () => unknown)(), `${sub} 0 numbers`);
  const within = 'Tensor.sub: expected a range within 0..2 of dimension 1, got';
  refused(() => x.sub(0, 1, 1, 3), `${within} 3 elements from 1`);
  refused(() => x.sub(0, 1, 2, 1), `${within} 0 elements from 2`);
  const each = 'Tensor.permute: expected each dimension of DoubleTensor(2 × 3) once, got';
  refused(() => x.permute(0), `${each} 0`);
  refused(() => x.permute(1, 1), `${each} 1, 1`);
  refused(() => x.permute(0, -2), `${each} 0, -2`);
  refused(() => x.permute(0, 2), 'Tensor.permute: expected a dimension of DoubleTensor(2 × 3), got 2');
  const unfold = 'Tensor.unfold: expected slices of 1..3 elements and a step of 1 or more, got';
  refused(() => x.unfold(1, 4, 1), `${unfold} size 4, step 1`);
  refused(() => x.unfold(1, 2, 0), `${unfold} size 2, step 0`);
  const expand = 'Tensor.expand: expected sizes that repeat DoubleTensor(2 × 3), got';
  refused(() => x.expand(4, 3), `${expand} 4 × 3`);
  refused(() => x.expand(3), `${expand} 3`);
  refused(() => x.expand(0, 2, 3), `${expand} 0 × 2 × 3`);
});

test('an empty tensor has no views but itself', () => {
  const x = Tensor.zeros('Double', []);
  assert.is(x.squeeze().dim(), 0);
  for (const call of [
    () => x.narrow(0, 0, 1),
    () => x.select(0, 0),
    () => x.t(),
    () => x.transpose(0, 0),
    () => x.view(-1),
    () => x.expand(2),
    () => x.unfold(0, 1, 1),
    () => x.split(1),
  ]) {
    assert.throws(call, RangeError);
  }
  assert.throws(
    () => x.unsqueeze(0),
    refusal(RangeError, 'Tensor.unsqueeze: expected at least one element, got an empty tensor'),
  );
});

test.run();
