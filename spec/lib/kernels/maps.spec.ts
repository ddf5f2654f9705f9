/** @file Every map of contiguous elements against its formula, about the ends of registers, chunks and offsets. */
import { test } from 'uvu';
import type { Vector } from '../../../lib/kernels/index.js';
import { epsilon, type Precision, precisions, random, same, uniform, within } from './arrays.js';
import { type Backend, backends } from './backends.js';
import { type At, type MapCase, maps } from './maps.js';

const sizes = [0, 1, 2, 3, 4, 5, 7, 31, 32, 47, 48, 49, 101, 4095, 4096, 4097, 8192, 8195];

/** n numbers for each operand, the k-th from place k + 1 of its array. */
function operandsOf(entry: MapCase, precision: Precision, n: number, draw: () => number): At[] {
  const round = precision === Float64Array ? (x: number) => x : Math.fround;
  const rows = Array.from({ length: n }, () => entry.operands(draw, round));
  return entry.operands(draw, round).map((_, k) => {
    const x = random(precision, n + k + 4, draw);
    rows.forEach((row, i) => {
      x[k + 1 + i] = row[k];
    });
    return [x, k + 1];
  });
}

/** z as it has to be after the call, and for each element what its error is measured against. */
function define(entry: MapCase, n: number, operands: At[], z: Vector, zo: number): [Vector, Float64Array] {
  const expected = z.slice();
  const scale = new Float64Array(z.length);
  for (let i = 0; i < n; i++) {
    const values = operands.map(([x, xo]) => x[xo + i]);
    expected[zo + i] = entry.f(values, z[zo + i]);
    scale[zo + i] = entry.size ? entry.size(values, z[zo + i]) : Math.abs(expected[zo + i]);
  }
  return [expected, scale];
}

function compare(
  entry: MapCase,
  { name, exact }: Backend,
  actual: Vector,
  [expected, scale]: [Vector, Float64Array],
  where: string,
): void {
  const precision = actual.constructor as Precision;
  const bound = entry.roundings[exact ? 0 : 1] * epsilon(precision);
  if (bound === 0) same(actual, expected, `${name} ${where}`);
  else within(actual, expected, bound, (i) => scale[i], `${name} ${where}`);
}

for (const precision of precisions) {
  for (const entry of maps) {
    test(`${entry.name} in ${precision.name} is its formula on n elements, and leaves what is around them`, () => {
      const draw = uniform(4);
      for (const n of sizes) {
        const operands = operandsOf(entry, precision, n, draw);
        const z = random(precision, n + 7, draw);
        const defined = define(entry, n, operands, z, 3);
        for (const backend of backends) {
          const result = z.slice();
          const kept = operands.map(([x]) => x.slice());
          entry.call(backend.on, n, operands, result, 3);
          compare(entry, backend, result, defined, `n ${n}`);
          operands.forEach(([x], k) => {
            same(x, kept[k], `${backend.name} n ${n}: operand ${k}`);
          });
        }
      }
    });

    for (const k of entry.inPlace) {
      test(`${entry.name} in ${precision.name} may write where operand ${k} is`, () => {
        const draw = uniform(14);
        for (const n of [1, 5, 101, 4097, 8195]) {
          const operands = operandsOf(entry, precision, n, draw);
          const [z, zo] = operands[k];
          const defined = define(entry, n, operands, z, zo);
          for (const backend of backends) {
            const mine = operands.map(([x, xo]): At => [x.slice(), xo]);
            entry.call(backend.on, n, mine, ...mine[k]);
            compare(entry, backend, mine[k][0], defined, `n ${n}`);
          }
        }
      });
    }
  }

  test(`mul and addcmul in ${precision.name} may take one array three times`, () => {
    const draw = uniform(24);
    for (const n of [1, 5, 101, 4097]) {
      const x = random(precision, n + 3, draw);
      const inside = (i: number) => i >= 1 && i <= n;
      const squares = x.map((v, i) => (inside(i) ? v * v : v));
      const grown = x.map((v, i) => (inside(i) ? v + 2 * v * v : v));
      for (const { name, on } of backends) {
        const y = x.slice();
        on.mul(n, y, 1, y, 1, y, 1);
        same(y, squares, `mul ${name} n ${n}`);
        const z = x.slice();
        on.addcmul(n, 2, z, 1, z, 1, z, 1);
        within(
          z,
          grown,
          6 * epsilon(precision),
          (i) => (inside(i) ? Math.abs(x[i]) + 2 * x[i] ** 2 : 0),
          `addcmul ${name}`,
        );
      }
    }
  });
}

test.run();
