/** @file exp, log and tanh are within 2 units in the last place of the exact value, those of js as near as the engine's. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { exp, log } from '../../../lib/tensor/rounded-math.js';
import { type Precision, precisions, uniform } from './arrays.js';
import { backends } from './backends.js';
import { errors, formats } from './exact.js';

type Name = keyof typeof errors;

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);
const high = new Uint8Array(Uint16Array.of(1).buffer)[0];

/** |a − b| in units in the last place of b; infinities and zeros are equal to themselves. */
function units(a: number, b: number, precision: Precision): number {
  if (Object.is(a, b)) return 0;
  bits[0] = b;
  const exponent = ((words[high] >>> 20) & 2047) - 1023;
  const [digits, last] = precision === Float64Array ? formats.double : formats.single;
  const error = Math.abs(a - b) / 2 ** Math.max(exponent + 1 - digits, last);
  return Number.isNaN(error) ? Infinity : error;
}

const draw = uniform(11);
const between = (count: number, from: number, to: number) =>
  Array.from({ length: count }, () => from + ((draw() + 1) / 2) * (to - from));
/** Random significands at random exponents of 2. */
const magnitudes = (count: number, from: number, to: number) =>
  between(count, from, to).map((e) => (1 + (draw() + 1) / 2) * 2 ** Math.floor(e));
/** x and the numbers beside it, a few roundings to each side. */
const about = (...points: number[]) =>
  points.flatMap((x) => [-3, -2, -1, 0, 1, 2, 3].map((k) => x * (1 + k * 2 ** -52)));
const both = (values: number[]) => values.flatMap((x) => [x, -x]);

/** Where the arguments of a function are dense: its whole range, the neighbourhood of 0 and 1, the borders of its cases. */
const samples: Record<Name, (double: boolean) => number[]> = {
  exp: (double) => [
    ...between(1200, ...((double ? [-745.1, 709.7] : [-103.9, 88.7]) as [number, number])),
    ...between(400, -1, 1),
    ...(double ? between(200, -745, -708) : between(400, -104, -87)),
    ...both(magnitudes(200, double ? -1074 : -149, 0)),
    // Halves of log 2 separate the reductions.
    ...both(about(...[1, 3, 5, 201].map((k) => (k * Math.LN2) / 2))),
    ...(double ? [709.78271289338397, 709.7827, -708.3964185322641, -745.13] : [88.72283, 88.722, -87.33655, -103.97]),
  ],
  log: (double) => [
    ...magnitudes(1200, double ? -1074 : -149, double ? 1023 : 127),
    ...between(600, 0.4, 2.5),
    ...magnitudes(200, -50, -2).flatMap((d) => [1 + d, 1 - d]),
    ...about(Math.SQRT1_2, Math.SQRT2, 2 * Math.SQRT2, 2, 0.5),
    ...(double ? [2 ** -1074, 2 ** -1022, Number.MAX_VALUE] : [2 ** -149, 2 ** -126, 3.4028234663852886e38]),
  ],
  tanh: (double) => [
    ...both(between(400, 0, 1)),
    ...both(between(400, 0, double ? 22 : 10)),
    ...both(magnitudes(200, double ? -1074 : -149, 0)),
    // Just below powers of ½ a unit in the last place of tanh is smallest beside roundings.
    ...both(between(1500, 0.17, 0.26)),
    ...both(between(500, 0.52, 0.56)),
    ...both(about(0.625, Math.log(3) / 2, ...[1, 3, 5].map((k) => (k * Math.LN2) / 4))),
    ...both([22, 44, 700, 1e4]),
  ],
};

for (const precision of precisions) {
  const double = precision === Float64Array;
  for (const name of ['exp', 'log', 'tanh'] as const) {
    // Repeats keep the last ones in company of others: a register, or two, is what the wasm kernels work on.
    const x = precision.from(samples[name](double)).filter((v) => v !== 0 && !(name === 'log' && v === 1));
    for (const backend of backends) {
      // js takes the engine's function, which here and there is a little worse.
      const most = backend.name === 'js' && name === 'tanh' ? 2.5 : 2;
      test(`${name} of ${backend.name} in ${precision.name} is within ${most} units in the last place`, () => {
        const y = new precision(x.length);
        backend.on[name](x.length, x, 0, y, 0);
        let worst = 0;
        x.forEach((v, i) => {
          const error = errors[name](v, y[i], double ? formats.double : formats.single);
          assert.ok(error <= most, `${name}(${v}): got ${y[i]}, off by ${error}`);
          worst = Math.max(worst, error);
        });
        assert.ok(worst > 0.3, `the measure sees roundings: ${worst}`);
      });
    }
  }
}

test('exp and log in double precision agree with functions that are rounded correctly, to 2 units in the last place', () => {
  const x = Float64Array.from([...between(20000, -745, 709.7), ...between(10000, -1, 1)]);
  const positive = Float64Array.from([...magnitudes(20000, -1074, 1023), ...between(10000, 0.5, 2)]);
  const cases = [
    ['exp', exp, x],
    ['log', log, positive],
  ] as const;
  for (const [name, f, values] of cases) {
    const expected = values.map(f);
    for (const { name: backend, on } of backends) {
      const y = new Float64Array(values.length);
      on[name](values.length, values, 0, y, 0);
      for (let i = 0; i < y.length; i++)
        assert.ok(units(y[i], expected[i], Float64Array) <= 2, `${backend}: ${name}(${values[i]})`);
    }
  }
});

test('exp, log and tanh in single precision agree with double results rounded, to 2 units in the last place', () => {
  const ranges = {
    exp: between(40000, -104, 88.7),
    log: magnitudes(40000, -149, 128),
    tanh: [...between(20000, -10, 10), ...both(magnitudes(10000, -149, 2))],
  };
  for (const [name, range] of Object.entries(ranges) as [Name, number[]][]) {
    const x = Float32Array.from(range);
    const expected = Float32Array.from(x, (v) => Math[name](v));
    for (const { name: backend, on } of backends) {
      const y = new Float32Array(x.length);
      on[name](x.length, x, 0, y, 0);
      for (let i = 0; i < y.length; i++)
        assert.ok(units(y[i], expected[i], Float32Array) <= 2, `${backend}: ${name}(${x[i]})`);
    }
  }
});

test('exp overflows and vanishes where it has to, in both precisions', () => {
  const ends = [
    [Float64Array, 709.782712893384, 709.7827128933841, -745.1332191019411, -745.1332191019412],
    [Float32Array, 88.72283172607422, 88.72283935546875, -103.97207641601562, -103.97208404541016],
  ] as const;
  for (const [precision, finite, infinite, smallest, vanished] of ends) {
    for (const { name, on } of backends) {
      const x = precision.of(...Array.from({ length: 40 }, (_, i) => [finite, infinite, smallest, vanished][i % 4]));
      on.exp(40, x, 0, x, 0);
      const where = `${name} in ${precision.name}`;
      assert.ok(x[36] < Infinity && x[36] > 0.99 * (precision === Float64Array ? 1.797e308 : 3.402e38), where);
      assert.is(x[37], Infinity, where);
      assert.is(x[38], precision === Float64Array ? 2 ** -1074 : 2 ** -149, where);
      assert.ok(x[39] === 0, `${where}: expected 0, got ${x[39]}`);
    }
  }
});

test.run();
