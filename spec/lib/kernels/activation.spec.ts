/** @file The elementary functions, activations and their derivatives at the ends of their range, on every backend. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Kernels, Vector } from '../../../lib/kernels/index.js';
import { epsilon, precisions, same } from './arrays.js';
import { backends, smallest } from './backends.js';

type Call = (on: Kernels, n: number, x: Vector, z: Vector) => void;
type Row = readonly [x: number, expected: number];

/** As many ones as x has numbers, in its precision. */
const ones = (x: Vector): Vector => x.map(() => 1);

/** e⁻⁷⁰⁰ and e⁻⁸⁰, from a table of more digits. */
const E700 = 9.85967654375977e-305;
const E80 = 1.8048513878454153e-35;
const ENDS: Row[] = [[NaN, NaN]];

/** Where y is an operand too, the kernel is called with the y that its own backend finds. */
const withSigmoid =
  (name: 'sigmoidSlope' | 'sigmoidBend'): Call =>
  (on, n, x, z) => {
    const y = x.slice();
    on.sigmoid(n, x, 0, y, 0);
    on[name](n, x, 0, y, 0, z, 0);
  };
const withBorder =
  (name: 'softPlus' | 'softPlusSlope' | 'softPlusBend', beta: number, border: number): Call =>
  (on, n, x, z) =>
    on[name](n, beta, border, x, 0, z, 0);

const tables: [string, Call, Row[]][] = [
  [
    'exp',
    (on, n, x, z) => on.exp(n, x, 0, z, 0),
    [
      [0, 1],
      [-0, 1],
      [1, Math.E],
      [-1, 0.36787944117144233],
      [700, 1.0142320547350045e304],
      [-700, E700],
      [-80, E80],
      [-100, 3.720075976020836e-44],
      [-103.5, Math.exp(-103.5)],
      [-104, Math.exp(-104)],
      [88.5, Math.exp(88.5)],
      [89, Math.exp(89)],
      [709.78125, Math.exp(709.78125)],
      [709.796875, Infinity],
      [-745.125, 2 ** -1074],
      [-745.25, 0],
      [1000, Infinity],
      [-1000, 0],
      [Infinity, Infinity],
      [-Infinity, 0],
    ],
  ],
  [
    'log',
    (on, n, x, z) => on.log(n, x, 0, z, 0),
    [
      [1, 0],
      [2, Math.LN2],
      [0.5, -Math.LN2],
      [0, -Infinity],
      [-0, -Infinity],
      [-1, NaN],
      [-(2 ** -149), NaN],
      [-Infinity, NaN],
      [2 ** -1074, -1074 * Math.LN2],
      [2 ** -149, -149 * Math.LN2],
      [2 ** -126, -126 * Math.LN2],
      [2 ** -1022, -1022 * Math.LN2],
      [2 ** 127, 127 * Math.LN2],
      [Number.MAX_VALUE, 1024 * Math.LN2],
      [Infinity, Infinity],
    ],
  ],
  [
    'tanh',
    (on, n, x, z) => on.tanh(n, x, 0, z, 0),
    [
      [0, 0],
      [-0, -0],
      [1, 0.7615941559557649],
      [-1, -0.7615941559557649],
      [2 ** -149, 2 ** -149],
      [1e-300, 1e-300],
      [-(2 ** -1074), -(2 ** -1074)],
      [-(2 ** -20), -(2 ** -20) + 2 ** -60 / 3],
      [20, 1],
      [700, 1],
      [-700, -1],
      [1000, 1],
      [-1000, -1],
      [Infinity, 1],
      [-Infinity, -1],
    ],
  ],
  [
    'sigmoid',
    (on, n, x, z) => on.sigmoid(n, x, 0, z, 0),
    [
      [0, 0.5],
      [-0, 0.5],
      [1, 0.7310585786300049],
      [-1, 0.2689414213699951],
      [-40, 4.248354255291589e-18],
      [-80, E80],
      [-700, E700],
      [-740, Math.exp(-740)],
      [-1000, 0],
      [700, 1],
      [1000, 1],
      [Infinity, 1],
      [-Infinity, 0],
    ],
  ],
  [
    'sigmoidSlope',
    withSigmoid('sigmoidSlope'),
    [
      [0, 0.25],
      [-80, E80],
      [80, E80],
      [700, E700],
      [-700, E700],
      [740, Math.exp(-740)],
      [-740, Math.exp(-740)],
      [1000, 0],
      [-1000, 0],
      [Infinity, 0],
      [-Infinity, 0],
    ],
  ],
  [
    'sigmoidBend',
    withSigmoid('sigmoidBend'),
    [
      [0, 0],
      [-80, E80],
      [80, -E80],
      [700, -E700],
      [-700, E700],
      [1000, 0],
      [-1000, 0],
      [Infinity, 0],
      [-Infinity, 0],
    ],
  ],
  [
    'softPlus below its threshold',
    withBorder('softPlus', 1, 1e6),
    [
      [0, Math.LN2],
      [-80, E80],
      [80, 80],
      [-700, E700],
      [700, 700],
      [800, 800],
      [-1000, 0],
      [1e5, 1e5],
      [-Infinity, 0],
    ],
  ],
  [
    'softPlus about its threshold',
    withBorder('softPlus', 2, 20),
    [
      [0, Math.LN2 / 2],
      // (20 + log(1 + e⁻²⁰)) / 2
      [10, 10 + 2.061153620314381e-9 / 2],
      [10.5, 10.5],
      [-350, E700 / 2],
      [Infinity, Infinity],
      [-Infinity, 0],
    ],
  ],
  [
    'softPlusSlope',
    withBorder('softPlusSlope', 2, 1500),
    [
      [0, 0.5],
      [-40, E80],
      [-350, E700],
      [350, 1],
      [760, 1],
      [-1000, 0],
      [Infinity, 1],
      [-Infinity, 0],
    ],
  ],
  [
    'softPlusBend',
    withBorder('softPlusBend', 2, 1500),
    [
      [0, 0.5],
      [-40, 2 * E80],
      [40, 2 * E80],
      [-350, 2 * E700],
      [350, 2 * E700],
      [740, 0],
      [760, 0],
      [-1000, 0],
      [Infinity, 0],
      [-Infinity, 0],
    ],
  ],
  [
    'threshold',
    (on, n, x, z) => on.threshold(n, 0.1, -7, x, 0, z, 0),
    [
      [0.1, -7],
      [0.125, 0.125],
      [0.0625, -7],
      [Infinity, Infinity],
      [-Infinity, -7],
    ],
  ],
  [
    'gate',
    (on, n, x, z) => on.gate(n, 0.1, x, 0, ones(x), 0, z, 0),
    [
      [0.1, 0],
      [0.125, 1],
      [0.0625, 0],
      [Infinity, 1],
      [-Infinity, 0],
    ],
  ],
];

