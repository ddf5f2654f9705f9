/** @file Generator's draws against Lua Torch7's numbers, the published MT19937 numbers and hand-computed draws. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Generator } from '../../../lib/tensor/generator.js';
import { exp } from '../../../lib/tensor/rounded-math.js';
import {
  correctlyRounded,
  golden,
  integers,
  normals,
  numbers,
  same,
  seeded,
  times,
  uniforms,
} from './golden-random.js';

/** A generator whose next draw is 0: tempering maps the word 0 to 0. */
function drawingZero(): Generator {
  const generator = seeded(1);
  const state = generator.getRNGState();
  state.words[600] = 0;
  generator.setRNGState({ ...state, next: 600 });
  return generator;
}

type Draw = (g: Generator, n: number) => ArrayLike<number>;

const oneBased = (indices: number[]): number[] => indices.map((i) => i + 1);

/**
 * How each golden sequence was drawn. Every one begins at manualSeed(seed), save three that go on where the one before
 * stopped: rand_2_3, randn_3_2, randperm_10 are one run, randn_float_5, uniform_float_5 another.
 */
const draws: Record<string, Draw> = {
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
  // A float tensor rounds each draw.
  randn_float_5: (g, n) => Float32Array.from(normals(g, n)),
  uniform_float_5: (g, n) => [normals(g, 5), Float32Array.from(times(n, () => g.uniform(-1, 1)))][1],
  normal: normals,
  normal_5_0p1: (g, n) => times(n, () => g.normal(5, 0.1)),
  randn_3_2: (g, n) => [uniforms(g, 6), normals(g, n)][1],
  mixed_normal_uniform_normal_normal: (g) => [g.normal(), g.uniform(), g.normal(), g.normal()],
  exponential_2: (g, n) => times(n, () => g.exponential(2)),
  cauchy: (g, n) => times(n, () => g.cauchy()),
  logNormal_1_0p5: (g, n) => times(n, () => g.logNormal(1, 0.5)),
};

test('the golden file holds two seeds and no sequence that goes untested', () => {
  const keys = [...Object.keys(draws), 'seed'].sort();
  assert.is(golden.length, 2);
  for (const row of golden) assert.equal(Object.keys(row).sort(), keys);
});

for (const row of golden) {
  const seed = Number(row.seed);
  for (const [key, draw] of Object.entries(draws)) {
    test(`${key} equals Torch7's to the bit at seed ${seed}`, () => {
      const want = correctlyRounded(row, key);
      same(draw(seeded(seed), want.length), want, key);
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
  const words = numbers(golden[0], 'random').slice(0, 50);
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
    const got = words.map(() => generator.random(...args));
    assert.equal(got, words.map(want), `random(${args})`);
  }
});

test('the draw 0 gives the ends of the distributions that Torch gives', () => {
  const g = drawingZero;
  assert.equal([g().random(), g().random(1, 6), g().uniform(-2, 3), g().exponential(2) + 0], [0, 1, -2, 0]);
  assert.equal([g().bernoulli(0), g().geometric(0.5)], [1, 1]);
  assert.is(g().cauchy(0, 1), -1.633123935319537e16);
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
  same([generator.normal(1, 2), generator.normal(-3, 0.5)], [first * 2 + 1, second * 0.5 - 3], 'normal');
});

test('logNormal takes the normal that was kept', () => {
  const second = numbers(golden[0], 'normal')[1];
  const generator = seeded(1);
  generator.normal();
  assert.is(generator.logNormal(1, 0.5), exp(second * 0.5 + 1));
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
  const words = numbers(golden[0], 'random');
  for (const n of [1, 2, 17]) {
    const generator = seeded(1);
    const order = generator.permutation(n);
    order.sort((i, j) => i - j);
    assert.equal(order, Array.from(order.keys()));
    assert.is(order.length, n);
    assert.is(generator.random(), words[n - 1]);
  }
});

test.run();
