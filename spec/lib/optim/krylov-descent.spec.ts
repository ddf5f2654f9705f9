/** @file Krylov subspace descent: spaces, their minima, batches of their own, and what it refuses. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../../lib/nn.js';
import {
  type KrylovDescentState,
  krylovDescent,
  NonFiniteLossError,
  type Opfunc,
  opfunc,
} from '../../../lib/optim/index.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { nearNumbers } from '../../golden.js';
import { layers } from '../../networks.js';
import {
  badHv,
  counted,
  endless,
  minimise,
  monkey,
  problem,
  quadratic,
  quadraticOf,
  rosenbrock,
  saddle,
  vector,
} from './problems.js';

const test = suite('krylovDescent');

/** Solves a small system by elimination. */
function solve(A: number[][], b: number[]): number[] {
  const rows = A.map((row, i) => [...row, b[i]]);
  for (let k = 0; k < b.length; k++) {
    for (let i = k + 1; i < b.length; i++) {
      const ratio = rows[i][k] / rows[k][k];
      rows[i] = rows[i].map((value, j) => value - ratio * rows[k][j]);
    }
  }
  const x = b.map(() => 0);
  for (let k = b.length - 1; k >= 0; k--) {
    x[k] = (rows[k][b.length] - x.reduce((sum, value, j) => sum + (j > k ? rows[k][j] * value : 0), 0)) / rows[k][k];
  }
  return x;
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
const diagonal = [1, 3, 10, 40, 100];
const times = (v: readonly number[]): number[] => v.map((value, i) => diagonal[i] * value);
const bowl = quadraticOf(
  diagonal.map((d, i) => diagonal.map((_, j) => (i === j ? d : 0))),
  [0, 0, 0, 0, 0],
);
/** The minimum of the bowl over x + span(directions), by the normal equations. */
function lowest(x: readonly number[], directions: readonly number[][]): number[] {
  const A = directions.map((a) => directions.map((b) => dot(a, times(b))));
  const c = solve(
    A,
    directions.map((a) => -dot(a, times(x))),
  );
  return x.map((value, i) => value + directions.reduce((sum, d, j) => sum + c[j] * d[i], 0));
}

test('of a quadratic, a step goes to the minimum over g and Hg; the next one over g, Hg and the step before', () => {
  const x = vector(1, -1, 0.5, 0.25, -0.2);
  const state: KrylovDescentState = {};
  let at = x.toArray();
  let previous: number[] | undefined;
  for (const rank of [2, 3, 3]) {
    const g = times(at);
    const expected = lowest(at, [g, times(g), ...(previous ? [previous] : [])]);
    const [result] = krylovDescent(bowl, x, { dimension: 2 }, state);
    assert.is(result, x);
    nearNumbers(x.toArray(), expected, 1e-7, 'x');
    assert.is(state.rank, rank);
    const moved = x.toArray().map((value, i) => value - at[i]);
    nearNumbers((state.previous as Tensor).toArray(), moved, 1e-12, 'previous');
    [previous, at] = [moved, x.toArray()];
  }
  assert.is(state.hvCounter, 2 + 3 + 3);
});

test('in all dimensions one step is to the minimum', () => {
  const x = vector(1, -1, 0.5, 0.25, -0.2);
  krylovDescent(bowl, x, {});
  assert.ok(x.norm() < 1e-9, String(x.norm()));
});

for (const [dimensions, steps] of [
  [2, 6],
  [10, 80],
]) {
  test(`Rosenbrock in ${dimensions} dimensions comes to its minimum, the loss never rising`, () => {
    const x0 = [...Array(dimensions).keys()].map((i) => (i % 2 === 0 ? -1.2 : 1));
    const { f, hv, evaluations } = counted(rosenbrock);
    const run = minimise<KrylovDescentState>(krylovDescent, f, x0, { dimension: 5 }, steps);
    assert.ok(run.losses.every((loss, i) => i === 0 || loss <= run.losses[i - 1]));
    nearNumbers(run.x.toArray(), Array(dimensions).fill(1), 1e-7, 'x');
    assert.equal([run.state.hvCounter, run.state.evalCounter], [hv(), evaluations()]);
  });
}

test('saddles are left', () => {
  for (const [f, x0] of [
    [saddle, [1e-6, 1]],
    [endless, [1, 1e-6]],
    [monkey, [1e-6, 2e-6]],
  ] as const) {
    const bottom = f === saddle ? -0.2499 : -1;
    const { losses, steps } = minimise<KrylovDescentState>(krylovDescent, f, x0, {}, 60, (loss) => loss < bottom);
    assert.ok(losses[steps - 1] < bottom, `${losses[steps - 1]} after ${steps} steps`);
  }
});

test('BFGS begins along −|H̄|⁻¹ g, away from saddles, with small curvatures floored', () => {
  const x = vector(0.1, 1);
  krylovDescent(saddle, x, { maxIter: 1 });
  const [first, second] = x.add(-1, vector(0.1, 1)).toArray();
  // g = (−0.099, 1) and H = diag(−0.97, 1)
  nearNumbers([first / second], [0.099 / 0.97 / -1], 1e-12, 'direction');
  const y = vector(1, 0, 1);
  krylovDescent(quadratic, y, { maxIter: 1, floor: 0.1 });
  const [u, , w] = y.add(-1, vector(1, 0, 1)).toArray();
  // g = (1, 0, 100), H = diag(1, 10, 100), of which 1 counts as 10.
  nearNumbers([u / w], [1 / 10 / 1], 1e-12, 'direction');
});

test('where there is no curvature, the gradient is followed', () => {
  const slope = problem(
    ([x, y]) => 3 * x + 4 * y + (3 * x + 4 * y) ** 2,
    ([x, y]) => [3, 4].map((value) => value * (1 + 2 * (3 * x + 4 * y))),
    () => [0, 0],
  );
  const x = vector(0, 0);
  krylovDescent(slope, x, {});
  nearNumbers(x.toArray(), [-0.06, -0.08], 1e-6, 'x');
});

test('products come from curvature, the subspace is searched on subspace, the gradient is of opfunc', () => {
  const [own, curved, searched] = [quadratic, quadratic, quadratic].map(counted);
  const x = vector(3, -2, 1);
  const state: KrylovDescentState = {};
  const [, losses] = krylovDescent(own.f, x, { curvature: curved.f, subspace: searched.f, dimension: 2 }, state);
  assert.equal([own.hv(), own.evaluations()], [0, 1]);
  assert.equal([curved.hv(), curved.evaluations()], [2, 1]);
  assert.is(searched.hv(), 0);
  assert.equal(
    [state.evalCounter, state.curvatureCounter, state.subspaceCounter, state.hvCounter],
    [1, 1, searched.evaluations(), 2],
  );
  assert.equal(losses.slice(0, 2), [74.5, 74.5]);
});

test('what is minimised in the subspace is the function given for it', () => {
  const shifted = quadraticOf(
    [
      [1, 0],
      [0, 10],
    ],
    [-1, -10],
  );
  const own = quadraticOf(
    [
      [1, 0],
      [0, 10],
    ],
    [0, 0],
  );
  const x = vector(3, -2);
  krylovDescent(own, x, { subspace: shifted });
  nearNumbers(x.toArray(), [1, 1], 1e-8, 'x');
});

test('gaussNewton takes gnv in place of hv', () => {
  let calls = 0;
  const f: Opfunc = (x) => {
    const { hv, ...rest } = quadratic(x);
    return {
      ...rest,
      gnv: (v, out) => {
        calls++;
        return (hv as NonNullable<typeof hv>)(v, out);
      },
    };
  };
  const x = vector(3, -2, 1);
  krylovDescent(f, x, { gaussNewton: true });
  assert.is(calls, 3);
  assert.ok(x.norm() < 1e-8);
  fails(
    () => krylovDescent(f, x, {}),
    TypeError,
    'krylovDescent: expected opfunc to give hv, got loss and gradient only',
  );
});

for (const gaussNewton of [false, true]) {
  test(`a network with two hidden layers is trained, by ${gaussNewton ? 'Gv' : 'Hv'}`, () => {
    torch.manualSeed(6);
    const model = layers([2, 6, 5, 3]).add(nn.LogSoftMax());
    const data = { input: torch.randn(30, 2), target: torch.randn(30).gt(0).long() };
    const f = opfunc(model, nn.ClassNLLCriterion(), data, { weightDecay: 1e-2 });
    const [x] = model.getParameters();
    const state: KrylovDescentState = {};
    const losses = [...Array(25)].map(() => krylovDescent(f, x, { gaussNewton }, state)[1][0]);
    assert.ok(losses.every((loss, i) => i === 0 || loss <= losses[i - 1]));
    assert.ok((state.gradientNorm as number) < 1e-2 && losses[24] < 0.8 * losses[0], `${losses[24]}`);
  });
}

test('where the loss is not finite on the way, the line search steps back', () => {
  for (const beyond of [Number.NaN, Infinity, -Infinity]) {
    const wall: Opfunc = (at) => ((at.get(0) as number) > 0.5 ? { ...quadratic(at), loss: beyond } : quadratic(at));
    const { x } = minimise<KrylovDescentState>(krylovDescent, wall, [-3, -2, 1], {}, 10);
    assert.ok(quadratic(x).loss < 1e-10);
    const slope: Opfunc = (at) => {
      const [value] = at.toArray();
      const hv = (v: Tensor, out: Tensor = v.new()): Tensor => out.resizeAs(v).zero();
      return { loss: value > 1 ? beyond : -value, gradient: vector(-1), hv };
    };
    const y = vector(0);
    krylovDescent(slope, y, { maxIter: 3 });
    assert.ok((y.get(0) as number) > 0.5 && (y.get(0) as number) <= 1, String(y.get(0)));
  }
});

test('when opfunc throws on the way, x is where it was', () => {
  let calls = 0;
  const f: Opfunc = (x) => {
    if (++calls === 3) throw new Error('inside');
    return rosenbrock(x);
  };
  const [x, state] = [vector(-1.2, 1), {}];
  fails(() => krylovDescent(f, x, {}, state), Error, 'inside');
  assert.equal(x.toArray(), [-1.2, 1]);
  assert.equal(state, {});
});

test('where the gradient is zero, x stays', () => {
  const state: KrylovDescentState = {};
  const x = vector(0, 0);
  assert.equal(krylovDescent(saddle, x, {}, state)[1], [0]);
  assert.equal([x.toArray(), state], [[0, 0], { gradientNorm: 0, evalCounter: 1 }]);
});

const broken: Opfunc = (x) => ({ ...saddle(x), loss: Number.NaN });
// [opfunc, config, state, kind, message]
const refused: [Opfunc, object, object, new (...args: never[]) => Error, string][] = [
  [saddle, { dimension: 0 }, {}, RangeError, 'krylovDescent: expected dimension to be a whole number from 1 up, got 0'],
  [saddle, { floor: -1 }, {}, RangeError, 'krylovDescent: expected floor to be a finite number > 0, got -1'],
  [saddle, { maxIter: 0.5 }, {}, RangeError, 'krylovDescent: expected maxIter to be a whole number from 1 up, got 0.5'],
  [saddle, { curvature: 1 }, {}, TypeError, 'krylovDescent: expected curvature to be a function, got number'],
  [
    saddle,
    {},
    { previous: vector(1, 2, 3) },
    RangeError,
    'krylovDescent: expected previous of 2 elements, as x has, got 3',
  ],
  [
    saddle,
    { gausNewton: true },
    {},
    TypeError,
    "krylovDescent: unknown name 'gausNewton' in its configuration; did you mean 'gaussNewton'?",
  ],
  [broken, {}, {}, NonFiniteLossError, 'krylovDescent: expected a finite loss, got NaN'],
  [saddle, { subspace: broken }, {}, NonFiniteLossError, 'krylovDescent: expected a finite loss, got NaN'],
  [saddle, { curvature: broken }, {}, NonFiniteLossError, 'krylovDescent: expected a finite loss, got NaN'],
  [badHv, {}, {}, NonFiniteLossError, 'krylovDescent: expected a finite hv, got one of norm NaN'],
];
for (const [f, config, state, kind, message] of refused) {
  test(`refused, x and the state untouched: ${message}, with ${Object.keys(config)}`, () => {
    const [x, before] = [vector(3, -2), { ...state }];
    fails(() => krylovDescent(f, x, config, state), kind, message);
    assert.equal(x.toArray(), [3, -2]);
    assert.equal(state, before);
  });
}

test.run();
