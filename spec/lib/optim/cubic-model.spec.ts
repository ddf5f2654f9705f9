/** @file The minimum of the cubic model, against conditions that only it fulfils and against a search. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { minimiseCubic } from '../../../lib/optim/cubic-model.js';
import { nearNumbers } from '../../golden.js';

const test = suite('cubic model');

const model = (theta: number[], c: number[], sigma: number, u: number[]): number =>
  u.reduce((sum, value, i) => sum + value * (c[i] + (theta[i] * value) / 2), 0) + (sigma / 3) * Math.hypot(...u) ** 3;

test('in one dimension it is the root of c + θu + σu|u|', () => {
  for (const [theta, c, sigma] of [
    [1, 2, 1],
    [-3, 2, 0.5],
    [0, -4, 1],
    [1e8, 1, 1e-8],
    [-1, 1e-12, 1],
  ]) {
    const [size] = [Math.abs(c)];
    // r with σr² + θr = |c|, in the form that does not subtract.
    const root = Math.sqrt(theta ** 2 + 4 * sigma * size);
    const r = theta > 0 ? (2 * size) / (theta + root) : (root - theta) / (2 * sigma);
    const { u, fall } = minimiseCubic([theta], [c], sigma);
    nearNumbers(u, [-Math.sign(c) * r], 1e-12, 'u');
    nearNumbers([fall], [-model([theta], [c], sigma, u)], 1e-12, 'fall');
  }
});

// [θ, c, σ]
const models: [number[], number[], number][] = [
  [[1, 2, 3], [1, -1, 0.5], 1],
  [[-2, 0.5, 3], [0.3, -1, 0.5], 1],
  [[-2, -1, 3], [1e-9, -1, 0.5], 0.1],
  [[-2, -1, 3], [0, -0.1, 0.5], 0.1],
  [[-2, -2, 3], [0, 0, 0.5], 4],
  [[-1, 1], [0, 0], 2],
  [[0, 1], [0, 1], 1],
  [[0, 0], [3, 4], 5],
  [[-1e-8, 1e6], [1e-3, 1e3], 1e-6],
  [[1e200, 1e200], [1e200, 1e200], 1],
];

for (const [theta, c, sigma] of models) {
  test(`θ = ${theta}, c = ${c}, σ = ${sigma}: (Θ + λI)u = −c with λ = σ‖u‖ ≥ −θ₀, which holds for the global minimum alone`, () => {
    const { u, fall } = minimiseCubic(theta, c, sigma);
    const lambda = sigma * Math.hypot(...u);
    assert.ok(lambda >= -theta[0] * (1 - 1e-14) && lambda >= 0);
    const scale = Math.max(...c.map(Math.abs), lambda * Math.hypot(...u));
    theta.forEach((t, i) => {
      assert.ok(Math.abs((t + lambda) * u[i] + c[i]) <= 1e-10 * scale, `${i}: ${(t + lambda) * u[i] + c[i]}`);
    });
    nearNumbers([fall], [-model(theta, c, sigma, u)], 1e-12, 'fall');
  });

  test(`θ = ${theta}, c = ${c}, σ = ${sigma}: no point of a fine search is lower`, () => {
    const { u, fall } = minimiseCubic(theta, c, sigma);
    const reach = 1.5 * Math.hypot(...u);
    const points = Array.from({ length: 21 }, (_, i) => (reach * (i - 10)) / 10);
    const search = (at: number[]): number =>
      at.length === theta.length
        ? model(theta, c, sigma, at)
        : Math.min(...points.map((point) => search([...at, point])));
    assert.ok(search([]) >= -fall - 1e-12 * Math.abs(fall));
  });
}

test('without slope and negative curvature the minimum is 0', () => {
  assert.equal(minimiseCubic([0, 2], [0, 0], 1), { u: [0, 0], fall: 0 });
});

test.run();
