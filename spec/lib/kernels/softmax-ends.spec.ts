/** @file Softmax and log-softmax where exponentials overflow or vanish, and beside infinities and NaN, on every backend. */
import { test } from 'uvu';
import type { Kernels } from '../../../lib/kernels/index.js';
import { close, precisions, same } from './arrays.js';
import { backends } from './backends.js';

type Name = 'softMax' | 'logSoftMax';
const EXP_MINUS_1 = Math.exp(-1);

/** Lines that are normalised one by one; of each its softmax and its log-softmax. */
const table: { x: number[]; softMax: number[]; logSoftMax: number[] }[] = [
  {
    x: [700, -700, 700, 0],
    softMax: [0.5, 0, 0.5, Math.exp(-700) / 2],
    logSoftMax: [-Math.LN2, -1400 - Math.LN2, -Math.LN2, -700 - Math.LN2],
  },
  { x: [-700, -700], softMax: [0.5, 0.5], logSoftMax: [-Math.LN2, -Math.LN2] },
  {
    x: [1000, -1000, 1000],
    softMax: [0.5, 0, 0.5],
    logSoftMax: [-Math.LN2, -2000 - Math.LN2, -Math.LN2],
  },
  {
    x: [-1000, -1000, -1001],
    softMax: [1, 1, EXP_MINUS_1].map((v) => v / (2 + EXP_MINUS_1)),
    logSoftMax: [0, 0, -1].map((v) => v - Math.log(2 + EXP_MINUS_1)),
  },
  { x: [0, -Infinity, 0], softMax: [0.5, 0, 0.5], logSoftMax: [-Math.LN2, -Infinity, -Math.LN2] },
  { x: [1, NaN, 1], softMax: [NaN, NaN, NaN], logSoftMax: [NaN, NaN, NaN] },
  { x: [NaN], softMax: [NaN], logSoftMax: [NaN] },
  { x: [2, 2, 2], softMax: [1 / 3, 1 / 3, 1 / 3], logSoftMax: [2, 2, 2].map(() => -Math.log(3)) },
  { x: [-Infinity, -Infinity], softMax: [NaN, NaN], logSoftMax: [NaN, NaN] },
  { x: [Infinity, 0], softMax: [NaN, NaN], logSoftMax: [-Infinity, -Infinity].map(() => NaN) },
  { x: [-3], softMax: [1], logSoftMax: [0] },
];

/** Between two lines of zeros, along rows or along planes; `width` equal lines where they are planes. */
function between(
  on: Kernels,
  name: Name,
  line: readonly number[],
  width: number,
  make: Float64ArrayConstructor | Float32ArrayConstructor,
) {
  const n = line.length;
  const x = new make(3 * n * width);
  line.forEach((v, i) => {
    x.fill(v, (n + i) * width, (n + i + 1) * width);
  });
  const y = x.slice();
  on[name](3, n, width, x, 0, y, 0);
  return y;
}

for (const precision of precisions) {
  for (const { name: backend, on } of backends) {
    test(`softMax and logSoftMax of ${backend} in ${precision.name} at the ends of the range spoil no other line`, () => {
      for (const row of table) {
        const n = row.x.length;
        const even = { softMax: 1 / n, logSoftMax: -Math.log(n) };
        for (const name of ['softMax', 'logSoftMax'] as const) {
          for (const width of [1, 2, 3, 40]) {
            const y = between(on, name, row.x, width, precision);
            const tolerance = precision === Float64Array ? 1e-15 : 3e-7;
            const expected = [...row.x.map(() => even[name]), ...row[name], ...row.x.map(() => even[name])];
            close(
              y,
              expected.flatMap((v) => new Array<number>(width).fill(precision.of(v)[0])),
              tolerance,
              `${name} of ${row.x}, ${width} times`,
            );
          }
        }
      }
    });
  }

  for (const { name: backend, on } of backends) {
    test(`a missing Ry of ${backend} in ${precision.name} multiplies nothing, not even an infinite gradient`, () => {
      for (const lines of [1, 60]) {
        const y = new precision(2 * lines).fill(-Math.LN2);
        const g = new precision(2 * lines).map((_, i) => (i % 2 ? 1 : Infinity));
        const rg = new precision(2 * lines).map((_, i) => (i % 2 ? 4 : 2));
        const z = y.slice();
        on.logSoftMaxRGrad(lines, 2, 1, y, 0, undefined, 0, g, 0, rg, 0, z, 0);
        close(
          z,
          y.map((_, i) => (i % 2 ? 1 : -1)),
          1e-6,
          'Rgx',
        );
        on.logSoftMaxRGrad(lines, 2, 1, y, 0, undefined, 0, g, 0, undefined, 0, z, 0);
        close(z, new precision(2 * lines), 0, 'Rgx without Rg');
      }
    });
  }
}

for (const { name: backend, on } of backends) {
  test(`logSoftMaxGrad of ${backend} where a probability is 0 hands the gradient on`, () => {
    for (const lines of [1, 40]) {
      const repeat = (values: number[]) => Float64Array.from({ length: 3 * lines }, (_, i) => values[i % 3]);
      const z = new Float64Array(3 * lines);
      on.logSoftMaxGrad(lines, 3, 1, repeat([-Math.LN2, -Infinity, -Math.LN2]), 0, repeat([1, 2, 3]), 0, z, 0);
      close(z, repeat([-2, 2, 0]), 1e-15, 'gx');
    }
  });

  test(`softMax of ${backend} of subnormal probabilities keeps them`, () => {
    const x = Float64Array.from({ length: 40 }, (_, i) => (i ? -740 : 0));
    on.softMax(1, 40, 1, x, 0, x, 0);
    same(x.subarray(0, 1), [1], 'the largest');
    close(
      x.subarray(1).map((v) => v / 2 ** -1074),
      new Float64Array(39).fill(Math.exp(-740) / 2 ** -1074),
      1e-15,
      'rest',
    );
  });
}

test.run();
