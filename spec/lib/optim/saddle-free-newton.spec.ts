/** @file Saddle-free Newton: |H|⁻¹ g in closed form, the Krylov space, saddles, and what it refuses. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  NonFiniteLossError,
  type Opfunc,
  type SaddleFreeNewtonState,
  saddleFreeNewton,
} from '../../../lib/optim/index.js';
import type { Tensor } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { nearNumbers } from '../../golden.js';
import { compareRuns } from './golden-runs.js';
import {
  badHv,
  counted,
  endless,
  minimise,
  monkey,
  problem,
  quadratic,
  quadraticOf,
  type Refusal,
  refusals,
  rosenbrock,
  saddle,
  vector,
} from './problems.js';

const test = suite('saddleFreeNewton');

compareRuns(test, 'saddleFreeNewton', saddleFreeNewton, 1e-9);

/** ½ (3u² − 2w²) with u = (x + y) / √2, w = (x − y) / √2: eigenvalues 3 and −2. */
const indefinite = quadraticOf(
  [
    [0.5, 2.5],
    [2.5, 0.5],
  ],
  [0, 0],
);

test('on an indefinite quadratic the step is −|H|⁻¹ g: to the ridge, and away from it by as much again', () => {
  const x = vector(2, 1);
  const [u, w] = [3 / Math.SQRT2, 1 / Math.SQRT2];
  const state: SaddleFreeNewtonState = {};
  const [result, losses] = saddleFreeNewton(indefinite, x, { dampings: [0] }, state);
  assert.is(result, x);
  // u falls to 0, w is doubled.
  nearNumbers(x.toArray(), [(2 * w) / Math.SQRT2, (-2 * w) / Math.SQRT2], 1e-14, 'x');
  nearNumbers(losses, [0.5 * (3 * u * u - 2 * w * w), -4 * w * w], 1e-13, 'losses');
  nearNumbers([state.leastCurvature as number], [-2], 1e-13, 'curvature');
  assert.equal(
    [state.damping, state.hvCounter, state.evalCounter, state.lossCounter, state.accepted],
    [0, 2, 1, 1, true],
  );
});

test('the damping is that of the grid with the least loss', () => {
  const x = vector(2, 1);
  const state: SaddleFreeNewtonState = {};
  const [, losses] = saddleFreeNewton(indefinite, x, { dampings: [10, 1, 0.1] }, state);
  assert.is(losses.length, 4);
  assert.is(state.damping, 0.1);
  const [u, w] = [3 / Math.SQRT2, 1 / Math.SQRT2];
  const [nu, nw] = [u - (3 * u) / 3.1, w + (2 * w) / 2.1];
  nearNumbers(x.toArray(), [(nu + nw) / Math.SQRT2, (nu - nw) / Math.SQRT2], 1e-14, 'x');
});

test('the Krylov space bounds the step: in one dimension it is along the gradient, by its curvature', () => {
  const x = vector(3, -2, 1);
  saddleFreeNewton(quadratic, x, { dimension: 1, dampings: [0] });
  const g = [3, -20, 100];
  const gg = g.reduce((sum, value) => sum + value * value, 0);
  const curvature = (g[0] ** 2 + 10 * g[1] ** 2 + 100 * g[2] ** 2) / gg;
  nearNumbers(
    x.toArray(),
    [3, -2, 1].map((value, i) => value - g[i] / curvature),
    1e-13,
    'x',
  );
});

test('where the Krylov space closes, no further product is made, and the step is exact', () => {
  const { f, hv } = counted(quadratic);
  const x = vector(3, 0, 0);
  saddleFreeNewton(f, x, { dampings: [0] });
  assert.is(hv(), 1);
  nearNumbers(x.add(1).toArray(), [1, 1, 1], 1e-14, 'x');
});

test('points are tried by lossAt, where opfunc has it', () => {
  let losses = 0;
  const { f, evaluations } = counted(rosenbrock);
  const withLoss: Opfunc = Object.assign((x: Tensor) => f(x), {
    lossAt: (x: Tensor) => {
      losses++;
      return rosenbrock(x).loss;
    },
  });
  const [x, y] = [vector(-1.2, 1), vector(-1.2, 1)];
  const state: SaddleFreeNewtonState = {};
  saddleFreeNewton(withLoss, x, { innerSteps: 2 }, state);
  saddleFreeNewton(rosenbrock, y, { innerSteps: 2 });
  assert.equal(x.toArray(), y.toArray());
  assert.equal([evaluations(), losses], [2, 14]);
  assert.equal([state.evalCounter, state.lossCounter], [2, 14]);
});

test('inner steps go on in the same space, without products', () => {
  const { f, hv, evaluations } = counted(rosenbrock);
  const [x, y] = [vector(-1.2, 1), vector(-1.2, 1)];
  const [, losses] = saddleFreeNewton(f, x, { innerSteps: 4 });
  assert.is(hv(), 2);
  // A gradient for each inner step, and a loss for each λ.
  assert.is(evaluations(), losses.length + 3);
  saddleFreeNewton(rosenbrock, y, {});
  assert.ok(rosenbrock(x).loss < rosenbrock(y).loss);
});

for (const [dimensions, steps] of [
  [2, 30],
  [10, 60],
]) {
  test(`Rosenbrock in ${dimensions} dimensions comes to its minimum, the loss never rising`, () => {
    const x0 = [...Array(dimensions).keys()].map((i) => (i % 2 === 0 ? 0.2 : 0.8));
    const { x, losses } = minimise<SaddleFreeNewtonState>(saddleFreeNewton, rosenbrock, x0, {}, steps);
    assert.ok(losses.every((loss, i) => i === 0 || loss <= losses[i - 1]));
    nearNumbers(x.toArray(), Array(dimensions).fill(1), 1e-6, 'x');
  });
}

