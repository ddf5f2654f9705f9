/** @file sort, topk, kthvalue, median and mode against Lua Torch7, order of equals and NaN included, and by definition. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, type TypeName, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { floating, integer, read } from './layouts.js';
import { linesOf, picker, property, sizeWith, strided } from './strided.js';

type Name = 'sort' | 'topk' | 'kthvalue' | 'median' | 'mode';
type Recorded = number | 'nan' | 'inf' | '-inf';
interface Row {
  type: TypeName;
  size: number[];
  transposed: boolean;
  x: Recorded[];
  call: Name;
  /** Dimensions count from 0. */
  args: (number | boolean)[];
  values: Recorded[];
  /** They count from 0. */
  indices: number[];
}

const golden = new URL('../../golden/torch7/sorting.json', import.meta.url);
const rows: Row[] = JSON.parse(readFileSync(golden, 'utf8'));
const others = { nan: NaN, inf: Infinity, '-inf': -Infinity };
const numbers = (list: Recorded[]): number[] => list.map((v) => (typeof v === 'number' ? v : others[v]));

function called(x: Tensor, name: Name, ...args: unknown[]): [Tensor, Tensor] {
  return (x[name] as (...args: unknown[]) => [Tensor, Tensor])(...args);
}

test('every element and index is where Torch has it, equals and NaN included', () => {
  assert.is(rows.length, 75);
  for (const { type, size, transposed, x, call, args, values, indices } of rows) {
    const matrix = Tensor.from(type, numbers(x)).view(size);
    const [y, i] = called(transposed ? matrix.t() : matrix, call, ...args);
    assert.equal([y.type(), i.type()], [`torch.${type}Tensor`, 'torch.LongTensor']);
    assert.equal([read(y), read(i)], [numbers(values), indices], `${type} ${call}(${args.join(', ')}) of ${x}`);
  }
});

const types = [...floating, ...integer];
const cases = fc.tuple(strided(types, { min: 1, max: 3 }, 14), fc.nat()).map(([s, seed]) => {
  const pick = picker(seed);
  const d = pick(s.size.length);
  return { ...s, d, dim: pick(2) === 0 ? d : d - s.size.length, k: 1 + pick(s.size[d]), flag: pick(2) === 1 };
});

test('they are what the definitions say, along every dimension of every stride', () => {
  property(cases, ({ x, size, at, d, dim, k, flag }) => {
    const [[y, i], [topk, topkAt], [kth, kthAt], [median], [mode, modeAt]] = [
      x.sort(dim, flag),
      x.topk(k, dim, flag, true),
      x.kthvalue(k, dim),
      x.median(dim),
      x.mode(dim),
    ];
    const one = sizeWith(size, d, 1);
    assert.equal(
      [y, topk, kth, median, mode].map((t) => t.size()),
      [size, sizeWith(size, d, k), one, one, one],
    );
    for (const line of linesOf(size, d)) {
      const values = line.map((index) => at(...index));
      const ascending = values.toSorted((a, b) => a - b);
      const ordered = flag ? ascending.toReversed() : ascending;
      const from = (t: Tensor, n: number): number[] => line.slice(0, n).map((index) => t.get(...index));
      assert.equal([from(y, size[d]), from(topk, k)], [ordered, ordered.slice(0, k)]);
      assert.equal(
        from(i, size[d]).toSorted((a, b) => a - b),
        values.map((_, n) => n),
        'each place once',
      );
      assert.equal(
        [from(i, size[d]), from(topkAt, k)].map((places) => places.map((p) => values[p])),
        [ordered, ordered.slice(0, k)],
      );
      assert.equal([from(kth, 1)[0], values[from(kthAt, 1)[0]]], [ascending[k - 1], ascending[k - 1]]);
      assert.is(from(median, 1)[0], ascending[Math.floor((values.length - 1) / 2)]);
      const count = (v: number): number => values.filter((w) => w === v).length;
      const most = Math.max(...values.map(count));
      const frequent = ascending.find((v) => count(v) === most);
      assert.equal([from(mode, 1)[0], values[from(modeAt, 1)[0]]], [frequent, frequent]);
    }
  });
});

