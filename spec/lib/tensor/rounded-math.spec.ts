/** @file log, exp, sin, cos, tan against Taylor series in whole numbers of 240 bits, which share nothing with them. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cos, exp, log, sin, tan } from '../../../lib/tensor/rounded-math.js';
import { correctlyRounded, golden, misrounded, numbers, seeded, uniforms } from './golden-random.js';

/** The number whole · 2^exponent. */
interface Binary {
  whole: bigint;
  exponent: number;
}

const BITS = 240;
const ONE = 1n << BigInt(BITS);

/** x = whole · 2^exponent exactly, whole of 53 bits unless x is subnormal. */
function binary(x: number): Binary {
  const word = new BigUint64Array(Float64Array.of(Math.abs(x)).buffer)[0];
  const biased = Number(word >> 52n);
  const whole = (word & ((1n << 52n) - 1n)) | (biased > 0 ? 1n << 52n : 0n);
  return { whole: x < 0 ? -whole : whole, exponent: Math.max(biased, 1) - 1075 };
}

function shifted(whole: bigint, places: number): bigint {
  return places >= 0 ? whole << BigInt(places) : whole >> BigInt(-places);
}

/** x in units of 2⁻²⁴⁰. */
function fixed(x: number): bigint {
  const { whole, exponent } = binary(x);
  return shifted(whole, exponent + BITS);
}

function absolute(a: bigint): bigint {
  return a < 0n ? -a : a;
}

const times = (a: bigint, b: bigint): bigint => (a * b) >> BigInt(BITS);
const over = (a: bigint, b: bigint): bigint => (a << BigInt(BITS)) / b;

/** first (1 + z/d₁ (1 + z/d₂ (1 + …))) term by term, until a term vanishes. */
function series(first: bigint, z: bigint, divisor: (k: bigint) => bigint): bigint {
  let total = 0n;
  let term = first;
  for (let k = 1n; absolute(term) > 1n; k++) {
    total += term;
    term = times(term, z) / divisor(k);
  }
  return total;
}

/** 2 artanh t = 2 (t + t³/3 + t⁵/5 + …). */
function logarithm(t: bigint): bigint {
  let total = 0n;
  for (let power = t, k = 1n; absolute(power) > 1n; power = times(power, times(t, t)), k += 2n) total += power / k;
  return 2n * total;
}

const LN2 = logarithm(ONE / 3n);

/** To 2⁻¹⁸⁰, relatively for exp. No argument of sine and cosine is reduced: π does not enter. */
const exact: Record<string, (x: number) => Binary> = {
  log(x) {
    const { whole, exponent } = binary(x);
    const length = whole.toString(2).length;
    const m = shifted(whole, BITS - length + 1);
    const k = exponent + length - 1;
    return { whole: BigInt(k) * LN2 + logarithm(over(m - ONE, m + ONE)), exponent: -BITS };
  },
  exp(x) {
    const k = fixed(x) / LN2;
    const r = fixed(x) - k * LN2;
    return { whole: series(ONE, r, (j) => j), exponent: Number(k) - BITS };
  },
  sin(x) {
    const a = fixed(x);
    return { whole: series(a, -times(a, a), (k) => 2n * k * (2n * k + 1n)), exponent: -BITS };
  },
  cos(x) {
    const a = fixed(x);
    return { whole: series(ONE, -times(a, a), (k) => 2n * k * (2n * k - 1n)), exponent: -BITS };
  },
  tan: (x) => ({ whole: over(exact.sin(x).whole, exact.cos(x).whole), exponent: -BITS }),
};

/** The double nearest to a Binary, subnormal ones too. */
function nearest({ whole, exponent }: Binary): number {
  const places = Math.max(absolute(whole).toString(2).length - 53, -1074 - exponent);
  const rounded = Number((whole + (1n << BigInt(places - 1))) >> BigInt(places));
  const scale = places + exponent;
  return scale > 900 ? rounded * 2 ** 900 * 2 ** (scale - 900) : rounded * 2 ** scale;
}

