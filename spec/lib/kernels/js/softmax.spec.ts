/** @file The softmax family against its formulas and against finite differences. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { js, type Vector } from '../../../../lib/kernels/index.js';
import { close, precisions, random, same, uniform } from '../arrays.js';

const draw = uniform(5);
const shapes = [
  [1, 1, 1],
  [1, 5, 1],
  [3, 4, 1],
  [2, 3, 4],
  [1, 10, 6],
  [5, 1, 2],
  [0, 3, 2],
  [2, 0, 2],
  [2, 3, 0],
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
const inner = (x: number[], y: number[]) => total(x.map((v, i) => v * y[i]));
const softMax: Line = (x) => x.map((v) => Math.exp(v) / total(x.map(Math.exp)));
const logSoftMax: Line = (x) => x.map((v) => v - Math.log(total(x.map(Math.exp))));
const softMaxGrad: Line = (y, g) => y.map((v, i) => v * (g[i] - inner(y, g)));
const logSoftMaxGrad: Line = (y, g) => y.map((v, i) => g[i] - Math.exp(v) * total(g));

for (const precision of precisions) {
  const tolerance = precision === Float64Array ? 1e-14 : 1e-6;

  test(`softMax and logSoftMax in ${precision.name} are their formulas on every line, also in place`, () => {
    for (const shape of shapes) {
      const [outer, n, width] = shape;
      const size = outer * n * width;
      const x = random(precision, size + 2, draw).map((v) => 5 * v);
      for (const [name, line] of [
        ['softMax', softMax],
        ['logSoftMax', logSoftMax],
      ] as const) {
        const y = new precision(size + 3).fill(7);
        js[name](outer, n, width, x, 2, y, 1);
        close(y.subarray(1, size + 1), lines(shape, line, x.subarray(2)), 5 * tolerance, `${name} ${shape}`);
        same([y[0], y[size + 1], y[size + 2]], [7, 7, 7], 'around the result');
        const inPlace = x.slice();
        js[name](outer, n, width, inPlace, 2, inPlace, 2);
        same(inPlace.subarray(2), y.subarray(1, size + 1), `${name} ${shape} in place`);
      }
    }
  });

  test(`the adjoints and R-operators in ${precision.name} are their formulas on every line`, () => {
    for (const shape of shapes) {
      const [outer, n, width] = shape;
      const size = outer * n * width;
      const x = random(precision, size, draw);
      const g = random(precision, size + 1, draw);
      const rg = random(precision, size + 3, draw);
      const rx = random(precision, size + 2, draw);
      const z = new precision(size + 4);
      const result = z.subarray(4);
      const [g0, rg0, rx0] = [g.subarray(1), rg.subarray(3), rx.subarray(2)];
      const expect = (expected: Vector, name: string) => close(result, expected, tolerance * 10, `${name} ${shape}`);

      const y = lines(shape, softMax, x);
      const y0 = precision.from(y);
      js.softMaxGrad(outer, n, width, y0, 0, g, 1, z, 4);
      expect(lines(shape, softMaxGrad, y, g0), 'softMaxGrad');
      // Ry = J Rx, and J is symmetric: the adjoint kernel gives the directional derivative too.
      const ry = precision.from(lines(shape, softMaxGrad, y, rx0));
      const noRg = new precision(size);
      const rGrad: Line = (p, rp, q, rq) =>
        p.map((v, i) => rp[i] * (q[i] - inner(p, q)) + v * (rq[i] - inner(rp, q) - inner(p, rq)));
      js.softMaxRGrad(outer, n, width, y0, 0, ry, 0, g, 1, rg, 3, z, 4);
      expect(lines(shape, rGrad, y, ry, g0, rg0), 'softMaxRGrad');
      js.softMaxRGrad(outer, n, width, y0, 0, ry, 0, g, 1, undefined, 0, z, 4);
      expect(lines(shape, rGrad, y, ry, g0, noRg), 'softMaxRGrad without Rg');

      const l = lines(shape, logSoftMax, x);
      const l0 = precision.from(l);
      js.logSoftMaxGrad(outer, n, width, l0, 0, g, 1, z, 4);
      expect(lines(shape, logSoftMaxGrad, l, g0), 'logSoftMaxGrad');
      js.logSoftMaxR(outer, n, width, l0, 0, rx, 2, z, 4);
      const r: Line = (p, rp) => rp.map((v) => v - inner(p.map(Math.exp), rp));
      expect(lines(shape, r, l, rx0), 'logSoftMaxR');
      const rl = precision.from(lines(shape, r, l, rx0));
      const rLogGrad: Line = (p, rp, q, rq) => p.map((v, i) => rq[i] - Math.exp(v) * (rp[i] * total(q) + total(rq)));
      for (const withRy of [true, false]) {
        for (const withRg of [true, false]) {
          js.logSoftMaxRGrad(
            outer,
            n,
            width,
            l0,
            0,
            withRy ? rl : undefined,
            0,
            g,
            1,
            withRg ? rg : undefined,
            withRg ? 3 : 0,
            z,
            4,
          );
          const expected = lines(shape, rLogGrad, l, withRy ? rl : noRg, g0, withRg ? rg0 : noRg);
          expect(expected, `logSoftMaxRGrad ${withRy} ${withRg}`);
        }
      }
    }
  });
}

test('adjoints and R-operators are the derivatives that central differences give', () => {
  const [outer, n, width] = [2, 4, 3];
  const size = outer * n * width;
  const x = random(Float64Array, size, draw);
  const rx = random(Float64Array, size, draw);
  const g = random(Float64Array, size, draw);
  const rg = random(Float64Array, size, draw);
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
      forward: (u: Vector) => run((z) => js.softMax(outer, n, width, u, 0, z, 0)),
      adjoint: (y: Vector, v: Vector) => run((z) => js.softMaxGrad(outer, n, width, y, 0, v, 0, z, 0)),
      direction: (y: Vector) => run((z) => js.softMaxGrad(outer, n, width, y, 0, rx, 0, z, 0)),
      second: (y: Vector, ry: Vector) => run((z) => js.softMaxRGrad(outer, n, width, y, 0, ry, 0, g, 0, rg, 0, z, 0)),
    },
    {
      forward: (u: Vector) => run((z) => js.logSoftMax(outer, n, width, u, 0, z, 0)),
      adjoint: (y: Vector, v: Vector) => run((z) => js.logSoftMaxGrad(outer, n, width, y, 0, v, 0, z, 0)),
      direction: (y: Vector) => run((z) => js.logSoftMaxR(outer, n, width, y, 0, rx, 0, z, 0)),
      second: (y: Vector, ry: Vector) =>
        run((z) => js.logSoftMaxRGrad(outer, n, width, y, 0, ry, 0, g, 0, rg, 0, z, 0)),
    },
  ];
  for (const { forward, adjoint, direction, second } of families) {
    const y = forward(x);
    const ry = direction(y);
    close(
      ry,
      difference((s) => forward(moved(x, rx, s))),
      1e-9,
      'Ry',
    );
    const gradient = (s: number) => adjoint(forward(moved(x, rx, s)), moved(g, rg, s));
    close(second(y, ry), difference(gradient), 1e-9, 'Rgx');
    // ⟨g, J rx⟩ = ⟨Jᵀ g, rx⟩
    const left = js.dot(size, g, 0, 1, ry, 0, 1);
    const right = js.dot(size, adjoint(y, g), 0, 1, rx, 0, 1);
    assert.ok(Math.abs(left - right) < 1e-14);
  }
});

test('inputs of ±700 are exact', () => {
  const x = Float64Array.of(700, -700, 700, 0);
  const y = new Float64Array(4);
  js.softMax(1, 4, 1, x, 0, y, 0);
  same(y, [0.5, 0, 0.5, Math.exp(-700) / 2], 'softMax');
  js.logSoftMax(1, 4, 1, x, 0, y, 0);
  same(y, [-Math.LN2, -1400 - Math.LN2, -Math.LN2, -700 - Math.LN2], 'logSoftMax');
  const low = Float64Array.of(-700, -700);
  js.softMax(1, 2, 1, low, 0, low, 0);
  same(low, [0.5, 0.5], 'all low');
});

test('inputs whose exponential would overflow or vanish are shifted first', () => {
  const x = Float64Array.of(1000, -1000, 1000, -1000, -1000, -1001);
  const y = new Float64Array(6);
  const total = 2 + Math.exp(-1);
  js.softMax(2, 3, 1, x, 0, y, 0);
  close(y, [0.5, 0, 0.5, 1 / total, 1 / total, Math.exp(-1) / total], 1e-15, 'softMax');
  js.logSoftMax(2, 3, 1, x, 0, y, 0);
  const log = Math.log(total);
  close(y, [-Math.LN2, -2000 - Math.LN2, -Math.LN2, -log, -log, -1 - log], 1e-15, 'logSoftMax');
});

test('an entry of −∞ has no weight, and NaN spoils its own line only', () => {
  const x = Float64Array.of(0, -Infinity, 0, 1, NaN, 1, 2, 2, 2);
  const y = new Float64Array(9);
  js.softMax(3, 3, 1, x, 0, y, 0);
  close(y, [0.5, 0, 0.5, NaN, NaN, NaN, 1 / 3, 1 / 3, 1 / 3], 1e-15, 'softMax');
  js.logSoftMax(3, 3, 1, x, 0, y, 0);
  const third = -Math.log(3);
  close(y, [-Math.LN2, -Infinity, -Math.LN2, NaN, NaN, NaN, third, third, third], 1e-15, 'logSoftMax');
  js.logSoftMaxGrad(1, 3, 1, y, 0, Float64Array.of(1, 2, 3), 0, y, 3);
  close(y.subarray(3, 6), [-2, 2, 0], 1e-15, 'logSoftMaxGrad');
});

test('a missing Ry multiplies nothing, not even an infinite gradient', () => {
  const z = new Float64Array(2);
  const y = new Float64Array(2).fill(-Math.LN2);
  const g = Float64Array.of(Infinity, 1);
  js.logSoftMaxRGrad(1, 2, 1, y, 0, undefined, 0, g, 0, Float64Array.of(2, 4), 0, z, 0);
  close(z, [-1, 1], 1e-15, 'Rgx');
});

test.run();