test('results may be given, x itself and results in other strides among them', () => {
  const x = torch.Tensor([
    [3, 1, 2],
    [6, 5, 4],
  ]);
  const [values, indices] = [torch.Tensor(3, 2).t(), torch.LongTensor(7)];
  const returned = torch.sort(values, indices, x);
  assert.ok(returned[0] === values && returned[1] === indices);
  assert.equal(
    [read(values), read(indices)],
    [
      [1, 2, 3, 4, 5, 6],
      [1, 2, 0, 2, 1, 0],
    ],
  );
  values.topk(indices, x, 2, true, true);
  assert.equal(
    [read(values), read(indices)],
    [
      [3, 2, 6, 5],
      [0, 2, 0, 1],
    ],
  );
  torch.sort(x, indices, x, 0, true);
  assert.equal(
    [read(x), read(indices)],
    [
      [6, 5, 4, 3, 1, 2],
      [1, 1, 1, 0, 0, 0],
    ],
  );
  const long = torch.LongTensor([3, 1, 2]);
  torch.kthvalue(torch.LongTensor(1), long, long, 2);
  assert.equal(read(long), [2], 'the indices into x');
});

test('the last dimension and the smallest element are meant where nothing is said', () => {
  const x = torch.Tensor([
    [3, 1, 2],
    [6, 5, 4],
  ]);
  assert.equal(read(x.sort()[0]), read(x.sort(1, false)[0]));
  assert.equal(read(x.sort(true)[0]), read(x.sort(-1, true)[0]));
  assert.equal(read(x.sort(undefined, true)[0]), read(x.sort(true)[0]));
  assert.equal(
    [x.topk()[0].size(), read(x.topk()[0]), read(x.topk(true)[0])],
    [
      [2, 1],
      [1, 4],
      [3, 6],
    ],
  );
  assert.equal(read(x.topk(2, undefined, undefined, true)[0]), [1, 2, 4, 5]);
  assert.equal(
    [read(torch.median(x)[0]), read(torch.mode(x)[0]), read(torch.kthvalue(x, 3)[0])],
    [
      [2, 5],
      [1, 4],
      [3, 6],
    ],
  );
});

test('all of many equal, ordered and reversed elements are sorted', () => {
  const n = 3000;
  for (const [name, f] of Object.entries({ equal: () => 1, ordered: (i: number) => i, reversed: (i: number) => -i })) {
    const values = Array.from({ length: n }, (_, i) => f(i));
    const [y, i] = torch.Tensor(values).sort();
    assert.equal(
      read(y),
      values.toSorted((a, b) => a - b),
      name,
    );
    assert.is(new Set(read(i)).size, n, name);
  }
});

test('wrong ranks, dimensions and options are refused, and given results stay', () => {
  const x = torch.Tensor(2, 3);
  for (const name of ['topk', 'kthvalue'] as const) {
    for (const k of [0, 4, 1.5])
      fails(() => called(x, name, k), RangeError, `torch.${name}: expected k in 1..3, got ${k}`);
    fails(() => called(x, name, 3, 0), RangeError, `torch.${name}: expected k in 1..2, got 3`);
  }
  fails(() => called(x, 'kthvalue'), TypeError, 'torch.kthvalue: expected a number k, got nothing');
  for (const name of ['sort', 'median', 'mode'] as const) {
    fails(() => called(x, name, 2), RangeError, `Tensor.${name}: expected a dimension of DoubleTensor(2 × 3), got 2`);
    fails(
      () => called(torch.Tensor(), name),
      RangeError,
      `Tensor.${name}: expected a dimension of DoubleTensor(), got -1`,
    );
  }
  const sort = 'torch.sort: expected ([dim], [descending]), got';
  fails(() => called(x, 'sort', 'x'), TypeError, `${sort} (string)`);
  fails(() => called(x, 'sort', 0, 1), TypeError, `${sort} (number, number)`);
  fails(() => called(x, 'sort', true, true), TypeError, `${sort} (boolean, boolean)`);
  const topk = 'torch.topk: expected ([k], [dim], [largest], [sorted]), got (number, string)';
  fails(() => called(x, 'topk', 1, 'x'), TypeError, topk);
  const [values, indices] = [torch.Tensor([7]), torch.LongTensor([8])];
  fails(() => torch.topk(values, indices, x, 4), RangeError, 'torch.topk: expected k in 1..3, got 4');
  const long = 'torch.sort: expected a LongTensor for the result, got DoubleTensor(1)';
  fails(() => torch.sort(indices as Tensor, values, torch.LongTensor(2)), TypeError, long);
  assert.equal([read(values), read(indices)], [[7], [8]]);
});

test.run();
