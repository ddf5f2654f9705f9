/** @file Memory between two kernels: what lies there is what lies anywhere, and it stays where it is only until the next call. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { columnsSize, type Patches, placesOf, type Scratch, type Vector } from '../../../lib/kernels/index.js';
import { arraysMade } from '../../arrays-made.js';
import { precisions, random, same, uniform } from './arrays.js';
import { backends } from './backends.js';
import { axis, volumeOf } from './patches.js';

const draw = uniform(41);
const patches: Patches = { channels: 3, depth: axis(4, 2, 3), height: axis(7, 3, 7, 1, 1), width: axis(6, 3, 5, 1, 1) };
const [rows, n] = [columnsSize(patches) / placesOf(patches), placesOf(patches)];

/** The first elements of the memory. */
function contents({ array, offset }: Scratch, length: number): Vector {
  return array.slice(offset, offset + length);
}

for (const { name, on } of backends) {
  for (const precision of precisions) {
    test(`${name}: columns and products in ${precision.name} are the same there as elsewhere`, () => {
      const x = random(precision, volumeOf(patches), draw);
      const [w, g] = [random(precision, 4 * rows, draw), random(precision, 4 * n, draw)];
      const there = (): Scratch => on.scratch(rows * n, x);
      const columns = new precision(rows * n);
      on.im2col(patches, 1, x, 0, 0, columns, 0, n);
      on.im2col(patches, 1, x, 0, 0, there().array, there().offset, n);
      same(contents(there(), rows * n), columns, 'im2col');

      const [y, again] = [g.slice(), g.slice()];
      on.gemm(false, false, 4, n, rows, 1, w, 0, rows, columns, 0, n, 1, y, 0, n);
      on.gemm(false, false, 4, n, rows, 1, w, 0, rows, there().array, there().offset, n, 1, again, 0, n);
      same(again, y, 'as B');
      const [gw, gwAgain] = [w.slice(), w.slice()];
      on.gemm(false, true, 4, rows, n, 2, g, 0, n, columns, 0, n, 1, gw, 0, rows);
      on.gemm(false, true, 4, rows, n, 2, g, 0, n, there().array, there().offset, n, 1, gwAgain, 0, rows);
      same(gwAgain, gw, 'as Bᵀ');
      const gemmA = (a: Vector, ao: number, c: Vector): void =>
        on.gemm(true, false, n, 4, rows, 1, a, ao, n, w, 0, 4, 0, c, 0, 4);
      const [z, zAgain] = [new precision(4 * n), new precision(4 * n)];
      gemmA(columns, 0, z);
      gemmA(there().array, there().offset, zAgain);
      same(zAgain, z, 'as Aᵀ');

      const [back, backAgain] = [x.slice(), x.slice()];
      on.gemm(true, false, rows, n, 4, 1, w, 0, rows, g, 0, n, 0, columns, 0, n);
      on.gemm(true, false, rows, n, 4, 1, w, 0, rows, g, 0, n, 0, there().array, there().offset, n);
      same(contents(there(), rows * n), columns, 'as C');
      on.col2im(patches, 1, columns, 0, n, back, 0, 0);
      on.col2im(patches, 1, there().array, there().offset, n, backAgain, 0, 0);
      same(backAgain, back, 'col2im');
    });

    test(`${name}: what is kept in ${precision.name} outlives products that need more memory than there was`, () => {
      const like = new precision(1);
      const kept = random(precision, 5000, draw);
      const put = ({ array, offset }: Scratch): void => array.set(kept, offset);
      put(on.scratch(5000, like));
      const side = 900;
      const a = new precision(side * side);
      on.gemm(false, false, side, side, side, 1, a, 0, side, a, 0, side, 0, a.slice(), 0, side);
      on.tanh(9000, a, 0, a, 0);
      same(contents(on.scratch(5000, like), 5000), kept, name);
    });
  }

  test(`${name}: asking for memory again makes no typed array`, () => {
    const likes = precisions.map((precision) => precision.of(0));
    const ask = (): void => {
      for (const like of likes) on.scratch(1000, like);
    };
    ask();
    assert.is(arraysMade(ask), 0);
  });
}

test('more memory than there is can be asked for, and less again', () => {
  for (const { name, on } of backends) {
    for (const size of [10, 2e6, 10]) {
      const { array, offset } = on.scratch(size, Float32Array.of(0));
      assert.ok(array instanceof Float32Array && array.length - offset >= size, name);
    }
  }
});

test.run();
