/** @file Generator against Lua Torch7's numbers, the published MT19937 numbers and hand-computed draws. */
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Generator, type GeneratorState } from '../../../lib/tensor/generator.js';

type Golden = Record<string, number | number[] | { data: number[] }>;

const golden: Golden[] = JSON.parse(readFileSync(new URL('../../golden/torch7/random.json', import.meta.url), 'utf8'));

function numbers(row: Golden, key: string): number[] {
  const value = row[key];
  if (typeof value === 'number') throw new TypeError(`${key} is a single number`);
  return Array.isArray(value) ? value : value.data;
}

function seeded(seed: number): Generator {
  const generator = new Generator();
  generator.manualSeed(seed);
  return generator;
}

/** A generator whose next draw is 0: tempering maps the word 0 to 0. */
function drawingZero(): Generator {
  const generator = seeded(1);
  const state = generator.getRNGState();
  state.words[600] = 0;
  generator.setRNGState({ ...state, next: 600 });
  return generator;
}

function refusal(kind: typeof RangeError, message: string): (error: unknown) => boolean {
  return (error) => error instanceof kind && error.message === `torch.${message}`;
}

function times(n: number, draw: () => number): number[] {
  return Array.from({ length: n }, draw);
}

/** Equal to a few units in the last place: C libraries and engines round log, sin, cos, tan and exp differently. */
function near(got: ArrayLike<number>, want: number[], what: string): void {
  assert.is(got.length, want.length, `${what}: length`);
  for (let i = 0; i < want.length; i++) {
    const close = Math.abs(got[i] - want[i]) <= 1e-15 * Math.abs(want[i]);
    assert.ok(close, `${what}[${i}]: expected ${want[i]}, got ${got[i]}`);
  }
}

type Draw = (g: Generator, n: number) => ArrayLike<number>;

const integers = (g: Generator, n: number): number[] => times(n, () => g.random());
const uniforms = (g: Generator, n: number): number[] => times(n, () => g.uniform());
const normals = (g: Generator, n: number): number[] => times(n, () => g.normal());
const oneBased = (indices: number[]): number[] => indices.map((i) => i + 1);

/**
 * How each golden sequence was drawn. Every one begins at manualSeed(seed), save three that go on where the one before
 * stopped: rand_2_3, randn_3_2, randperm_10 are one run, randn_float_5, uniform_float_5 another.
 */
const exact: Record<string, Draw> = {
  random: integers,
  random_100: (g, n) => times(n, () => g.random(100)),
  random_1_6: (g, n) => times(n, () => g.random(1, 6)),
  random_tensor_5: (g, n) => times(n, () => g.random(10)),
  uniform: uniforms,
  uniform_m2_3: (g, n) => times(n, () => g.uniform(-2, 3)),
  rand_2_3: uniforms,
  geometric_0p2: (g, n) => times(n, () => g.geometric(0.2)),
  bernoulli_0p3: (g, n) => times(n, () => g.bernoulli(0.3)),
  bernoulli_tensor_5: (g, n) => times(n, () => g.bernoulli()),
  randperm_10_oneBased: (g, n) => [uniforms(g, 6), normals(g, 6), oneBased(g.permutation(n))][2],
  multinomial_oneBased: (g, n) => oneBased(g.multinomial([1, 2, 3, 4], n)),
  multinomial_oneBased_replacement: (g, n) => oneBased(g.multinomial([1, 2, 3, 4], n, true)),
  // A float tensor rounds each draw; the last bit of these doubles does not reach it.
  randn_float_5: (g, n) => Float32Array.from(normals(g, n)),
  uniform_float_5: (g, n) => [normals(g, 5), Float32Array.from(times(n, () => g.uniform(-1, 1)))][1],
};

const toTheLastBits: Record<string, Draw> = {
  normal: normals,
  normal_5_0p1: (g, n) => times(n, () => g.normal(5, 0.1)),
  randn_3_2: (g, n) => [uniforms(g, 6), normals(g, n)][1],
  mixed_normal_uniform_normal_normal: (g) => [g.normal(), g.uniform(), g.normal(), g.normal()],
  exponential_2: (g, n) => times(n, () => g.exponential(2)),
  cauchy: (g, n) => times(n, () => g.cauchy()),
  logNormal_1_0p5: (g, n) => times(n, () => g.logNormal(1, 0.5)),
};

