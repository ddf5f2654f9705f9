/** @file index, indexCopy, indexAdd and indexFill, against their definitions on random strides. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { close } from '../kernels/arrays.js';
import { floating, indices, integer, laidOut, layouts, numbers, onlyElementsWritten, read } from './layouts.js';
import { picker, property, type Strided, sizeWith, strided, valuesOf } from './strided.js';

const types = [...floating, ...integer];

interface Case {
  s: Strided;
  d: number;
  dim: number;
  list: number[];
  indices: Tensor;
}

/** A tensor, one of its dimensions, counted from either end, and a list of indices with repeats, stepping through memory. */
const cases: fc.Arbitrary<Case> = fc.tuple(strided(types, { min: 1, max: 4 }), fc.nat()).map(([s, seed]) => {
  const pick = picker(seed);
  const d = pick(s.size.length);
  const list = Array.from({ length: 1 + pick(5) }, () => pick(s.size[d]));
  const tensor = laidOut('Long', [list.length], list, Object.values(layouts)[pick(6)]);
  return { s, d, dim: pick(2) === 0 ? d : d - s.size.length, list, indices: tensor };
});

test('index copies the slices that are listed, in every form', () => {
  property(cases, ({ s, d, dim, list, indices }) => {
    const size = sizeWith(s.size, d, list.length);
    const expected = valuesOf(size, (i) => s.at(...i.with(d, list[i[d]])));
    const result = Tensor.zeros(s.type, [3, 2]).t();
    for (const y of [s.x.index(dim, indices), torch.index(s.x, dim, indices), result.index(s.x, dim, indices)]) {
      assert.equal([y.size(), read(y)], [size, expected]);
      assert.is.not(y.storage(), s.x.storage());
    }
    s.x.index(s.x, dim, indices);
    assert.equal([s.x.size(), read(s.x)], [size, expected], 'into its own source');
  });
});

test('indexCopy writes slices in their order, indexAdd adds all of them, indexFill fills', () => {
  property(fc.tuple(cases, fc.nat(1e6)), ([{ s, d, dim, list, indices: tensor }, seed]) => {
    const size = sizeWith(s.size, d, list.length);
    const given = numbers(
      s.type,
      size.reduce((n, k) => n * k, 1),
      seed,
    );
    const source = laidOut(s.type, size, given, Object.values(layouts)[seed % 6]);
    const [copied, added, filled] = [0, 1, 2].map(() => new Map(indices(s.size).map((i) => [i.join(), s.at(...i)])));
    indices(size).forEach((i, k) => {
      const to = i.with(d, list[i[d]]).join();
      copied.set(to, given[k]);
      added.set(to, s.x.elementType.cast((added.get(to) as number) + given[k]));
      filled.set(to, 3);
    });
    const same = (call: (x: Tensor) => Tensor, expected: Map<string, number>): void => {
      assert.is(call(s.x), s.x);
      close(read(s.x), [...expected.values()], s.type === 'Float' ? 1e-6 : 0, s.type);
      onlyElementsWritten(s.x, 'written');
      indices(s.size).forEach((i) => void s.x.set(...i, s.at(...i)));
    };
    same((x) => x.indexCopy(dim, tensor, source), copied);
    same((x) => torch.indexAdd(x, dim, tensor, source), added);
    same((x) => x.indexFill(dim, tensor, 3), filled);
  });
});

test("what Torch's documentation adds", () => {
  const a = torch.range(1, 5);
  assert.equal(read(a.indexAdd(0, torch.LongTensor([0, 0, 2, 2]), torch.range(1, 4))), [4, 2, 10, 4, 5]);
});

