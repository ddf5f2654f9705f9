/** @file Sums over planes, and sums with numbers of each plane, against loops over their definitions. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { js, type Kernels, type PlaneTerm, type Vector } from '../../../lib/kernels/index.js';
import { epsilon, type Precision, precisions, random, same, uniform, within } from './arrays.js';
import { backends } from './backends.js';

const draw = uniform(17);
/** Planes of one element and of several, in registers and beside them, within a staged chunk and over its borders. */
const shapes: [outer: number, n: number, inner: number][] = [
  [0, 3, 4],
  [2, 0, 4],
  [1, 1, 1],
  [5, 1, 1],
  [40, 3, 1],
  [41, 7, 1],
  [900, 5, 1],
  [3, 4099, 1],
  [2, 3, 2],
  [4, 5, 7],
  [3, 6, 8],
  [7, 5, 33],
  [2, 3, 4096],
  [2, 2, 4101],
  [5, 33, 49],
];

const numbers = (n: number): Float64Array => new Float64Array(n).map(draw);

/** Visits every element: its place behind the first one, and its plane. */
function each([outer, n, inner]: (typeof shapes)[number], visit: (i: number, f: number) => void): void {
  for (let i = 0; i < outer * n * inner; i++) visit(i, Math.floor(i / inner) % n);
}

function checkSums(on: Kernels, name: string, shape: (typeof shapes)[number], precision: Precision): void {
  const [outer, n, inner] = shape;
  const length = outer * n * inner;
  const [x, y] = [random(precision, length + 3, draw), random(precision, length + 6, draw)];
  const [p, q] = [numbers(n), numbers(n)];
  const [sums, sumSizes, dots, dotSizes] = [0, 0, 0, 0].map(() => new Float64Array(n));
  each(shape, (i, f) => {
    sums[f] += x[2 + i];
    sumSizes[f] += Math.abs(x[2 + i]);
    const product = (x[2 + i] - p[f]) * (y[5 + i] - q[f]);
    dots[f] += product;
    dotSizes[f] += Math.abs(product);
  });
  // As many roundings as elements, here and in the definition; two more of the differences.
  const bound = 2 * (outer * inner + 4) * epsilon(Float64Array);
  const got = numbers(n);
  on.sumPlanes(outer, n, inner, x, 2, got);
  within(got, sums, bound, (f) => sumSizes[f], `sumPlanes ${name} ${shape}`);
  const together = numbers(n);
  for (const also of [undefined, together]) {
    on.dotPlanes(outer, n, inner, x, 2, p, y, 5, q, got, also);
    within(got, dots, bound, (f) => dotSizes[f], `dotPlanes ${name} ${shape}`);
  }
  within(together, sums, bound, (f) => sumSizes[f], `the sums of dotPlanes ${name} ${shape}`);
  const [squares, squareSizes] = [new Float64Array(n), new Float64Array(n)];
  each(shape, (i, f) => {
    squares[f] += (x[2 + i] - p[f]) * (x[2 + i] - q[f]);
    squareSizes[f] += Math.abs((x[2 + i] - p[f]) * (x[2 + i] - q[f]));
  });
  on.dotPlanes(outer, n, inner, x, 2, p, x, 2, q, got);
  within(got, squares, bound, (f) => squareSizes[f], `dotPlanes of x itself ${name} ${shape}`);
}

function checkCombination(on: Kernels, name: string, shape: (typeof shapes)[number], precision: Precision): void {
  const [outer, n, inner] = shape;
  const length = outer * n * inner;
  for (const count of [1, 2, 4]) {
    const c = numbers(n);
    const terms = Array.from(
      { length: count },
      (_, k): PlaneTerm => [numbers(n), random(precision, length + k + 1, draw), k + 1, numbers(n)],
    );
    const z = random(precision, length + 9, draw);
    const expected = Float64Array.from(z);
    const sizes = new Float64Array(z.length);
    each(shape, (i, f) => {
      expected[4 + i] = c[f];
      sizes[4 + i] = Math.abs(c[f]);
      for (const [a, x, xo, p] of terms) {
        expected[4 + i] += a[f] * (x[xo + i] - p[f]);
        sizes[4 + i] += Math.abs(a[f] * (x[xo + i] - p[f]));
      }
    });
    on.combinePlanes(outer, n, inner, c, terms, z, 4);
    within(z, expected, 4 * (count + 1) * epsilon(precision), (i) => sizes[i], `combinePlanes ${name} ${shape}`);
  }
}

for (const precision of precisions) {
  for (const { name, on } of backends) {
    test(`${name} in ${precision.name}: sums over planes are what their definition says`, () => {
      for (const shape of shapes) checkSums(on, name, shape, precision);
    });

    test(`${name} in ${precision.name}: combinations of planes are, and nothing beside them is touched`, () => {
      for (const shape of shapes) checkCombination(on, name, shape, precision);
    });

    test(`${name} in ${precision.name}: what is taken away from large numbers is small`, () => {
      // Sums of squares about the mean lose all digits where Σ x² − n m² is taken for them.
      const [n, inner] = [3, 128];
      const x = new precision(2 * n * inner).map((_, i) => 2 ** 20 + (i % 2));
      const [mean, dots] = [new Float64Array(n).fill(2 ** 20 + 0.5), new Float64Array(n)];
      on.dotPlanes(2, n, inner, x, 0, mean, x, 0, mean, dots);
      same(dots, [64, 64, 64], name);
      const z: Vector = new precision(x.length);
      on.combinePlanes(2, n, inner, new Float64Array(n), [[new Float64Array(n).fill(8), x, 0, mean]], z, 0);
      same(
        z,
        x.map((v) => (v === 2 ** 20 ? -4 : 4)),
        name,
      );
    });
  }
}

test('two images of two planes, worked out by hand', () => {
  const x = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
  for (const { name, on } of backends) {
    const got = new Float64Array(2);
    on.sumPlanes(2, 2, 2, x, 0, got);
    same(got, [14, 22], name);
    on.sumPlanes(4, 2, 1, x, 0, got);
    same(got, [16, 20], name);
    on.dotPlanes(2, 2, 2, x, 0, Float64Array.of(1, 2), x, 0, Float64Array.of(3, 4), got);
    same(got, [0 * -2 + 1 * -1 + 4 * 2 + 5 * 3, 1 * -1 + 2 * 0 + 5 * 3 + 6 * 4], name);
  }
});

function complaint(run: () => void): string {
  try {
    run();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test('the checks catch a kernel that gives a plane the numbers of the one before, and one that forgets the constant', () => {
  const shifted: Kernels = {
    ...js,
    dotPlanes: (outer, n, inner, x, xo, p, ...rest) =>
      js.dotPlanes(
        outer,
        n,
        inner,
        x,
        xo,
        p.map((_, f) => p[(f + n - 1) % n]),
        ...rest,
      ),
  };
  assert.match(
    complaint(() => checkSums(shifted, 'wrong', [3, 6, 8], Float64Array)),
    /^dotPlanes wrong/,
  );
  const bare: Kernels = {
    ...js,
    combinePlanes: (outer, n, inner, c, ...rest) =>
      js.combinePlanes(
        outer,
        n,
        inner,
        c.map(() => 0),
        ...rest,
      ),
  };
  assert.match(
    complaint(() => checkCombination(bare, 'wrong', [3, 6, 8], Float64Array)),
    /^combinePlanes wrong/,
  );
});

test.run();
