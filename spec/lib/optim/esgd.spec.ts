/** @file ESGD: recorded iterates, the equilibration of a diagonal Hessian, and what it refuses. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type EsgdState, esgd, NonFiniteLossError } from '../../../lib/optim/index.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { nearNumbers } from '../../golden.js';
import { compareRuns } from './golden-runs.js';
import {
  badHv,
  counted,
  minimise,
  problem,
  quadratic,
  type Refusal,
  refusals,
  rosenbrock,
  saddle,
  vector,
} from './problems.js';

const test = suite('esgd');

compareRuns(test, 'esgd', esgd, 1e-11);

test('the first step is η g / (|v h| + λ), v the draw', () => {
  torch.manualSeed(8);
  const v = torch.randn(3).toArray();
  torch.manualSeed(8);
  const x = vector(3, -2, 1);
  const [result, losses] = esgd(quadratic, x, { learningRate: 0.1, damping: 0.5 });
  assert.is(result, x);
  assert.equal(losses, [74.5]);
  const [g, h] = [
    [3, -20, 100],
    [1, 10, 100],
  ];
  nearNumbers(
    x.toArray(),
    [3, -2, 1].map((value, i) => value - (0.1 * g[i]) / (Math.abs(v[i] * h[i]) + 0.5)),
    1e-13,
    'x',
  );
});

test('√(D / i) tends to the lengths of the rows of H', () => {
  torch.manualSeed(4);
  const H = [
    [3, -1, 0],
    [-1, -2, 0.5],
    [0, 0.5, 0.1],
  ];
  const f = problem(
    () => 0,
    () => [0, 0, 0],
    (_x, v) => H.map((row) => row.reduce((sum, a, i) => sum + a * v[i], 0)),
  );
  const [x, state] = [vector(0, 0, 0), {} as EsgdState];
  for (let i = 0; i < 20000; i++) esgd(f, x, { k: 1 }, state);
  const found = (state.D as Tensor).toArray().map((sum) => Math.sqrt(sum / 20000));
  // The relative standard error of each is 1 / √(2 · 20000) = 0.5 %.
  for (const [i, row] of H.entries()) {
    const length = Math.hypot(...row);
    assert.ok(Math.abs(found[i] / length - 1) < 0.02, `row ${i}: expected about ${length}, got ${found[i]}`);
  }
});

test('a product is made every k steps, the first at once', () => {
  const { f, hv, evaluations } = counted(quadratic);
  const [x, state] = [vector(3, -2, 1), {} as EsgdState];
  const products = [...Array(7)].map(() => {
    esgd(f, x, { k: 3 }, state);
    return hv();
  });
  assert.equal(products, [1, 1, 1, 2, 2, 2, 3]);
  assert.equal([state.hvCounter, evaluations()], [3, 7]);
});

test('a saddle is left: large curvature of either sign makes steps small, none turns them around', () => {
  torch.manualSeed(4);
  const { x } = minimise<EsgdState>(esgd, saddle, [1e-3, 1], { learningRate: 0.1, k: 1 }, 500);
  nearNumbers(x.toArray(), [1, 0], 1e-6, 'x');
});

for (const dimensions of [2, 10]) {
  test(`Rosenbrock in ${dimensions} dimensions comes close to its minimum`, () => {
    torch.manualSeed(3);
    const x0 = [...Array(dimensions).keys()].map((i) => (i % 2 === 0 ? -1.2 : 1));
    const { losses, steps } = minimise<EsgdState>(
      esgd,
      rosenbrock,
      x0,
      { learningRate: 0.3 },
      15000,
      (loss) => loss < 1e-3,
    );
    assert.ok(losses[steps - 1] < 1e-3, `${losses[steps - 1]} after ${steps} steps`);
  });
}

const refused: Refusal[] = [
  [quadratic, { damping: 0 }, RangeError, 'esgd: expected damping to be a finite number > 0, got 0'],
  [quadratic, { learningRate: -1 }, RangeError, 'esgd: expected learningRate to be a finite number > 0, got -1'],
  [quadratic, { k: 2.5 }, RangeError, 'esgd: expected k to be a whole number from 1 up, got 2.5'],
  [quadratic, { dampin: 1 }, TypeError, "esgd: unknown name 'dampin' in its configuration; did you mean 'damping'?"],
  [(x) => ({ loss: 1, gradient: x }), {}, TypeError, 'esgd: expected opfunc to give hv, got loss and gradient only'],
  [badHv, {}, NonFiniteLossError, 'esgd: expected a finite hv, got one of norm NaN'],
];
refusals(test, esgd, [3, -2, 1], refused);

test.run();
