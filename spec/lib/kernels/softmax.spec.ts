/** @file The softmax family against its formulas and against finite differences, on every backend. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Vector } from '../../../lib/kernels/index.js';
import { close, epsilon, precisions, random, same, uniform, within } from './arrays.js';
import { backends } from './backends.js';

const draw = uniform(5);
const shapes = [
  [1, 1, 1],
  [1, 5, 1],
  [3, 4, 1],
  [2, 3, 4],
  [1, 10, 6],
  [3, 7, 5],
  [5, 1, 2],
  [0, 3, 2],
  [2, 0, 2],
  [2, 3, 0],
];
/** More than is staged at a time: many rows, of which groups are; rows each larger than one; images. */
const large = [
  [1700, 10, 1],
  [2, 16385, 1],
  [3, 90, 70],
];

type Line = (...lines: number[][]) => number[];

/** Applies `line` to every set of corresponding lines of (outer × n × inner) arrays that begin at offset 0. */
function lines(shape: number[], line: Line, ...arrays: Vector[]): Float64Array {
  const [outer, n, inner] = shape;
  const result = new Float64Array(outer * n * inner);
  for (let o = 0; o < outer; o++) {
    for (let c = 0; c < inner; c++) {
      const at = (i: number) => (o * n + i) * inner + c;
      const columns = arrays.map((x) => Array.from({ length: n }, (_, i) => x[at(i)]));
      line(...columns).forEach((v, i) => {
        result[at(i)] = v;
      });
    }
  }
  return result;
}

const total = (x: number[]) => x.reduce((a, b) => a + b, 0);
const dot = (x: number[], y: number[]) => total(x.map((v, i) => v * y[i]));
const softMax: Line = (x) => {
  const whole = total(x.map(Math.exp));
  return x.map((v) => Math.exp(v) / whole);
};
const logSoftMax: Line = (x) => {
  const log = Math.log(total(x.map(Math.exp)));
  return x.map((v) => v - log);
};
const softMaxGrad: Line = (y, g) => {
  const mean = dot(y, g);
  return y.map((v, i) => v * (g[i] - mean));
};
const softMaxRGrad: Line = (y, ry, g, rg) => {
  const mean = dot(y, g);
  const rMean = dot(ry, g) + dot(y, rg);
  return y.map((v, i) => ry[i] * (g[i] - mean) + v * (rg[i] - rMean));
};
const logSoftMaxGrad: Line = (y, g) => {
  const whole = total(g);
  return y.map((v, i) => g[i] - Math.exp(v) * whole);
};
const logSoftMaxR: Line = (y, rx) => {
  const mean = dot(y.map(Math.exp), rx);
  return rx.map((v) => v - mean);
};
const logSoftMaxRGrad: Line = (y, ry, g, rg) => {
  const [whole, rWhole] = [total(g), total(rg)];
  return y.map((v, i) => rg[i] - Math.exp(v) * (ry[i] * whole + rWhole));
};

