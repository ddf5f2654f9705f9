/** @file Sophia: recorded iterates, clipping, products every k steps, and what it refuses. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { NonFiniteLossError, type Opfunc, type SophiaState, sophia } from '../../../lib/optim/index.js';
import { torch } from '../../../lib/tensor/index.js';
import { nearNumbers } from '../../golden.js';
import { compareRuns } from './golden-runs.js';
import { counted, minimise, problem, quadratic, type Refusal, refusals, rosenbrock, vector } from './problems.js';

const test = suite('sophia');

compareRuns(test, 'sophia', sophia, 1e-11);

test('negative curvature is clipped: elements move by ηρ against the sign of their average', () => {
  const hill = problem(
    (x) => -x.reduce((sum, value) => sum + value ** 2, 0),
    (x) => x.map((value) => -2 * value),
    (_x, v) => v.map((value) => -2 * value),
  );
  const x = vector(3, -1e-5, 0);
  sophia(hill, x, { learningRate: 0.1, rho: 0.5, weightDecay: 0 });
  nearNumbers(x.toArray(), [3.05, -0.05001, 0], 1e-14, 'x');
});

test('where curvature is large, elements move by η (1 − β₁) g / (γ (1 − β₂) u² h), u the draw', () => {
  torch.manualSeed(8);
  const u = torch.randn(3).toArray();
  torch.manualSeed(8);
  const x = vector(3e-4, -2e-4, 1e-4);
  sophia(quadratic, x, { learningRate: 0.1, gamma: 1, weightDecay: 0 });
  const start = [3e-4, -2e-4, 1e-4];
  const moves = start.map((value, i) => (0.04 * value) / (0.01 * u[i] ** 2));
  const clipped = moves.map((move) => Math.max(-1, Math.min(1, move)));
  nearNumbers(
    x.toArray(),
    start.map((value, i) => value - 0.1 * clipped[i]),
    1e-12,
    'x',
  );
  assert.ok(moves.some((move) => Math.abs(move) < 1));
});

test('weight decay is apart from the gradient', () => {
  const flat = problem(
    () => 1,
    (x) => x.map(() => 0),
    (x) => x.map(() => 0),
  );
  const x = vector(3, -2);
  sophia(flat, x, { learningRate: 0.1 });
  nearNumbers(x.toArray(), [3 * 0.98, -2 * 0.98], 1e-15, 'x');
});

test('a product is made every k steps, the first at once', () => {
  const { f, hv, evaluations } = counted(quadratic);
  const [x, state] = [vector(3, -2, 1), {} as SophiaState];
  const products = [...Array(9)].map(() => {
    sophia(f, x, { k: 4 }, state);
    return hv();
  });
  assert.equal(products, [1, 1, 1, 1, 2, 2, 2, 2, 3]);
  assert.equal([state.hvCounter, evaluations()], [3, 9]);
});

for (const dimensions of [2, 10]) {
  test(`Rosenbrock in ${dimensions} dimensions comes close to its minimum`, () => {
    torch.manualSeed(3);
    const x0 = [...Array(dimensions).keys()].map((i) => (i % 2 === 0 ? -1.2 : 1));
    const config = { learningRate: 0.02, gamma: 0.05, weightDecay: 0 };
    const { losses, steps } = minimise<SophiaState>(sophia, rosenbrock, x0, config, 8000, (loss) => loss < 1e-3);
    assert.ok(losses[steps - 1] < 1e-3, `${losses[steps - 1]} after ${steps} steps`);
  });
}

const badHv: Opfunc = problem(
  ([x]) => x ** 2,
  (x) => x,
  (_x, v) => v.map(() => Infinity),
);
const refused: Refusal[] = [
  [quadratic, { rho: 0 }, RangeError, 'sophia: expected rho to be a finite number > 0, got 0'],
  [quadratic, { k: -10 }, RangeError, 'sophia: expected k to be a whole number from 1 up, got -10'],
  [quadratic, { weightDecay: -0.1 }, RangeError, 'sophia: expected weightDecay to be a finite number >= 0, got -0.1'],
  [quadratic, { gama: 1 }, TypeError, "sophia: unknown name 'gama' in its configuration; did you mean 'gamma'?"],
  [(x) => ({ loss: 1, gradient: x }), {}, TypeError, 'sophia: expected opfunc to give hv, got loss and gradient only'],
  [badHv, {}, NonFiniteLossError, 'sophia: expected a finite hv, got one of norm Infinity'],
];
refusals(test, sophia, [3, -2, 1], refused);

test.run();