/** |got − want| in units of got's last place. */
function ulps(got: number, want: Binary): number {
  const { whole, exponent } = binary(got);
  const places = exponent - want.exponent;
  return Number((absolute(shifted(whole, places) - want.whole) << 40n) >> BigInt(places)) / 2 ** 40;
}

const functions: Record<string, (x: number) => number> = { log, exp, sin, cos, tan };
const u = uniforms(seeded(1), 4000);
const v = uniforms(seeded(2), 4000);
const signed = v.map((w) => 2 * w - 1);
const multiples = Array.from({ length: 29 }, (_, i) => (i - 14) * (Math.PI / 2));
const angles = [
  ...u.map((x) => 2 * Math.PI * x),
  ...u.map((x) => Math.PI * (x - 0.5)),
  ...signed.slice(0, 1000).map((w) => 25 * w),
  ...signed.slice(0, 1000).map((w, i) => w * 2 ** (-26 * u[i])),
  ...signed.slice(0, 1000).map((w, i) => multiples[i % 29] + w * 2 ** (-50 * u[i])),
  ...multiples.flatMap((x) => [x, x + 2 ** -40, x - 2 ** -45]).filter((x) => x !== 0),
  -25,
  25,
];

/** Random arguments on the scales of the draws and on all others, those where terms cancel, and ends of intervals. */
const samples: Record<string, number[]> = {
  log: [
    ...u.map((x) => 1 - x),
    ...signed.slice(0, 1000).map((w, i) => 1 + w * 2 ** (-52 * u[i])),
    ...v.slice(0, 2000).map((w, i) => (1 + w) * 2 ** Math.floor(2097 * u[i] - 1074)),
    ...Array.from({ length: 256 }, (_, j) => (j + 128.5) / 256),
    ...[2 ** -1074, 2 ** -1022, 2 ** -1022 - 2 ** -1074, Number.MAX_VALUE, Math.SQRT2, Math.SQRT1_2, 2, 0.5, 10],
    ...[1 - 2 ** -53, 1 + 2 ** -52, 1 - 2 ** -30, 1 + 2 ** -30],
  ].filter((x) => x !== 1),
  exp: [
    ...signed.map((w) => 8 * w),
    ...u.slice(0, 2000).map((x) => -745.13 + 1454.9 * x),
    ...u.slice(0, 1000).map((x) => -745.13 + 40 * x),
    ...signed.slice(0, 1000).map((w, i) => w * 2 ** (-60 * u[i])),
    ...[1, -1, 709.782712893384, -708.3964185322641, -708.39641853226408, -745.1332191019411, -744.4400719213812],
  ],
  sin: angles,
  cos: angles,
  tan: angles,
};

for (const [name, arguments_] of Object.entries(samples)) {
  test(`${name} rounds correctly, and errs by less than 0.5 + 2^-14 ulp, at ${arguments_.length} arguments`, () => {
    const wrong: string[] = [];
    let worst = 0;
    for (const x of arguments_) {
      const want = exact[name](x);
      const got = functions[name](x);
      worst = Math.max(worst, ulps(got, want));
      if (!Object.is(got, nearest(want))) wrong.push(`${name}(${x}) = ${got}, expected ${nearest(want)}`);
    }
    assert.ok(worst < 0.5 + 2 ** -14, `worst error ${worst} ulp`);
    assert.equal(wrong, []);
  });
}

/** Found by search among millions: the images lie within 2⁻¹⁵ ulp of the middle of two doubles. */
const hard: Record<string, number[]> = {
  log: [0.5864887805655599, 0.20519079733639956, 0.31828970881178975, 0.24576635984703898, 5.847720322374684],
  exp: [-0.9349290104582906, -3.742087380029261, 3.580645238980651, 5.021154569461942, -707.2410285424652],
  sin: [4.400414686751696, 5.046408845287073, 5.148756070196946, -5.962399353680453, -13.142382143960225],
  cos: [0.30818108310483544, 0.34930235126213965, 5.588839633169512, 1.2428115695075415, 17.226157863271894],
  tan: [0.3858304392036227, 0.48773782974691404, 0.9098783535713065, -10.995574287549552, 4.744191741016767],
};

