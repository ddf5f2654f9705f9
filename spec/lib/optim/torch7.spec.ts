/** @file Every method of torch/optim: iterates and losses are those of Lua Torch. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FistaConfig, FistaStep, Knot, Method, Opfunc } from '../../../lib/optim/index.js';
import * as optim from '../../../lib/optim/index.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { type GoldenTensor, near, nearNumbers, read, tensor } from '../../golden.js';
import { quadratic } from './problems.js';

const test = suite('optim as in Lua Torch');

interface Row {
  method: string;
  problem: 'rosenbrock' | 'quadratic';
  config: Record<string, number | boolean | string | GoldenTensor>;
  x0: GoldenTensor;
  x: GoldenTensor[];
  losses: number[][];
  /** What each call returned beside x and losses. */
  more?: (number | GoldenTensor)[];
}

interface Recorded {
  methods: Row[];
  polyinterp: { points: Knot[]; min?: number; max?: number; t: number; value?: number }[];
  fista: {
    A: GoldenTensor;
    b: GoldenTensor;
    lambda: number;
    runs: { config: FistaConfig; y: GoldenTensor; L: number; history: FistaStep[] }[];
  };
  checkgrad: { x: GoldenTensor; eps: number; error: number; gradient: GoldenTensor; estimate: GoldenTensor };
}

const recorded = read<Recorded>('torch7/optim-methods.json');
/** Σ 100 (x[i+1] − x[i]²)² + (1 − x[i])², in the order of additions of the script that recorded: line searches magnify rounding. */
const rosenbrock: Opfunc = (at) => {
  const x = at.toArray();
  const g = x.map(() => 0);
  let loss = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const [gap, rest] = [x[i + 1] - x[i] ** 2, 1 - x[i]];
    loss = loss + 100 * gap ** 2 + rest ** 2;
    g[i] = g[i] - 400 * x[i] * gap - 2 * rest;
    g[i + 1] = g[i + 1] + 200 * gap;
  }
  return { loss, gradient: Tensor.from('Double', g) };
};
const problems: Record<Row['problem'], Opfunc> = { rosenbrock, quadratic };
const rows = [...read<Row[]>('torch7/optim.json'), ...recorded.methods];
const tolerance = 1e-10;

function configOf(row: Row): object {
  const values = Object.entries(row.config).map(([name, value]) => {
    if (value === 'lswolfe') return [name, optim.lswolfe];
    return [name, typeof value === 'object' ? tensor(value) : value];
  });
  return Object.fromEntries(values.filter(([name]) => name !== 'none'));
}

for (const [i, row] of rows.entries()) {
  test(`${i}: ${row.method} on ${row.problem} with ${Object.keys(row.config).join(', ') || 'defaults'}`, () => {
    const method = (optim as unknown as Record<string, Method<object, object, unknown[]>>)[row.method];
    const x = tensor(row.x0);
    const state = {};
    const config = configOf(row);
    torch.manualSeed(7);
    row.x.forEach((expected, call) => {
      const [result, losses, more] = method(problems[row.problem], x, config, state);
      assert.is(result, x);
      near(x, expected, tolerance, `x after call ${call}`);
      nearNumbers(losses, row.losses[call], tolerance, `losses of call ${call}`);
      const told = row.more?.[call];
      if (typeof told === 'number') assert.is(more, told);
      else if (told) near(more as Tensor, told, tolerance, `what call ${call} returned last`);
    });
  });
}

test('rows are there for every method of torch/optim', () => {
  const own = [
    ...['adaHessian', 'cubicNewton', 'esgd', 'hf', 'krylovDescent', 'newtonCG', 'saddleFreeNewton', 'sophia'],
    ...['opfunc', 'checkgrad', 'FistaLS', 'lswolfe', 'polyinterp'],
  ];
  const methods = Object.entries(optim).filter(([name, f]) => typeof f === 'function' && /^[a-z]/.test(name));
  const expected = methods.map(([name]) => name).filter((name) => !own.includes(name));
  assert.equal([...new Set(rows.map(({ method }) => method))].sort(), expected.sort());
});

for (const { points, min, max, t, value } of recorded.polyinterp) {
  test(`polyinterp of ${JSON.stringify(points)}${min === undefined ? '' : ` in [${min}, ${max}]`}`, () => {
    const [found, least] = optim.polyinterp(points, min, max);
    nearNumbers([found], [t], 1e-9, 't');
    if (value !== undefined) nearNumbers([least as number], [value], 1e-9, 'value');
  });
}

for (const { config, y, L, history } of recorded.fista.runs) {
  test(`FistaLS with ${JSON.stringify(config)}`, () => {
    const { lambda } = recorded.fista;
    const [A, b] = [tensor(recorded.fista.A), tensor(recorded.fista.b)];
    const f: Opfunc = (x) => {
      const residual = torch.mv(A, x).add(-1, b);
      return { loss: 0.5 * residual.dot(residual), gradient: torch.mv(A.t(), residual) };
    };
    const shrink = (x: Tensor, by: number): unknown =>
      x.apply((value) => Math.sign(value) * Math.max(Math.abs(value) - lambda / by, 0));
    const [settings, x] = [{ ...config }, torch.zeros(4)];
    const [found, steps] = optim.FistaLS(f, (at) => lambda * at.norm(1), shrink, x, settings);
    near(found, y, tolerance, 'y');
    near(x, y, tolerance, 'x');
    nearNumbers([settings.L as number], [L], tolerance, 'L');
    assert.is(steps.length, history.length);
    for (const [i, step] of history.entries()) {
      nearNumbers(Object.values(steps[i]), Object.values(step), tolerance, `iteration ${i}`);
    }
  });
}

test('checkgrad compares with differences and leaves x as it was', () => {
  const { x, eps, error, gradient, estimate } = recorded.checkgrad;
  const at = tensor(x);
  const [difference, g, slopes] = optim.checkgrad(rosenbrock, at, eps);
  near(g, gradient, tolerance, 'gradient');
  near(slopes, estimate, 1e-9, 'estimate');
  nearNumbers([difference], [error], 1e-3, 'error');
  assert.equal(at.toArray(), x.data);
});

test('checkgrad tells a gradient that is wrong', () => {
  const wrong: Opfunc = (x) => ({ loss: rosenbrock(x).loss, gradient: rosenbrock(x).gradient.mul(1.01) });
  assert.ok(optim.checkgrad(wrong, Tensor.from('Double', [-1.2, 1, 0.5]))[0] > 1e-3);
});

test.run();
