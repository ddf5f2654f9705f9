/** @file Newton-CG: valleys, saddles, borders, and steps that are refused. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../../lib/nn.js';
import {
  type NewtonCGConfig,
  type NewtonCGState,
  NonFiniteLossError,
  newtonCG,
  type Opfunc,
  opfunc,
} from '../../../lib/optim/index.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { nearNumbers } from '../../golden.js';
import { counted, problem, quadratic, rosenbrock, saddle, vector } from './problems.js';

test('the minimum of a quadratic inside the radius is one step away', () => {
  const x = vector(3, -2, 1);
  const state: NewtonCGState = {};
  const [result, losses] = newtonCG(quadratic, x, { radius: 10, forcing: 1e-12 }, state);
  assert.is(result, x);
  assert.ok(x.norm() < 1e-12);
  assert.is(losses[0], 74.5);
  assert.ok(losses[1] < 1e-20);
  assert.ok(state.accepted && !state.negativeCurvature);
  assert.is(state.cgSteps, 3);
  nearNumbers([state.ratio as number], [1], 1e-12, 'ratio');
  assert.is(state.radius, 10);
});

test('a step to the border has the length of the radius, and success there widens it', () => {
  const x = vector(3, -2, 1);
  const state: NewtonCGState = {};
  newtonCG(quadratic, x, { radius: 0.5 }, state);
  nearNumbers(
    [
      x
        .clone()
        .csub(vector(3, -2, 1))
        .norm(),
    ],
    [0.5],
    1e-12,
    'step',
  );
  assert.is(state.radius, 1);
  newtonCG(quadratic, x, { maxRadius: 1.5 }, { radius: 1 });
  const far = vector(1e6, 0, 0);
  const wide: NewtonCGState = {};
  newtonCG(quadratic, far, { radius: 10, maxRadius: 15 }, wide);
  assert.is(wide.radius, 15);
});

test('Rosenbrock is followed down to the minimum, the loss never rising', () => {
  const x = vector(-1.2, 1, -1.2, 1);
  const { f, hv } = counted(rosenbrock);
  const state: NewtonCGState = {};
  let last = Number.POSITIVE_INFINITY;
  let steps = 0;
  for (; steps < 100 && last > 1e-20; steps++) {
    const [, [loss]] = newtonCG(f, x, {}, state);
    assert.ok(loss <= last);
    last = loss;
  }
  assert.ok(steps < 60, `expected fewer than 60 steps, got ${steps}`);
  nearNumbers(x.toArray(), [1, 1, 1, 1], 1e-9, 'x');
  assert.is(state.hvCounter, hv());
  assert.equal([state.evalCounter, state.lossCounter], [steps, steps]);
});

test('negative curvature is found, followed to the border, and leads away from the saddle', () => {
  const x = vector(1e-3, 1);
  const state: NewtonCGState = {};
  let found = 0;
  for (let i = 0; i < 20; i++) {
    const before = x.clone();
    const radius = state.radius ?? 0.5;
    newtonCG(saddle, x, { radius: 0.5 }, state);
    if (!state.negativeCurvature) continue;
    found++;
    if (state.accepted) nearNumbers([x.clone().csub(before).norm()], [radius], 1e-10, 'step');
  }
  assert.ok(found > 0);
  nearNumbers(x.toArray(), [1, 0], 1e-7, 'x');
});

test('at a maximum in one direction the first CG direction is already followed', () => {
  const x = vector(0.1, 0);
  const state: NewtonCGState = {};
  newtonCG(saddle, x, { radius: 0.25 }, state);
  assert.ok(state.negativeCurvature && state.accepted);
  assert.is(state.cgSteps, 1);
  nearNumbers(x.toArray(), [0.35, 0], 1e-12, 'x');
});

/** A quadratic with a wall at 1. */
function walled(beyond: number): Opfunc {
  return problem(
    ([x]) => (x > 1 ? beyond : (x - 2) ** 2),
    ([x]) => [2 * (x - 2)],
    (_x, [v]) => [2 * v],
  );
}

for (const beyond of [100, Number.NaN, Infinity, -Infinity]) {
  test(`a trial point of loss ${beyond} is refused: x keeps its bits, and the radius shrinks`, () => {
    // So small that adding the step and taking it off again would lose it.
    const start = 1e-17;
    const x = vector(start);
    const state: NewtonCGState = {};
    const [, losses] = newtonCG(walled(beyond), x, { radius: 5, forcing: 1e-10 }, state);
    assert.is(state.accepted, false);
    assert.ok(Object.is(x.get(0), start));
    assert.is(losses[1], Number.isFinite(beyond) ? beyond : Infinity);
    nearNumbers([state.radius as number], [(2 - start) / 4], 1e-12, 'radius');
    newtonCG(walled(beyond), x, {}, state);
    assert.ok(state.accepted);
    nearNumbers([x.get(0)], [start + (2 - start) / 4], 1e-12, 'x');
  });
}