test('the golden file holds two seeds and no sequence that goes untested', () => {
  const keys = [...Object.keys(exact), ...Object.keys(toTheLastBits), 'seed'].sort();
  assert.is(golden.length, 2);
  for (const row of golden) assert.equal(Object.keys(row).sort(), keys);
});

for (const row of golden) {
  const seed = Number(row.seed);
  for (const [key, draw] of Object.entries(exact)) {
    test(`${key} equals Torch7's at seed ${seed}`, () => {
      const want = numbers(row, key);
      assert.equal(Array.from(draw(seeded(seed), want.length)), want);
    });
  }
  for (const [key, draw] of Object.entries(toTheLastBits)) {
    test(`${key} equals Torch7's to the last bits at seed ${seed}`, () => {
      const want = numbers(row, key);
      near(draw(seeded(seed), want.length), want, key);
    });
  }
}

test('the 10000th draw at seed 5489 is the one the C++ standard prescribes for mt19937', () => {
  const generator = seeded(5489);
  integers(generator, 9999);
  assert.is(generator.random(), 4123659995);
});

test("the draws at seed 0 are those of Torch's manual", () => {
  assert.equal(integers(seeded(0), 2), [2357136044, 2546248239]);
});

test('random takes every kind of range as draw modulo length plus lower bound', () => {
  const draws = numbers(golden[0], 'random').slice(0, 50);
  const cases: [[number, number?], (d: number) => number][] = [
    [[-3, 2], (d) => (d % 6) - 3],
    [[-9, -9], () => -9],
    [[2.9], (d) => (d % 2) + 1],
    [[-1.5, 1.5], (d) => (d % 3) - 1],
    [[2 ** 32], (d) => d + 1],
    [[2 ** 60], (d) => d + 1],
    [[-(2 ** 40), 2 ** 40], (d) => d - 2 ** 40],
    [[2 ** 53 - 11, 2 ** 53 - 1], (d) => (d % 11) + (2 ** 53 - 11)],
  ];
  for (const [args, want] of cases) {
    const generator = seeded(1);
    const got = draws.map(() => generator.random(...args));
    assert.equal(got, draws.map(want), `random(${args})`);
  }
});

test('the draw 0 gives the ends of the distributions that Torch gives', () => {
  const g = drawingZero;
  assert.equal([g().random(), g().random(1, 6), g().uniform(-2, 3), g().exponential(2) + 0], [0, 1, -2, 0]);
  assert.equal([g().bernoulli(0), g().geometric(0.5)], [1, 1]);
  near([drawingZero().cauchy(0, 1)], [-1.633123935319537e16], 'cauchy');
  assert.equal(drawingZero().multinomial([0, 1], 1, true), [0]);
});

test('exponential, cauchy and uniform check nothing, as Torch does not', () => {
  assert.is(seeded(1).exponential(0), Infinity);
  assert.is(seeded(1).cauchy(3, 0), 3);
  assert.is(seeded(1).uniform(5, 5), 5);
  assert.ok(seeded(1).exponential(-1) < 0);
});

test('geometric returns values beyond a C int as they are', () => {
  const u = numbers(golden[0], 'uniform')[0];
  const p = 1 - 2 ** -40;
  const want = Math.log1p(-u) / Math.log1p(-(2 ** -40));
  const got = seeded(1).geometric(p);
  assert.ok(Number.isInteger(got) && Math.abs(got / want - 1) < 1e-9, String(got));
});

test('a pair of normals keeps its angle and radius but takes mean and stdv from each call', () => {
  const generator = seeded(1);
  const [first, second] = numbers(golden[0], 'normal');
  near([generator.normal(1, 2), generator.normal(-3, 0.5)], [first * 2 + 1, second * 0.5 - 3], 'normal');
});

test('logNormal takes the normal that was kept', () => {
  const second = numbers(golden[0], 'normal')[1];
  const generator = seeded(1);
  generator.normal();
  near([generator.logNormal(1, 0.5)], [Math.exp(second * 0.5 + 1)], 'logNormal');
});

test('manualSeed drops a kept normal', () => {
  const generator = seeded(1);
  generator.normal();
  generator.manualSeed(1);
  near([generator.normal()], numbers(golden[0], 'normal').slice(0, 1), 'normal');
});

