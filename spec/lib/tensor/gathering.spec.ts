/** @file gather and scatter, against their definitions on random strides. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { floating, indices, integer, laidOut, layouts, numbers, onlyElementsWritten, read } from './layouts.js';
import { picker, property, sizeWith, strided, valuesOf } from './strided.js';

const types = [...floating, ...integer];

/** A tensor, a dimension, and indices, some of them twice, of its sizes but along that dimension. */
const cases = fc.tuple(strided(types, { min: 1, max: 4 }), fc.nat(1e6)).map(([s, seed]) => {
  const pick = picker(seed);
  const d = pick(s.size.length);
  const size = sizeWith(s.size, d, 1 + pick(4));
  const list = valuesOf(size, () => pick(s.size[d]));
  const tensor = laidOut('Long', size, list, Object.values(layouts)[pick(6)]);
  return { s, d, dim: pick(2) === 0 ? d : d - s.size.length, size, list, tensor, seed };
});

test('gather takes the elements that are named in each line, in every form', () => {
  property(cases, ({ s, d, dim, size, list, tensor }) => {
    const named = indices(size).map((i, k) => s.at(...i.with(d, list[k])));
    const result = Tensor.zeros(s.type, [3, 2]).t();
    for (const y of [s.x.gather(dim, tensor), torch.gather(s.x, dim, tensor), result.gather(s.x, dim, tensor)]) {
      assert.equal([y.size(), read(y)], [size, named]);
    }
  });
});

test('scatter writes the elements of a source, or one number, to the places that are named in each line', () => {
  property(cases, ({ s, d, dim, size, list, tensor, seed }) => {
    const wide = sizeWith(size, d, size[d] + (seed % 2));
    const given = numbers(
      s.type,
      wide.reduce((n, k) => n * k, 1),
      seed,
    );
    const source = laidOut(s.type, wide, given, Object.values(layouts)[seed % 6]);
    const expected = new Map(indices(s.size).map((i) => [i.join(), s.at(...i)]));
    const filled = new Map(expected);
    indices(size).forEach((i, k) => {
      const to = i.with(d, list[k]).join();
      expected.set(to, source.get(...i));
      filled.set(to, 3);
    });
    assert.is(s.x.scatter(dim, tensor, source), s.x);
    assert.equal(read(s.x), [...expected.values()]);
    indices(s.size).forEach((i) => void s.x.set(...i, s.at(...i)));
    assert.is(torch.scatter(s.x, dim, tensor, 3), s.x);
    assert.equal(read(s.x), [...filled.values()]);
    onlyElementsWritten(s.x, 'scattered');
  });
});

test('indices and sources may have memory in common with what is written', () => {
  const x = torch.LongTensor([2, 0, 1]);
  assert.equal(read(x.scatter(0, x, x)), [0, 1, 2]);
  const y = torch.Tensor([1, 2, 3]);
  assert.equal(read(y.scatter(0, torch.LongTensor([1, 2]), y.narrow(0, 0, 2))), [1, 1, 2]);
  const i = torch.LongTensor([1, 0]);
  assert.equal(read(i.gather(torch.LongTensor([5, 6]), 0, i)), [6, 5], 'into its indices');
});

test('wrong indices and sources are refused before anything is written', () => {
  const x = torch.range(1, 6).view(2, 3);
  const i = (...rows: number[][]): Tensor => torch.LongTensor(rows);
  const calls: [name: string, call: (dim: number, indices: Tensor) => unknown][] = [
    ['gather', (dim, indices) => x.gather(dim, indices)],
    ['scatter', (dim, indices) => x.scatter(dim, indices, 0)],
  ];
  for (const [name, call] of calls) {
    const range = `torch.${name}: expected indices in 0..2, got`;
    fails(() => call(1, i([0], [3])), RangeError, `${range} 3 (do the indices count from 1?)`);
    fails(() => call(1, i([0], [-1])), RangeError, `${range} -1`);
    const size = `torch.${name}: expected indices of size`;
    fails(() => call(1, i([0])), RangeError, `${size} (2 × 1), got LongTensor(1 × 1)`);
    fails(() => call(0, torch.LongTensor([0, 0, 0])), RangeError, `${size} (3 × 3), got LongTensor(3)`);
    fails(() => call(2, i([0])), RangeError, `Tensor.${name}: expected a dimension of DoubleTensor(2 × 3), got 2`);
    fails(() => call(0, x), TypeError, `torch.${name}: expected indices in a LongTensor, got DoubleTensor(2 × 3)`);
  }
  const source = 'torch.scatter: expected a source of size (2 × 1), got';
  fails(() => x.scatter(1, i([0], [1]), torch.Tensor(1, 1)), RangeError, `${source} DoubleTensor(1 × 1)`);
  fails(() => x.scatter(1, i([0], [1]), torch.Tensor(2)), RangeError, `${source} DoubleTensor(2)`);
  const type = 'torch.scatter: expected a DoubleTensor, got IntTensor(2 × 1)';
  fails(() => x.scatter(1, i([0], [1]), torch.IntTensor(2, 1)), TypeError, type);
  const kind = 'torch.scatter: expected a number or a tensor to write, got nothing';
  fails(() => x.scatter(1, i([0], [1]), undefined as unknown as number), TypeError, kind);
  assert.equal(read(x), [1, 2, 3, 4, 5, 6]);
});

test.run();