test('where the gradient is zero, x and the radius stay', () => {
  const x = vector(0, 0, 0);
  const state: NewtonCGState = { radius: 3 };
  const [, losses] = newtonCG(quadratic, x, {}, state);
  assert.equal(losses, [0]);
  assert.equal(x.toArray(), [0, 0, 0]);
  assert.is(state.radius, 3);
  assert.is(state.gradientNorm, 0);
});

test('many steps at the minimum change nothing for the worse', () => {
  const x = vector(3, -2, 1);
  const state: NewtonCGState = {};
  for (let i = 0; i < 50; i++) newtonCG(quadratic, x, { radius: 10 }, state);
  assert.ok(x.norm() < 1e-12);
  assert.ok((state.radius as number) > 0);
});

test('maxCG bounds the products of a step', () => {
  const state: NewtonCGState = {};
  newtonCG(quadratic, vector(3, -2, 1), { radius: 10, forcing: 1e-12, maxCG: 2 }, state);
  assert.is(state.cgSteps, 2);
});

test('a function without hv is refused', () => {
  const f: Opfunc = (x) => ({ loss: 1, gradient: x });
  assert.throws(
    () => newtonCG(f, vector(1)),
    (error: Error) =>
      error instanceof TypeError &&
      error.message === 'newtonCG: expected opfunc to give hv, got loss and gradient only',
  );
});

test('a gradient that is not finite is refused', () => {
  const f = problem(
    () => 1,
    () => [Number.NaN, 1],
    (_x, v) => v,
  );
  const x = vector(1, 2);
  assert.throws(
    () => newtonCG(f, x),
    (error: Error) =>
      error instanceof NonFiniteLossError &&
      error.message === 'newtonCG: expected a finite gradient, got one of norm NaN',
  );
  assert.equal(x.toArray(), [1, 2]);
});

test('a product that is not finite is refused: x and the state stay', () => {
  const f = problem(
    ([x]) => x ** 2,
    ([x]) => [2 * x],
    () => [Number.NaN],
  );
  const [x, state] = [vector(1), { radius: 2, evalCounter: 4 }];
  assert.throws(
    () => newtonCG(f, x, {}, state),
    (error: Error) =>
      error instanceof NonFiniteLossError && error.message === 'newtonCG: expected a finite hv, got one of norm NaN',
  );
  assert.equal(x.toArray(), [1]);
  assert.equal([state.radius, state.evalCounter], [2, 4]);
});

test('saved numbers are all that is needed to go on', () => {
  const config: NewtonCGConfig = { radius: 0.3, maxCG: 3 };
  const x = vector(-1.2, 1, 0.5, -0.3);
  const state: NewtonCGState = {};
  for (let i = 0; i < 5; i++) newtonCG(rosenbrock, x, config, state);
  const y = x.clone();
  const { vectors, ...numbers } = state;
  assert.ok(vectors);
  const resumed: NewtonCGState = JSON.parse(JSON.stringify(numbers));
  for (let i = 0; i < 5; i++) {
    newtonCG(rosenbrock, x, config, state);
    newtonCG(rosenbrock, y, config, resumed);
    assert.equal(y.toArray(), x.toArray());
  }
});

test('a network with two hidden layers is trained to a point of small gradient', () => {
  torch.manualSeed(6);
  const model = nn
    .Sequential()
    .add(nn.Linear(2, 4))
    .add(nn.Tanh())
    .add(nn.Linear(4, 3))
    .add(nn.Tanh())
    .add(nn.Linear(3, 1));
  const f = opfunc(
    model,
    nn.MSECriterion(),
    { input: torch.randn(8, 2), target: torch.randn(8, 1) },
    { weightDecay: 1e-2 },
  );
  const x: Tensor = model.getParameters()[0];
  const state: NewtonCGState = {};
  const [, [first]] = newtonCG(f, x, {}, state);
  for (let i = 0; i < 100 && (state.gradientNorm as number) > 1e-9; i++) newtonCG(f, x, {}, state);
  assert.ok((state.gradientNorm as number) < 1e-9);
  assert.ok(f(x).loss < 0.7 * first);
});

test.run();