for (const [name, arguments_] of Object.entries(hard)) {
  test(`${name} rounds correctly within 2^-15 ulp of a tie`, () => {
    for (const x of arguments_) {
      const want = exact[name](x);
      assert.ok(Math.abs(ulps(nearest(want), want) - 0.5) < 2 ** -15, `${name}(${x}) is not a hard case`);
      assert.is(functions[name](x), nearest(want), `${name}(${x})`);
    }
  });
}

test('the whole-number series give the numbers of the tables', () => {
  const digits = (x: Binary): string => ((x.whole * 10n ** 40n) >> BigInt(-x.exponent)).toString();
  assert.is(digits(exact.log(2)), '6931471805599453094172321214581765680755');
  assert.is(digits(exact.exp(1)), '27182818284590452353602874713526624977572');
  assert.is(digits(exact.sin(1)), '8414709848078965066525023216302989996225');
  assert.is(digits(exact.cos(1)), '5403023058681397174009366074429766037323');
  assert.is(digits(exact.tan(1)), '15574077246549022305069748074583601730872');
  assert.is(nearest({ whole: 3n, exponent: -1075 }), 2 ** -1073);
});

test('special arguments give the limits, zeros keep their sign, and 1 gives +0', () => {
  const special: [string, number, number][] = [
    ['log', 0, -Infinity],
    ['log', -0, -Infinity],
    ['log', 1, 0],
    ['log', Infinity, Infinity],
    ['log', -(2 ** -1074), NaN],
    ['log', -Infinity, NaN],
    ['exp', 0, 1],
    ['exp', -0, 1],
    ['exp', 2 ** -1074, 1],
    ['exp', Infinity, Infinity],
    ['exp', 709.7827128933841, Infinity],
    ['exp', 1e300, Infinity],
    ['exp', -Infinity, 0],
    ['exp', -745.1332191019412, 0],
    ['exp', -1e300, 0],
    ['cos', 0, 1],
    ['cos', -0, 1],
    ['cos', 2 ** -1074, 1],
  ];
  for (const name of ['sin', 'tan']) {
    for (const x of [0, -0, 2 ** -1074, -(2 ** -1022), 1e-300, 1e-9]) special.push([name, x, x]);
  }
  for (const name of ['sin', 'cos', 'tan']) special.push([name, Infinity, NaN], [name, -Infinity, NaN]);
  for (const name of Object.keys(functions)) special.push([name, NaN, NaN]);
  for (const [name, x, want] of special) assert.ok(Object.is(functions[name](x), want), `${name}(${x})`);
});

test('angles beyond 25 are refused', () => {
  for (const f of [sin, cos, tan]) {
    for (const x of [25.000000000000004, -26, 1e300]) {
      const message = `rounded-math: expected |x| <= 25, got ${x}`;
      assert.throws(
        () => f(x),
        (error: unknown) => error instanceof RangeError && error.message === message,
      );
    }
  }
});

test('the one golden normal that differs was made with the farther of the two doubles around a cosine', () => {
  const [row] = golden;
  const { seed, key, index, correct } = misrounded;
  assert.equal([row.seed, key, index], [seed, 'normal', 12]);
  const draws = numbers(row, 'random').slice(index, index + 2);
  const angle = 2 * Math.PI * (draws[0] / 2 ** 32);
  const radius = Math.sqrt(-2 * nearest(exact.log(1 - draws[1] / 2 ** 32)));
  const cosine = nearest(exact.cos(angle));
  const above = cosine + 2 ** -54;
  assert.ok(ulps(cosine, exact.cos(angle)) < 0.498 && ulps(above, exact.cos(angle)) > 0.502);
  assert.is(radius * above, numbers(row, key)[index]);
  assert.is(radius * cosine, correct);
  assert.is(correctlyRounded(row, key)[index], correct);
});

test.run();