for (const precision of precisions) {
  for (const [name, call, rows] of tables) {
    test(`${name} in ${precision.name} is right to rounding at the ends of its range`, () => {
      // Single precision takes the rows that it can represent; a result outside its range is rounded as any other.
      const table = [...rows, ...(name === 'gate' ? [[NaN, 0] as const] : ENDS)].filter(
        ([x]) => precision === Float64Array || Object.is(Math.fround(x), x),
      );
      // Once alone, where the dispatcher stays with js, and once in company of others in the same register and chunk.
      for (const copies of [1, 400]) {
        const x = precision.from(Array.from({ length: copies }, () => table.map(([v]) => v)).flat());
        for (const backend of backends) {
          const z = x.slice();
          call(backend.on, x.length, x, z);
          z.forEach((v, i) => {
            const expected = precision.of(table[i % table.length][1])[0];
            const allowed = 4 * epsilon(precision) * Math.abs(expected) + 2 * smallest(precision);
            const right =
              Object.is(v, expected) ||
              (expected === 0 && name !== 'tanh' && v === 0) ||
              Math.abs(v - expected) <= allowed;
            assert.ok(right, `${backend.name}: f(${x[i]}): expected ${expected}, got ${v}`);
          });
        }
      }
    });
  }
}

test('threshold and gate compare in the precision of x', () => {
  const above = Math.fround(0.1);
  for (const [precision, kept, passed] of [
    [Float64Array, above, 1],
    [Float32Array, -7, 0],
  ] as const) {
    for (const n of [1, 200]) {
      const x = new precision(n).fill(above);
      for (const { name, on } of backends) {
        const z = new precision(n);
        on.threshold(n, 0.1, -7, x, 0, z, 0);
        same(z, new precision(n).fill(kept), `threshold of ${name}`);
        on.gate(n, 0.1, x, 0, ones(x), 0, z, 0);
        same(z, new precision(n).fill(passed), `gate of ${name}`);
      }
    }
  }
});

const branches: [string, Call, (v: number) => number][] = [
  ['clamp', (on, n, x, z) => on.clamp(n, -1, 0.5, x, 0, z, 0), (v) => (v < -1 ? -1 : v <= 0.5 ? v : 0.5)],
  ['clamp up to −0', (on, n, x, z) => on.clamp(n, -1, -0, x, 0, z, 0), (v) => (v < -1 ? -1 : v <= 0 ? v : -0)],
  ['clamp from 0', (on, n, x, z) => on.clamp(n, 0, 6, x, 0, z, 0), (v) => (v < 0 ? 0 : v <= 6 ? v : 6)],
  ['leak of x', (on, n, x, z) => on.leak(n, 0.25, x, 0, x, 0, z, 0), (v) => (v > 0 ? v : 0.25 * v)],
  ['leak of x of slope 0', (on, n, x, z) => on.leak(n, 0, x, 0, x, 0, z, 0), (v) => (v > 0 ? v : 0 * v)],
  ['leak of ones', (on, n, x, z) => on.leak(n, -2, x, 0, ones(x), 0, z, 0), (v) => (v > 0 ? 1 : -2)],
];

test('clamp and leak are what branches would give, bit for bit, at kinks, zeros, infinities and NaN', () => {
  const points = [NaN, 0, -0, 0.5, -0.5, 1, -1, 6, -6, 7, 2 ** -140, -(2 ** -140), Infinity, -Infinity];
  for (const precision of precisions) {
    for (const [name, call, f] of branches) {
      for (const copies of [1, 400]) {
        const x = precision.from(Array.from({ length: copies }, () => points).flat());
        for (const backend of backends) {
          const z = x.slice();
          call(backend.on, x.length, x, z);
          same(z, x.map(f), `${name} of ${backend.name} in ${precision.name}`);
        }
      }
    }
  }
});

test('clamp and leak round their numbers to the precision of x', () => {
  for (const n of [1, 200]) {
    const x = new Float32Array(n).fill(-3);
    for (const { name, on } of backends) {
      const z = new Float32Array(n);
      on.leak(n, 0.1, x, 0, x, 0, z, 0);
      same(z, new Float32Array(n).fill(Math.fround(0.1) * -3), `leak of ${name}`);
      on.clamp(n, -0.1, 1, x, 0, z, 0);
      same(z, new Float32Array(n).fill(-0.1), `clamp of ${name}`);
    }
  }
});

test.run();
