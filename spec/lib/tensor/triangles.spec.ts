/** @file Diagonals and triangles against their definitions on random strides, for every type. */
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { close } from '../kernels/arrays.js';
import { floating, indices, integer, read } from './layouts.js';
import { property, strided } from './strided.js';

const matrices = strided([...floating, ...integer], { min: 2, max: 2 }, 5);
const diagonal = fc.integer({ min: -6, max: 6 });

for (const [name, keeps] of [
  ['tril', (i: number, j: number, k: number) => j <= i + k],
  ['triu', (i: number, j: number, k: number) => j >= i + k],
] as const) {
  test(`${name} keeps its triangle and clears the rest`, () => {
    property(fc.tuple(matrices, diagonal), ([s, k]) => {
      const want = indices(s.size).map(([i, j]) => (keeps(i, j, k) ? s.at(i, j) : 0));
      const result = Tensor.zeros(s.type, [6, 6]).fill(9);
      for (const y of [s.x[name](k), torch[name](s.x, k), torch[name](result, s.x, k)]) {
        assert.equal([y.size(), read(y)], [s.size, want]);
      }
      assert.equal(read(s.x), s.values, 'x is only read');
    });
    const x = torch.ones(2, 2);
    assert.is(torch[name](x, x), x);
    assert.equal(read(x), name === 'tril' ? [1, 0, 1, 1] : [1, 1, 0, 1]);
  });
}

test('diag of a matrix is one of its diagonals, empty where there is none', () => {
  property(fc.tuple(matrices, diagonal), ([s, k]) => {
    const want = indices(s.size).flatMap(([i, j]) => (j === i + k ? [s.at(i, j)] : []));
    const result = Tensor.zeros(s.type, [3]);
    for (const y of [s.x.diag(k), torch.diag(s.x, k), torch.diag(result, s.x, k)]) {
      assert.equal([y.size(), read(y)], [want.length > 0 ? [want.length] : [], want]);
    }
  });
});

test('diag of a vector is the matrix that has it there', () => {
  property(fc.tuple(strided([...floating, ...integer], { min: 1, max: 1 }), diagonal), ([s, k]) => {
    const n = s.size[0] + Math.abs(k);
    const want = indices([n, n]).map(([i, j]) => (j === i + k ? s.at(k >= 0 ? i : j) : 0));
    for (const y of [s.x.diag(k), torch.diag(Tensor.zeros(s.type, [9, 9]).fill(5), s.x, k)]) {
      assert.equal([y.size(), read(y)], [[n, n], want]);
    }
  });
  assert.equal(read(torch.diag(torch.Tensor([1, 2]))), [1, 0, 0, 2]);
});

test('trace sums the main diagonal', () => {
  property(matrices, (s) => {
    const want = s.values.filter((_, place) => place % s.size[1] === Math.floor(place / s.size[1]));
    close([s.x.trace(), torch.trace(s.x)], new Array(2).fill(want.reduce((a, b) => a + b)), 1e-14, 'trace');
  });
  assert.is(
    torch
      .ByteTensor([
        [200, 0],
        [0, 100],
      ])
      .trace(),
    300,
    'a number, not a Byte',
  );
});

test('refused operands', () => {
  const x = torch.ones(2, 3, 1);
  for (const name of ['tril', 'triu', 'diag', 'trace'] as const) {
    fails(() => x[name](), RangeError, `torch.${name}: expected a matrix, got DoubleTensor(2 × 3 × 1)`);
  }
  fails(() => torch.zeros(0).diag(), RangeError, 'torch.diag: expected a matrix, got DoubleTensor()');
  for (const name of ['tril', 'triu', 'diag'] as const) {
    const message = `torch.${name}: expected a whole number of a diagonal, got 0.5`;
    fails(() => torch.ones(2, 2)[name](0.5), RangeError, message);
  }
});

test.run();
