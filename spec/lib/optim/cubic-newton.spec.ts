/** @file Adaptive cubics: recorded iterates, valleys, saddles, the ratio and σ, and what it refuses. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../../lib/nn.js';
import {
  type CubicNewtonState,
  cubicNewton,
  NonFiniteLossError,
  type Opfunc,
  opfunc,
} from '../../../lib/optim/index.js';
import { torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { nearNumbers } from '../../golden.js';
import { layers } from '../../networks.js';
import { compareRuns } from './golden-runs.js';
import {
  badHv,
  counted,
  endless,
  minimise,
  monkey,
  problem,
  quadratic,
  type Refusal,
  refusals,
  rosenbrock,
  saddle,
  vector,
} from './problems.js';

const test = suite('cubicNewton');

compareRuns(test, 'cubicNewton', cubicNewton, 1e-8);

test('the first step from a flat place is √(‖g‖ / σ) long, against the gradient', () => {
  const slope = problem(
    ([x, y]) => 3 * x + 4 * y,
    () => [3, 4],
    () => [0, 0],
  );
  const x = vector(0, 0);
  const state: CubicNewtonState = {};
  const [result, losses] = cubicNewton(slope, x, { sigma: 5 }, state);
  assert.is(result, x);
  nearNumbers(x.toArray(), [-0.6, -0.8], 1e-13, 'x');
  nearNumbers(losses.slice(1), [-5], 1e-13, 'loss');
  // The model falls by 5 · 1 − 5/3.
  nearNumbers([state.ratio as number, state.sigma as number], [5 / (5 - 5 / 3), 5], 1e-12, 'ratio and σ');
});

test('a step after which the loss falls too little doubles σ, and no product is made again', () => {
  // f is 100 x⁴ + x² about: at 1 the model of small σ goes too far.
  const quartic = problem(
    ([x]) => (x > 0 ? x ** 2 : 100 * x ** 2),
    ([x]) => [x > 0 ? 2 * x : 200 * x],
    ([x], [v]) => [x > 0 ? 0.1 * v : 200 * v],
  );
  const { f, hv, evaluations } = counted(quartic);
  const x = vector(1);
  const state: CubicNewtonState = {};
  const [, losses] = cubicNewton(f, x, { sigma: 1e-3 }, state);
  assert.ok(losses.length > 3 && losses.slice(1, -1).every((loss) => loss > 1) && losses[losses.length - 1] < 1);
  assert.equal([hv(), evaluations()], [1, losses.length]);
  const doublings = losses.length - 2;
  const sigma = 1e-3 * 2 ** doublings;
  assert.is(state.sigma, (state.ratio as number) > 0.9 ? Math.min(sigma, 2) : sigma);
});

for (const [dimensions, steps] of [
  [2, 30],
  [10, 60],
]) {
  test(`Rosenbrock in ${dimensions} dimensions comes to its minimum, the loss never rising`, () => {
    const x0 = [...Array(dimensions).keys()].map((i) => (i % 2 === 0 ? -1.2 : 1));
    const { f, hv, evaluations } = counted(rosenbrock);
    const run = minimise<CubicNewtonState>(cubicNewton, f, x0, {}, steps);
    assert.ok(run.losses.every((loss, i) => i === 0 || loss <= run.losses[i - 1] * (1 + 1e-15)));
    nearNumbers(run.x.toArray(), Array(dimensions).fill(1), 1e-9, 'x');
    const { hvCounter, evalCounter = 0, lossCounter = 0 } = run.state;
    assert.equal([hvCounter, evalCounter, evalCounter + lossCounter], [hv(), steps, evaluations()]);
  });
}

test('saddles are left, also where the gradient has no part in negative curvature, or is zero', () => {
  torch.manualSeed(9);
  for (const [f, x0] of [
    [saddle, [1e-6, 1]],
    [saddle, [0, 1]],
    [saddle, [0, 0]],
    [endless, [1, 0]],
    [endless, [0, 0]],
    [monkey, [1e-6, 2e-6]],
    [monkey, [1e-3, 0]],
  ] as const) {
    const bottom = f === saddle ? -0.2499 : -1;
    const { losses, steps } = minimise<CubicNewtonState>(cubicNewton, f, x0, {}, 100, (loss) => loss < bottom);
    assert.ok(losses[steps - 1] < bottom, `from ${x0}: ${losses[steps - 1]} after ${steps} steps`);
  }
});

test('the drawn vector comes from the generator of Torch: a seed repeats the way', () => {
  const ways = [3, 3, 4].map((seed) => {
    torch.manualSeed(seed);
    const x = vector(0, 0, 0, 0, 0);
    const bowl = problem(
      (at) => at.reduce((sum, value) => sum + value ** 4 - value ** 2, 0),
      (at) => at.map((value) => 4 * value ** 3 - 2 * value),
      (at, v) => v.map((value, i) => (12 * at[i] ** 2 - 2) * value),
    );
    cubicNewton(bowl, x, {});
    return x.toArray();
  });
  assert.equal(ways[0], ways[1]);
  assert.not.equal(ways[0], ways[2]);
});

test('the process ends when the model is flat enough, and at dimension at the latest', () => {
  torch.manualSeed(6);
  const model = layers([4, 8, 6, 3]).add(nn.LogSoftMax());
  const data = { input: torch.randn(20, 4), target: torch.randn(20).gt(0).long() };
  const f = opfunc(model, nn.ClassNLLCriterion(), data);
  const [x] = model.getParameters();
  const start = x.clone();
  const products = [0.9, 1e-2, 1e-8].map((forcing) => {
    const state: CubicNewtonState = {};
    cubicNewton(f, x.copy(start), { forcing }, state);
    return state.rank as number;
  });
  assert.ok(products[0] < products[1] && products[1] < products[2], String(products));
  const state: CubicNewtonState = {};
  cubicNewton(f, x.copy(start), { forcing: 0, dimension: 7 }, state);
  assert.is(state.rank, 7);
});

test('a network with two hidden layers is trained to a point of small gradient and no negative curvature', () => {
  torch.manualSeed(6);
  const model = layers([2, 4, 3, 1]);
  const data = { input: torch.randn(8, 2), target: torch.randn(8, 1) };
  const f = opfunc(model, nn.MSECriterion(), data, { weightDecay: 1e-2 });
  const [x] = model.getParameters();
  const first = f(x).loss;
  const state: CubicNewtonState = {};
  for (let i = 0; i < 100 && (state.gradientNorm ?? 1) > 1e-9; i++) cubicNewton(f, x, {}, state);
  assert.ok((state.gradientNorm as number) < 1e-9 && !state.negativeCurvature);
  assert.ok(f(x).loss < 0.7 * first);
});

test('points where the loss is not finite are refused', () => {
  for (const beyond of [Number.NaN, Infinity, -Infinity]) {
    const wall: Opfunc = (at) => ((at.get(0) as number) > 0.5 ? { ...quadratic(at), loss: beyond } : quadratic(at));
    const { x } = minimise<CubicNewtonState>(cubicNewton, wall, [-3, -2, 1], { sigma: 1e-6 }, 20);
    assert.ok(quadratic(x).loss < 1e-10);
  }
});

test('when opfunc throws on the way, x is where it was', () => {
  let calls = 0;
  const f: Opfunc = (x) => {
    if (++calls === 2) throw new Error('inside');
    return rosenbrock(x);
  };
  const [x, state] = [vector(-1.2, 1), {}];
  fails(() => cubicNewton(f, x, {}, state), Error, 'inside');
  assert.equal(x.toArray(), [-1.2, 1]);
  assert.equal(state, {});
});

test('at a minimum x keeps its bits, however often it is asked', () => {
  const x = vector(1, 0);
  const state: CubicNewtonState = {};
  for (let i = 0; i < 20; i++) cubicNewton(saddle, x, {}, state);
  assert.equal(x.toArray(), [1, 0]);
  assert.is(state.negativeCurvature, false);
});

const refused: Refusal[] = [
  [saddle, { sigma: 0 }, RangeError, 'cubicNewton: expected sigma to be a finite number > 0, got 0'],
  [saddle, { eta1: -0.1 }, RangeError, 'cubicNewton: expected eta1 to be a number >= 0 and < 1, got -0.1'],
  [saddle, { eta1: 0.5, eta2: 0.4 }, RangeError, 'cubicNewton: expected eta1 <= eta2, got 0.5 and 0.4'],
  [saddle, { dimension: 1.5 }, RangeError, 'cubicNewton: expected dimension to be a whole number from 1 up, got 1.5'],
  [saddle, { eta3: 1 }, TypeError, "cubicNewton: unknown name 'eta3' in its configuration; did you mean 'eta1'?"],
  [
    (x) => ({ loss: 1, gradient: x }),
    {},
    TypeError,
    'cubicNewton: expected opfunc to give hv, got loss and gradient only',
  ],
  [badHv, {}, NonFiniteLossError, 'cubicNewton: expected a finite hv, got one of norm NaN'],
];
refusals(test, cubicNewton, [3, -2], refused);

test.run();