test('saddles are left at once', () => {
  for (const [f, x0] of [
    [saddle, [1e-6, 1]],
    [endless, [1, 1e-6]],
    [monkey, [1e-6, 2e-6]],
  ] as const) {
    const bottom = f === saddle ? -0.2499 : -1;
    const { losses, steps } = minimise<SaddleFreeNewtonState>(
      saddleFreeNewton,
      f,
      x0,
      {},
      100,
      (loss) => loss < bottom,
    );
    assert.ok(losses[steps - 1] < bottom, `${losses[steps - 1]} after ${steps} steps`);
  }
});

test('where no damping of the grid lowers the loss, larger ones are tried; where none does, x stays', () => {
  const steep = problem(
    ([x]) => 1e6 * Math.abs(x - 1e-3),
    ([x]) => [1e6 * Math.sign(x - 1e-3)],
    () => [0],
  );
  const x = vector(0);
  const state: SaddleFreeNewtonState = {};
  saddleFreeNewton(steep, x, {}, state);
  assert.ok(state.accepted && (state.damping as number) > 1);
  const uphill = problem(
    ([at]) => -at,
    () => [1],
    () => [1],
  );
  const y = vector(0.1);
  const stuck: SaddleFreeNewtonState = {};
  saddleFreeNewton(uphill, y, {}, stuck);
  assert.ok(stuck.accepted === false && Object.is(y.get(0), 0.1));
});

test('losses that are not finite on the way are refused', () => {
  for (const beyond of [Number.NaN, Infinity, -Infinity]) {
    const wall: Opfunc = (x) => ((x.get(0) as number) > 1 ? { ...quadratic(x), loss: beyond } : quadratic(x));
    const x = vector(-0.9, -2, 1);
    saddleFreeNewton(wall, x, { dampings: [1e-6, 0] });
    assert.ok(quadratic(x).loss < 1e-10);
    // Towards the wall, the step that is long enough to go beyond is refused.
    const slope: Opfunc = (at) => {
      const [value] = at.toArray();
      return {
        loss: value > 1 ? beyond : -value,
        gradient: vector(-1),
        hv: (v, out = v.new()) => out.resizeAs(v).zero(),
      };
    };
    const y = vector(0);
    saddleFreeNewton(slope, y, {});
    nearNumbers(y.toArray(), [1], 1e-14, 'y');
  }
});

test('when opfunc throws on the way, x is where it was, in inner steps too', () => {
  for (const last of [3, 11]) {
    let calls = 0;
    const f: Opfunc = (x) => {
      if (++calls === last) throw new Error('inside');
      return rosenbrock(x);
    };
    const [x, state] = [vector(-1.2, 1), {}];
    fails(() => saddleFreeNewton(f, x, { innerSteps: 3 }, state), Error, 'inside');
    assert.equal(x.toArray(), [-1.2, 1]);
    assert.equal(state, {});
  }
});

test('where the gradient is zero, x stays', () => {
  const state: SaddleFreeNewtonState = {};
  const x = vector(0, 0);
  assert.equal(saddleFreeNewton(saddle, x, {}, state)[1], [0]);
  assert.equal([x.toArray(), state], [[0, 0], { gradientNorm: 0, evalCounter: 1 }]);
});

const refused: Refusal[] = [
  [
    saddle,
    { dimension: -1 },
    RangeError,
    'saddleFreeNewton: expected dimension to be a whole number from 1 up, got -1',
  ],
  [
    saddle,
    { dampings: [1, -1] },
    RangeError,
    'saddleFreeNewton: expected dampings to be numbers >= 0, one at least, got [1, -1]',
  ],
  [
    saddle,
    { dampings: [] },
    RangeError,
    'saddleFreeNewton: expected dampings to be numbers >= 0, one at least, got []',
  ],
  [saddle, { dampings: 1 }, TypeError, 'saddleFreeNewton: expected dampings to be a object, got number'],
  [
    saddle,
    { damping: 1, dimensions: 3 },
    TypeError,
    "saddleFreeNewton: unknown name 'dimensions' in its configuration; did you mean 'dimension'?",
  ],
  [
    (x) => ({ loss: 1, gradient: x }),
    {},
    TypeError,
    'saddleFreeNewton: expected opfunc to give hv, got loss and gradient only',
  ],
  [badHv, {}, NonFiniteLossError, 'saddleFreeNewton: expected a finite hv, got one of norm NaN'],
];
refusals(test, saddleFreeNewton, [3, -2], refused);

test('x may have any form; a state of another size is no hindrance', () => {
  const [x, y] = [vector(-1.2, 1, 0.5, -0.3), vector(-1.2, 1, 0.5, -0.3).view(2, 2)];
  const square: Opfunc = (at) => {
    const { loss, gradient, hv } = rosenbrock(at.view(4));
    const shaped: Opfunc = () => ({ loss, gradient: gradient.view(2, 2) });
    return {
      ...shaped(at),
      hv: (v, out = v.new()) => {
        assert.equal([v.size(), out.size()], [at.size(), at.size()]);
        (hv as NonNullable<typeof hv>)(v.view(4), out.view(4));
        return out;
      },
    };
  };
  const state = {};
  saddleFreeNewton(rosenbrock, vector(1, 2, 3), {}, state);
  for (let i = 0; i < 3; i++) {
    saddleFreeNewton(rosenbrock, x, {}, state);
    saddleFreeNewton(square, y, {}, {});
    assert.equal(y.view(4).toArray(), x.toArray());
  }
});

test.run();
