/** @file Tensors of more elements than a piece has: long rows, short rows, columns, of every type. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Tensor, type TypeName, torch } from '../../../../lib/tensor/index.js';
import { PIECE } from '../../../../lib/tensor/pointwise/loop.js';
import { same } from '../../kernels/arrays.js';
import { laidOut, layouts, onlyElementsWritten, read } from '../layouts.js';

/** Small numbers, so that nothing wraps, of a period that no row has. */
const count = (n: number, type: TypeName, from: number): number[] =>
  Array.from({ length: n }, (_, i) => from + ((7 * i) % (type === 'Byte' || type === 'Char' ? 47 : 997)));

/** One piece and some more; rows of the length that is worked on in place, and short ones. */
const sizes = [[PIECE + 3], [30, 70], [7, 300], [1, 350, 3, 2]];

for (const type of ['Double', 'Float', 'Byte', 'Long'] as const) {
  test(`pieces of ${type} meet without gap or overlap`, () => {
    for (const size of sizes) {
      const n = size.reduce((product, s) => product * s, 1);
      const [x, y] = [count(n, type, 1), count(n, type, 2)];
      const other = laidOut(type, [n], y, layouts.stepped);
      for (const [name, layout] of Object.entries(layouts)) {
        const where = `${name} ${size}`;
        const a = laidOut(type, size, x, layout);
        const b = laidOut(type, size, y, layouts.transposed);
        const result = laidOut(type, size, x, layouts.narrowed);
        same(
          read(torch.add(result, a, b)),
          x.map((value, i) => value + y[i]),
          where,
        );
        same(
          read(a.cmax(2).add(other)),
          x.map((value, i) => Math.max(2, value) + y[i]),
          `${where}, with a number and another shape`,
        );
        onlyElementsWritten(result, where);
        onlyElementsWritten(a, where);
      }
    }
  });
}

test('what is repeated by stride 0 is read before its first piece is written', () => {
  const x = Tensor.from('Double', [[1, 2, 3]]);
  x.expand(PIECE, 3).mul(10);
  assert.equal(read(x), [10, 20, 30]);
});

test('an error in a later piece leaves the earlier ones as they were', () => {
  const n = 3 * PIECE;
  const x = torch.range(1, n).long();
  const divisors = Tensor.zeros('Long', [n])
    .fill(2)
    .set(n - 1, 0);
  assert.throws(() => x.cdiv(divisors), /other than 0/);
  assert.throws(() => x.add(2 ** 53 - n), /within ±/);
  const ints = x.int();
  assert.throws(() => ints.cfmod(divisors.int()), /other than 0/);
  assert.ok(x.equal(torch.range(1, n).long()));
  assert.ok(ints.equal(x.int()));
  const rows = laidOut('Long', [3, 100], count(300, 'Long', 1), layouts.narrowed).set(2, 99, 2 ** 53 - 1);
  assert.throws(() => rows.add(1), /within ±/, 'a row is a piece of its own');
  assert.equal(read(rows), [...count(299, 'Long', 1), 2 ** 53 - 1]);
});

test.run();
