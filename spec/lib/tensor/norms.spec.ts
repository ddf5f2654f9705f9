/** @file Distances and bounded norms of slices, against their definitions on random strides. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { close } from '../kernels/arrays.js';
import { floating, indices, read } from './layouts.js';
import { property, strided, stridedAs } from './strided.js';

const TOLERANCE = { Double: 1e-14, Float: 1e-6 } as Record<string, number>;
const powers = fc.constantFrom(1, 2, 3, 0.5);
const norm = (values: readonly number[], p: number): number =>
  values.reduce((sum, v) => sum + Math.abs(v) ** p, 0) ** (1 / p);

test('dist is the norm of the difference, whatever the shapes', () => {
  const pair = fc
    .constantFrom(...floating)
    .chain((type) => fc.tuple(stridedAs([type], [2, 3, 2]), stridedAs([type], [4, 3]), powers));
  property(pair, ([a, b, p]) => {
    const want = norm(
      a.values.map((v, i) => v - b.values[i]),
      p,
    );
    for (const got of [a.x.dist(b.x, p), torch.dist(a.x, b.x, p)]) close([got], [want], TOLERANCE[a.type], `p = ${p}`);
  });
  assert.is(torch.Tensor([1, 2]).dist(torch.Tensor([4, 6])), 5);
  assert.is(torch.dist(torch.Tensor([1, 2]), torch.Tensor([1, 3]), 0), 1, 'p = 0 counts');
});

test('renorm scales slices down to the largest norm, and leaves those below', () => {
  const three = strided(floating, { min: 2, max: 3 });
  property(fc.tuple(three, fc.nat(2), powers, fc.constantFrom(0.5, 2, 100)), ([s, k, p, largest]) => {
    const d = k % s.size.length;
    const expected = s.values.slice();
    const places = indices(s.size);
    for (let i = 0; i < s.size[d]; i++) {
      const inSlice = places.flatMap((index, place) => (index[d] === i ? [place] : []));
      const size = norm(
        inSlice.map((place) => s.values[place]),
        p,
      );
      if (size > largest) for (const place of inSlice) expected[place] *= largest / (size + 1e-7);
    }
    const tolerance = TOLERANCE[s.type];
    close(read(torch.renorm(s.x, p, d, largest)), expected, tolerance, 'new');
    assert.equal(read(s.x), s.values, 'x is only read');
    const result = Tensor.zeros(s.type, [7]);
    assert.is(result.renorm(s.x, p, d, largest), result);
    close(read(result), expected, tolerance, 'into a result');
    assert.is(s.x.renorm(p, d, largest), s.x);
    close(read(s.x), expected, tolerance, 'in place');
  });
});

test('refused operands', () => {
  const x = torch.ones(2, 3);
  fails(() => x.dist(torch.ones(5)), RangeError, 'torch.dist: expected 6 elements, got DoubleTensor(5)');
  fails(() => x.dist(x, Infinity), RangeError, 'torch.dist: expected a finite p, got Infinity');
  fails(() => x.dist(x.float()), TypeError, 'torch.dist: expected a DoubleTensor, got FloatTensor(2 × 3)');
  fails(() => x.int().dist(x.int()), TypeError, 'torch.dist: expected Double or Float, got IntTensor(2 × 3)');
  fails(() => x.renorm(0, 0, 1), RangeError, 'torch.renorm: expected p > 0, got 0');
  fails(() => x.renorm(2, 2, 1), RangeError, 'Tensor.renorm: expected a dimension of DoubleTensor(2 × 3), got 2');
  fails(
    () => torch.ones(3).renorm(2, 0, 1),
    RangeError,
    'torch.renorm: expected 2 dimensions or more, got DoubleTensor(3)',
  );
  fails(() => x.renorm(2, 0, undefined as never), TypeError, 'torch.renorm: expected a number, got nothing');
  assert.equal(read(x), new Array(6).fill(1));
});

test.run();