test('a source or indices may have memory in common with what is written', () => {
  const x = torch.range(1, 4);
  x.indexCopy(0, torch.LongTensor([3, 2, 1, 0]), x);
  assert.equal(read(x), [4, 3, 2, 1]);
  x.indexAdd(0, torch.LongTensor([0, 1]), x.narrow(0, 1, 2));
  assert.equal(read(x), [7, 5, 2, 1]);
  const i = torch.LongTensor([1, 2, 0]);
  assert.equal(read(i.clone().indexCopy(0, i, i)), [0, 1, 2]);
  assert.equal(read(i.indexFill(0, i, 1)), [1, 1, 1]);
  const j = torch.LongTensor([2, 0]);
  assert.equal(read(j.index(torch.LongTensor([5, 6, 7]), 0, j)), [7, 5], 'into its indices');
});

test('integers wrap; a Long sum is exact or refused, and then nothing has changed', () => {
  assert.equal(read(torch.ByteTensor([250]).indexAdd(0, torch.LongTensor([0, 0]), torch.ByteTensor([3, 4]))), [1]);
  const x = torch.LongTensor([1, 2 ** 53 - 1]);
  const beyond = 'LongTensor: expected an integer within ±(2^53 − 1), got 9007199254740992';
  fails(() => x.indexAdd(0, torch.LongTensor([0, 1]), torch.LongTensor([1, 1])), RangeError, beyond);
  fails(() => x.indexFill(0, torch.LongTensor([0]), 2 ** 53), RangeError, beyond);
  assert.equal(read(x), [1, 2 ** 53 - 1]);
});

test('wrong indices, sources and dimensions are refused before anything is written', () => {
  const x = torch.range(1, 6).view(2, 3);
  const list = (...i: number[]): Tensor => torch.LongTensor(i);
  const calls: [name: string, call: (dim: number, i: Tensor) => unknown][] = [
    ['index', (dim, i) => x.index(dim, i)],
    ['indexCopy', (dim, i) => x.indexCopy(dim, i, x)],
    ['indexAdd', (dim, i) => x.indexAdd(dim, i, x)],
    ['indexFill', (dim, i) => x.indexFill(dim, i, 0)],
  ];
  for (const [name, call] of calls) {
    const range = `torch.${name}: expected indices in 0..1, got`;
    fails(() => call(0, list(1, 2)), RangeError, `${range} 2 (do the indices count from 1?)`);
    fails(() => call(0, list(0, -1)), RangeError, `${range} -1`);
    fails(() => call(0, list(3)), RangeError, `${range} 3`);
    fails(() => call(2, list(0)), RangeError, `Tensor.${name}: expected a dimension of DoubleTensor(2 × 3), got 2`);
    const long = `torch.${name}: expected indices in a LongTensor, got DoubleTensor(1)`;
    fails(() => call(0, torch.Tensor([0])), TypeError, long);
    fails(
      () => call(0, list(0, 1).view(2, 1)),
      RangeError,
      `torch.${name}: expected 1-D indices, got LongTensor(2 × 1)`,
    );
    fails(() => call(0, torch.LongTensor()), RangeError, `torch.${name}: expected 1-D indices, got LongTensor()`);
    fails(() => call(0, undefined as unknown as Tensor), TypeError, `torch.${name}: expected a tensor, got nothing`);
  }
  for (const name of ['indexCopy', 'indexAdd'] as const) {
    const source = (size: string, got: string): string =>
      `torch.${name}: expected a source of size (${size}), got ${got}`;
    fails(() => x[name](0, list(0), x), RangeError, source('1 × 3', 'DoubleTensor(2 × 3)'));
    fails(() => x[name](1, list(0, 1), torch.Tensor(3, 2)), RangeError, source('2 × 2', 'DoubleTensor(3 × 2)'));
    fails(() => x[name](1, list(0, 1), torch.Tensor(2)), RangeError, source('2 × 2', 'DoubleTensor(2)'));
    fails(
      () => x[name](0, list(0), torch.FloatTensor(1, 3)),
      TypeError,
      `torch.${name}: expected a DoubleTensor, got FloatTensor(1 × 3)`,
    );
  }
  const number = 'torch.indexFill: expected a number, got nothing';
  fails(() => x.indexFill(0, list(0), undefined as unknown as number), TypeError, number);
  assert.equal(read(x), [1, 2, 3, 4, 5, 6]);
});

test.run();