test('a state taken between the two normals of a pair brings back the second', () => {
  const generator = seeded(123);
  const want = numbers(golden[1], 'normal');
  normals(generator, 3);
  const state = generator.getRNGState();
  near(normals(generator, 18), want.slice(3), 'after getRNGState');
  generator.setRNGState(state);
  near(normals(generator, 18), want.slice(3), 'after setRNGState');
  generator.setRNGState(seeded(123).getRNGState());
  near(normals(generator, 21), want, 'a state without a kept normal drops the one there is');
});

test('a state through JSON continues in another generator, at every place of a block', () => {
  const draws = numbers(golden[0], 'random');
  for (const place of [0, 1, 300, 623, 624, 625, 690]) {
    const generator = seeded(1);
    integers(generator, place);
    const other = new Generator();
    other.setRNGState(JSON.parse(JSON.stringify(generator.getRNGState())));
    assert.equal(integers(other, 10), draws.slice(place, place + 10), `after ${place} draws`);
    assert.is(other.initialSeed(), 1);
  }
});

test('a state is a copy in both directions', () => {
  const generator = seeded(1);
  const state = generator.getRNGState();
  const before = JSON.stringify(state);
  normals(generator, 700);
  assert.is(JSON.stringify(state), before);
  generator.setRNGState(state);
  state.words.fill(0);
  assert.equal(integers(generator, 700), numbers(golden[0], 'random'));
});

test('the low 32 bits of a seed choose the stream and initialSeed reports the whole', () => {
  const same: [number, number][] = [
    [-1, 2 ** 32 - 1],
    [2 ** 32 + 5, 5],
    [-(2 ** 63), 0],
    [2 ** 62 + 2 ** 31, 2 ** 31],
    [1.7, 1],
    [-1.7, -1],
  ];
  for (const [seed, equivalent] of same) {
    assert.is(seeded(seed).initialSeed(), Math.trunc(seed));
    assert.equal(integers(seeded(seed), 5), integers(seeded(equivalent), 5), `seed ${seed}`);
  }
  assert.is.not(seeded(1).random(), seeded(2).random());
});

function checkFreshSeeds(): void {
  const generator = new Generator();
  const seeds = [generator.initialSeed(), generator.seed(), generator.seed()];
  assert.is(generator.initialSeed(), seeds[2]);
  for (const seed of seeds) assert.ok(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32, `seed ${seed}`);
  assert.is(new Set(seeds).size, 3);
  const draws = integers(generator, 5);
  generator.manualSeed(generator.initialSeed());
  assert.equal(integers(generator, 5), draws);
}

test('a new generator and seed() take a new seed, and initialSeed repeats the stream', checkFreshSeeds);

test('seeds differ where the platform has no crypto too', () => {
  const crypto = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
  Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
  try {
    checkFreshSeeds();
  } finally {
    if (crypto) Object.defineProperty(globalThis, 'crypto', crypto);
    else Reflect.deleteProperty(globalThis, 'crypto');
  }
});

/** The definition, without cumulated sums: walks through the weights left until u times their sum is used up. */
function pickInTurn(weights: readonly number[], us: number[], replacement: boolean): number[] {
  const left = weights.slice();
  return us.map((u) => {
    let target = u * left.reduce((sum, w) => sum + w, 0);
    let i = 0;
    while (target > left[i]) target -= left[i++];
    if (!replacement) left[i] = 0;
    return i;
  });
}

test('multinomial picks what walking through the remaining weights picks', () => {
  const weights = Object.freeze([3, 0, 1, 7, 2, 0, 5, 11, 4]);
  const us = numbers(golden[1], 'uniform');
  assert.equal(seeded(123).multinomial(weights, 20, true), pickInTurn(weights, us, true));
  assert.equal(seeded(123).multinomial(weights, 7), pickInTurn(weights, us.slice(0, 7), false));
});

test('multinomial draws weights of any scale and precision in proportion, one draw each', () => {
  const generator = seeded(7);
  const counts = [0, 0, 0];
  for (const i of generator.multinomial(Float32Array.of(1e-3, 0, 3e-3), 40000, true)) counts[i]++;
  assert.is(counts[1], 0);
  assert.ok(Math.abs(counts[0] / 40000 - 0.25) < 0.01, String(counts));
  const other = seeded(7);
  integers(other, 40000);
  assert.is(generator.random(), other.random());
});

