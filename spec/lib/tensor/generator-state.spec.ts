/** @file Generator's seeds, its state, and what it refuses. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Generator } from '../../../lib/tensor/generator.js';
import type { GeneratorState } from '../../../lib/tensor/generator-state.js';
import { correctlyRounded, golden, integers, normals, numbers, same, seeded } from './golden-random.js';

function refusal(kind: typeof RangeError, message: string): (error: unknown) => boolean {
  return (error) => error instanceof kind && error.message === `torch.${message}`;
}

test('manualSeed drops a kept normal', () => {
  const generator = seeded(1);
  generator.normal();
  generator.manualSeed(1);
  assert.is(generator.normal(), numbers(golden[0], 'normal')[0]);
});

test('a state taken between the two normals of a pair brings back the second', () => {
  const generator = seeded(123);
  const want = correctlyRounded(golden[1], 'normal');
  normals(generator, 3);
  const state = generator.getRNGState();
  same(normals(generator, 18), want.slice(3), 'after getRNGState');
  generator.setRNGState(state);
  same(normals(generator, 18), want.slice(3), 'after setRNGState');
  generator.setRNGState(seeded(123).getRNGState());
  same(normals(generator, 21), want, 'a state without a kept normal drops the one there is');
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

test('exponential asks for lambda, which has no default', () => {
  const exponential = (lambda?: number): number => seeded(1).exponential(lambda as number);
  assert.throws(() => exponential(), refusal(TypeError, 'exponential: expected lambda, got undefined'));
  assert.ok(Number.isNaN(exponential(NaN)));
});

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
