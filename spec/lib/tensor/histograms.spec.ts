/** @file Histograms: Torch's own example, both ends of the range, what counts nowhere, refused operands. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { floating, read } from './layouts.js';
import { property, strided } from './strided.js';

// Of torch7's test/test.lua.
const documented = [
  [2, 4, 2, 2, 5, 4],
  [3, 5, 1, 5, 3, 5],
  [3, 4, 2, 5, 5, 1],
];

test("Torch's example", () => {
  const x = torch.Tensor(documented);
  assert.equal(read(torch.bhistc(x, 5, 1, 5)), [0, 3, 0, 2, 1, 1, 0, 2, 0, 3, 1, 1, 1, 1, 2]);
  assert.equal(read(torch.Tensor([2, 4, 2, 2, 5, 4]).histc(5, 1, 5)), [0, 3, 0, 2, 1]);
});

test('every element in the range counts once, in the bin whose bounds it is between', () => {
  property(fc.tuple(strided(floating, { min: 1, max: 3 }, 6), fc.integer({ min: 1, max: 7 })), ([s, bins]) => {
    const [low, high] = [-3, 2.5];
    const width = (high - low) / bins;
    // Elements as near to a border as rounding reaches are counted by no bound, so there are none.
    const border = (v: number): number => Math.abs((v - low) / width - Math.round((v - low) / width));
    if (s.values.some((v) => border(v) < 1e-5)) return;
    const want = Array.from(
      { length: bins },
      (_, i) => s.values.filter((v) => v >= low + i * width && v < low + (i + 1) * width).length,
    );
    const result = torch.ones(2).type(s.x.type());
    for (const y of [s.x.histc(bins, low, high), torch.histc(result, s.x, bins, low, high)])
      assert.equal(read(y), want);
    if (s.size.length === 2) assert.equal(read(s.x.bhistc(bins, low, high).sum(0)), want);
  });
});

test('bounds: the last bin holds its upper one, NaN and what is outside count nowhere', () => {
  assert.equal(read(torch.Tensor([0, 0.5, 1, 1.5, Number.NaN, -1]).histc(2, 0, 1)), [1, 2]);
  assert.equal(read(torch.Tensor([1, 2, 3]).histc(2)), [1, 2], 'from the smallest to the largest');
  assert.equal(read(torch.Tensor([7, 7]).histc(2)), [0, 2], 'one to either side of a single value');
  assert.equal(torch.ones(3).histc().size(), [100]);
  assert.equal(torch.ones(3, 2).bhistc().size(), [3, 100]);
});

test('a FloatTensor counts in the arithmetic of floats', () => {
  // In doubles 0.7 / 1 · 10 is 7; the float nearest to 0.7 lies below it, and float arithmetic rounds its product up to 7.
  const x = torch.FloatTensor([0.7]);
  assert.equal(read(x.histc(10, 0, 1)), [0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
});

test('refused operands', () => {
  const x = torch.ones(2, 3);
  for (const name of ['histc', 'bhistc'] as const) {
    fails(() => x.int()[name](), TypeError, `torch.${name}: expected Double or Float, got IntTensor(2 × 3)`);
    fails(() => x[name](0), RangeError, `torch.${name}: expected 1 bin or more, got 0`);
    fails(() => x[name](2, 0, Infinity), RangeError, `torch.${name}: expected finite bounds, got 0 and Infinity`);
  }
  fails(() => torch.Tensor([Number.NaN]).histc(), RangeError, 'torch.histc: expected finite bounds, got NaN and NaN');
  fails(() => torch.zeros(0).histc(), RangeError, 'torch.histc: expected elements, got DoubleTensor()');
  fails(() => torch.ones(3).bhistc(), RangeError, 'torch.bhistc: expected a matrix, got DoubleTensor(3)');
});

test.run();