for (const precision of precisions) {
  /** To 2n + 40 roundings, sums being of n terms, of the largest element, or of 1/n where even that is a difference. */
  const nearly = (actual: Vector, expected: Float64Array, n: number, where: string): void => {
    const largest = expected.reduce((max, v) => Math.max(max, Math.abs(v)), 1 / n);
    within(actual, expected, (40 + 2 * n) * epsilon(precision), () => largest, where);
  };

  test(`softMax and logSoftMax in ${precision.name} are their formulas on every line, also in place`, () => {
    for (const shape of [...shapes, ...large]) {
      const [outer, n, width] = shape;
      const size = outer * n * width;
      const x = random(precision, size + 2, draw).map((v) => 5 * v);
      for (const [name, line] of [
        ['softMax', softMax],
        ['logSoftMax', logSoftMax],
      ] as const) {
        const expected = lines(shape, line, x.subarray(2));
        for (const backend of backends) {
          const where = `${backend.name}: ${name} ${shape}`;
          const y = new precision(size + 3).fill(7);
          backend.on[name](outer, n, width, x, 2, y, 1);
          nearly(y.subarray(1, size + 1), expected, n, where);
          same([y[0], y[size + 1], y[size + 2]], [7, 7, 7], `${where}: around the result`);
          const inPlace = x.slice();
          backend.on[name](outer, n, width, inPlace, 2, inPlace, 2);
          same(inPlace.subarray(2), y.subarray(1, size + 1), `${where}: in place`);
        }
      }
    }
  });

  test(`the adjoints and R-operators in ${precision.name} are their formulas on every line`, () => {
    for (const shape of [...shapes, ...large]) {
      const [outer, n, width] = shape;
      const size = outer * n * width;
      const x = random(precision, size, draw);
      const g = random(precision, size + 1, draw);
      const rg = random(precision, size + 3, draw);
      const rx = random(precision, size + 2, draw);
      const z = random(precision, size + 6, draw);
      const [g0, rg0, rx0] = [g.subarray(1), rg.subarray(3), rx.subarray(2)];
      const none = new precision(size);
      // Operands are those that a network has: rounded, and of the definition.
      const y = precision.from(lines(shape, softMax, x));
      const ry = precision.from(lines(shape, softMaxGrad, y, rx0));
      const l = precision.from(lines(shape, logSoftMax, x));
      const rl = precision.from(lines(shape, logSoftMaxR, l, rx0));
      type Call = (on: (typeof backends)[number]['on'], z: Vector) => void;
      const calls: [string, Float64Array, Call][] = [
        ['softMaxGrad', lines(shape, softMaxGrad, y, g0), (on, z) => on.softMaxGrad(outer, n, width, y, 0, g, 1, z, 4)],
        [
          'softMaxRGrad',
          lines(shape, softMaxRGrad, y, ry, g0, rg0),
          (on, z) => on.softMaxRGrad(outer, n, width, y, 0, ry, 0, g, 1, rg, 3, z, 4),
        ],
        [
          'softMaxRGrad without Rg',
          lines(shape, softMaxRGrad, y, ry, g0, none),
          (on, z) => on.softMaxRGrad(outer, n, width, y, 0, ry, 0, g, 1, undefined, 0, z, 4),
        ],
        [
          'logSoftMaxGrad',
          lines(shape, logSoftMaxGrad, l, g0),
          (on, z) => on.logSoftMaxGrad(outer, n, width, l, 0, g, 1, z, 4),
        ],
        [
          'logSoftMaxR',
          lines(shape, logSoftMaxR, l, rx0),
          (on, z) => on.logSoftMaxR(outer, n, width, l, 0, rx, 2, z, 4),
        ],
        ...[rl, undefined].flatMap((r) =>
          [rg, undefined].map((q): [string, Float64Array, Call] => [
            `logSoftMaxRGrad with${r ? '' : 'out'} Ry and with${q ? '' : 'out'} Rg`,
            lines(shape, logSoftMaxRGrad, l, r ?? none, g0, q ? rg0 : none),
            (on, z) => on.logSoftMaxRGrad(outer, n, width, l, 0, r, 0, g, 1, q, 3, z, 4),
          ]),
        ),
      ];
      for (const [name, expected, call] of calls) {
        for (const backend of backends) {
          const result = z.slice();
          call(backend.on, result);
          nearly(result.subarray(4, 4 + size), expected, n, `${backend.name}: ${name} ${shape}`);
          for (const i of [0, 1, 2, 3, size + 4, size + 5]) assert.is(result[i], z[i], `${name}: around the result`);
        }
      }
    }
  });
}

for (const { name: backend, on } of backends) {
  test(`adjoints and R-operators of ${backend} are the derivatives that central differences give`, () => {
    const [outer, n, width] = [2, 6, 9];
    const size = outer * n * width;
    const [x, rx, g, rg] = [0, 1, 2, 3].map(() => random(Float64Array, size, draw));
    const h = 1e-5;
    const moved = (from: Vector, to: Vector, step: number) => from.map((v, i) => v + step * to[i]);
    const run = (kernel: (z: Float64Array) => void) => {
      const z = new Float64Array(size);
      kernel(z);
      return z;
    };
    const difference = (f: (step: number) => Float64Array) => {
      const back = f(-h);
      return f(h).map((v, i) => (v - back[i]) / (2 * h));
    };
    const families = [
      {
        forward: (u: Vector) => run((z) => on.softMax(outer, n, width, u, 0, z, 0)),
        adjoint: (y: Vector, v: Vector) => run((z) => on.softMaxGrad(outer, n, width, y, 0, v, 0, z, 0)),
        direction: (y: Vector) => run((z) => on.softMaxGrad(outer, n, width, y, 0, rx, 0, z, 0)),
        second: (y: Vector, ry: Vector) => run((z) => on.softMaxRGrad(outer, n, width, y, 0, ry, 0, g, 0, rg, 0, z, 0)),
      },
      {
        forward: (u: Vector) => run((z) => on.logSoftMax(outer, n, width, u, 0, z, 0)),
        adjoint: (y: Vector, v: Vector) => run((z) => on.logSoftMaxGrad(outer, n, width, y, 0, v, 0, z, 0)),
        direction: (y: Vector) => run((z) => on.logSoftMaxR(outer, n, width, y, 0, rx, 0, z, 0)),
        second: (y: Vector, ry: Vector) =>
          run((z) => on.logSoftMaxRGrad(outer, n, width, y, 0, ry, 0, g, 0, rg, 0, z, 0)),
      },
    ];
    for (const { forward, adjoint, direction, second } of families) {
      const y = forward(x);
      const ry = direction(y);
      const along = (s: number) => forward(moved(x, rx, s));
      close(ry, difference(along), 1e-9, 'Ry');
      const gradient = (s: number) => adjoint(forward(moved(x, rx, s)), moved(g, rg, s));
      close(second(y, ry), difference(gradient), 1e-9, 'Rgx');
      // ⟨g, J rx⟩ = ⟨Jᵀ g, rx⟩
      const left = on.dot(size, g, 0, 1, ry, 0, 1);
      const right = on.dot(size, adjoint(y, g), 0, 1, rx, 0, 1);
      assert.ok(Math.abs(left - right) < 2e-14, `${left} and ${right}`);
    }
  });
}

test.run();