test('multinomial without replacement that runs out of weight goes on as Torch does', () => {
  // After index 1 no mass is left: the sums become 0/0 and the search ends at 0.
  assert.equal(seeded(1).multinomial([0, 1, 0], 2), [1, 0]);
});

test('a permutation of n takes n - 1 draws', () => {
  const draws = numbers(golden[0], 'random');
  for (const n of [1, 2, 17]) {
    const generator = seeded(1);
    const order = generator.permutation(n);
    order.sort((i, j) => i - j);
    assert.equal(order, Array.from(order.keys()));
    assert.is(order.length, n);
    assert.is(generator.random(), draws[n - 1]);
  }
});

const refused: [(g: Generator) => void, string][] = [
  [(g) => g.normal(0, -1), 'normal: expected stdv > 0, got -1'],
  [(g) => g.normal(0, 0), 'normal: expected stdv > 0, got 0'],
  [(g) => g.normal(0, NaN), 'normal: expected stdv > 0, got NaN'],
  [(g) => g.logNormal(0, 0), 'logNormal: expected stdv > 0, got 0'],
  [(g) => g.geometric(0), 'geometric: expected 0 < p < 1, got 0'],
  [(g) => g.geometric(1), 'geometric: expected 0 < p < 1, got 1'],
  [(g) => g.bernoulli(1.5), 'bernoulli: expected 0 <= p <= 1, got 1.5'],
  [(g) => g.bernoulli(-0.1), 'bernoulli: expected 0 <= p <= 1, got -0.1'],
  [(g) => g.random(0), 'random: expected upper bound > 0, got 0'],
  [(g) => g.random(0.5), 'random: expected upper bound > 0, got 0.5'],
  [(g) => g.random(3, 2), 'random: expected upper bound >= lower bound 3, got 2'],
  [(g) => g.random(0, Infinity), 'random: expected upper bound to be an integer of [-2^63, 2^63), got Infinity'],
  [(g) => g.permutation(0), 'randperm: expected n > 0, got 0'],
  [(g) => g.multinomial([1, 2], 0), 'multinomial: expected nSample > 0, got 0'],
  [(g) => g.multinomial([1, 2], 3), 'multinomial: expected nSample <= 2 without replacement, got 3'],
  [(g) => g.multinomial([0, 0], 1, true), 'multinomial: expected sum of probabilities > 0, got 0'],
  [(g) => g.multinomial([1, NaN], 1), 'multinomial: expected sum of probabilities > 0, got NaN'],
  [(g) => g.manualSeed(NaN), 'manualSeed: expected seed to be an integer of [-2^63, 2^63), got NaN'],
  [(g) => g.manualSeed(Infinity), 'manualSeed: expected seed to be an integer of [-2^63, 2^63), got Infinity'],
];

for (const [call, message] of refused) {
  test(`refused, with nothing drawn: ${message}`, () => {
    const generator = seeded(1);
    generator.normal();
    const before = generator.getRNGState();
    assert.throws(() => call(generator), refusal(RangeError, message));
    assert.equal(generator.getRNGState(), before);
  });
}

const badStates: [Record<string, unknown>, typeof RangeError, string][] = [
  [{ words: 'words' }, TypeError, 'expected what getRNGState returns, got something else'],
  [{ words: [1, 2] }, RangeError, 'expected 624 words, got 2'],
  [{ words: Array(624).fill(-1) }, RangeError, 'expected words[0] of 0 … 2^32 - 1, got -1'],
  [{ next: 625 }, RangeError, 'expected next of 0 … 624, got 625'],
  [{ seed: null }, RangeError, 'expected a finite seed, got null'],
  [{ normal: undefined }, RangeError, 'expected normal to be null or finite, got undefined'],
];

for (const [change, kind, message] of badStates) {
  test(`a broken state is refused and changes nothing: ${message}`, () => {
    const generator = seeded(1);
    const before = generator.getRNGState();
    const state = { ...seeded(2).getRNGState(), ...change } as GeneratorState;
    assert.throws(() => generator.setRNGState(state), refusal(kind, `setRNGState: ${message}`));
    assert.equal(generator.getRNGState(), before);
  });
}

test.run();
