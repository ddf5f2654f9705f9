/** @file Sums over planes, and sums with a factor for each plane, worked out by hand. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { combinePlanes, dotPlanes, type PlaneNumbers, sumPlanes } from '../../../lib/nn/planes.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';

const numbers = (...values: number[]): PlaneNumbers => Float64Array.from(values);
const found = (fill: (to: PlaneNumbers) => void): number[] => {
  const to = numbers(7, 7);
  fill(to);
  return Array.from(to);
};
/** Begins behind one element of its storage. */
const behind = (x: Tensor): Tensor => torch.cat(torch.ones(1), x, 0).narrow(0, 1, x.nElement());

// Two images of two planes: of two pixels each, and of one.
const shapes = [
  {
    rows: { outer: 2, n: 2, inner: 2 },
    x: [1, 2, 3, 4, 5, 6, 7, 8],
    sums: [14, 22],
    dots: [0 + 1 + 4 + 5, -1 - 2 - 5 - 6],
  },
  { rows: { outer: 2, n: 2, inner: 1 }, x: [1, 2, 3, 4], sums: [4, 6], dots: [0 + 2, -0 - 2] },
];

for (const { rows, x: values, sums, dots } of shapes) {
  test(`planes of ${rows.inner} elements`, () => {
    const x = behind(torch.Tensor(values));
    const plus = behind(torch.add(x, 1));
    assert.equal(
      found((to) => sumPlanes(rows, x, to)),
      sums,
    );
    // y − q is 1 in the first plane and −1 in the second, and p is 1 and 2.
    const y = behind(torch.Tensor(values.map((_, i) => (Math.floor(i / rows.inner) % 2 === 0 ? 4 : 1))));
    assert.equal(
      found((to) => dotPlanes(rows, x, numbers(1, 2), y, numbers(3, 2), to)),
      dots,
    );
    const z = torch.Tensor(values.length);
    const terms = [
      [numbers(2, 0), x, numbers(1, 0)],
      [numbers(-1, 1), plus, numbers(0, 3)],
    ] as const;
    combinePlanes(rows, z, numbers(10, 20), terms);
    const even = (v: number): number => 10 + 2 * (v - 1) - (v + 1);
    const odd = (v: number): number => 20 + (v + 1 - 3);
    assert.equal(
      z.toArray(),
      values.map((v, i) => (Math.floor(i / rows.inner) % 2 === 0 ? even(v) : odd(v))),
    );
  });
}

test('sums of floats are kept in double', () => {
  const x = torch.FloatTensor([2 ** 24, 1, 1, 1]);
  const to = numbers(0);
  sumPlanes({ outer: 1, n: 1, inner: 4 }, x, to);
  assert.is(to[0], 2 ** 24 + 3);
});

test.run();
