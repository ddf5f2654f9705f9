/** @file Hessian-free optimisation: against dense solutions and a plain CG of numbers, λ by hand, and steps that go wrong. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Batch, gaussNewton } from '../../../lib/curvature/index.js';
import { counting, js, useKernels } from '../../../lib/kernels/index.js';
import { nn } from '../../../lib/nn.js';
import { type HfConfig, type HfState, hf, NonFiniteLossError, type Opfunc, opfunc } from '../../../lib/optim/index.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { nearNumbers } from '../../golden.js';
import { layers } from '../../networks.js';
import { problem, quadratic, rosenbrock, saddle, vector } from './problems.js';

/** A network with two hidden layers and data, all small enough for dense matrices. */
function classifier(seed: number): { model: ReturnType<typeof layers>; data: Batch; other: Batch } {
  torch.manualSeed(seed);
  const batch = (rows: number): Batch => ({
    input: torch.randn(rows, 4),
    target: torch.rand(rows).mul(3).floor().long(),
  });
  return { model: layers([4, 5, 4, 3]).add(nn.LogSoftMax()), data: batch(12), other: batch(7) };
}

const criterion = nn.ClassNLLCriterion();
const weightDecay = 0.01;

/** G + wdI of a batch at the model's parameters, by columns of an operator of its own. */
function dense(model: ReturnType<typeof layers>, batch: Batch): Tensor {
  const operator = gaussNewton(model.clone(), nn.ClassNLLCriterion(), batch);
  return operator.toDense().add(weightDecay, torch.eye(operator.size));
}

test('the minimum of a quadratic is one step away, damped by next to nothing', () => {
  const x = vector(3, -2, 1);
  const state: HfState = {};
  const [result, losses] = hf(quadratic, x, { lambda: 1e-12 }, state);
  assert.is(result, x);
  assert.ok(x.norm() < 1e-10);
  assert.is(losses[0], 74.5);
  assert.ok(losses[1] < 1e-20);
  assert.ok((state.cgSteps as number) >= 3);
  assert.ok(state.accepted && !state.negativeCurvature);
  nearNumbers([state.ratio as number, state.lambda as number], [1, 2e-12 / 3], 1e-9, 'ratio and λ');
});

test('Rosenbrock, as nonlinear least squares, is followed to its minimum, and the loss never rises', () => {
  const x = vector(-1.2, 1, -1.2, 1);
  const state: HfState = {};
  let last = Number.POSITIVE_INFINITY;
  let steps = 0;
  for (; steps < 200 && last > 1e-20; steps++) {
    const [, [loss]] = hf(rosenbrock, x, {}, state);
    assert.ok(loss <= last);
    last = loss;
  }
  assert.ok(steps < 100, `expected fewer than 100 steps, got ${steps}`);
  nearNumbers(x.toArray(), [1, 1, 1, 1], 1e-9, 'x');
});

/**
 * ½ x² from x = 1, with k for its curvature: p = −s, s = 1 / (k + λ), and ρ = (½ (1 − s)² − ½) / (−½ s) = 2 − s. The second of the t of
 * 1, 0.8, … is taken where s is 2 or a little more.
 */
const damped: [k: number, lambda: number, ratio: number, factor: number, rate: number][] = [
  [1, 1, 1.5, 2 / 3, 1],
  [0.5, 0.5, 1, 2 / 3, 1],
  [0.3, 0.4, 2 - 1 / 0.7, 1, 1],
  [0.25, 0.25, 0, 3 / 2, 0.8],
  [0.3, 0.3, 1 / 3, 1, 1],
  [0.25, 0.35, 1 / 3, 1, 1],
  [0.2, 0.25, 2 - 1 / 0.45, 3 / 2, 0.8],
  [0.3, 0.25, 2 - 1 / 0.55, 3 / 2, 1],
];

for (const [k, lambda, ratio, factor, rate] of damped) {
  test(`with G = ${k} and λ = ${lambda} for a curvature of 1, λ goes to ${factor.toFixed(2)} of it`, () => {
    const f = problem(
      ([x]) => x ** 2 / 2,
      ([x]) => [x],
      (_x, [v]) => [k * v],
    );
    const x = vector(1);
    const state: HfState = {};
    hf(f, x, { lambda }, state);
    nearNumbers([2 - (state.ratio as number)], [2 - ratio], 1e-12, 's');
    nearNumbers([state.lambda as number], [factor * lambda], 1e-14, 'λ');
    assert.is(state.rate, rate);
    nearNumbers([x.get(0)], [1 - rate / (k + lambda)], 1e-13, 'x');
    assert.is(state.lossCounter, rate === 1 ? 1 : 2);
  });
}

for (const exponent of [0, 0.75]) {
  test(`CG run to its end is the dense solution, and ρ that of dense products, with exponent ${exponent}`, () => {
    const { model, data, other } = classifier(5);
    const [x] = model.getParameters();
    const f = opfunc(model, criterion, data, { weightDecay });
    const curvature = opfunc(model, criterion, other, { weightDecay });
    for (const config of [{}, { curvature }] as HfConfig[]) {
      const state: HfState = {};
      for (let i = 0; i < 6; i++) {
        const lambda = state.lambda ?? 0.5;
        const A = dense(model, config.curvature ? other : data).add(lambda, torch.eye(x.nElement()));
        const { loss, gradient } = f(x);
        const [before, g] = [x.clone(), gradient.clone()];
        const p = torch.gesv(g.clone().mul(-1).view(-1, 1), A)[0].view(-1);
        const predicted = g.dot(p) + 0.5 * p.dot(torch.mv(A, p));
        const full = f(before.clone().add(p)).loss;
        x.copy(before);
        hf(f, x, { ...config, lambda: 0.5, tolerance: 0, maxCG: 400, exponent, warmStart: 0 }, state);
        nearNumbers(state.solution?.toArray() ?? [], p.toArray(), 1e-8, 'solution');
        const step = x
          .clone()
          .csub(before)
          .div(state.rate as number);
        if (step.csub(p).norm() > 1e-8 * p.norm()) continue;
        nearNumbers([state.ratio as number], [(full - loss) / predicted], 1e-6, 'ratio');
      }
    }
  });
}

interface Iterates {
  p: number[][];
  phi: number[];
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** CG as textbooks have it, on numbers, of M^(−½) A M^(−½), with φ from its definition. */
function plainCG(A: number[][], g: number[], m: number[], start: number[], steps: number): Iterates {
  const s = m.map((value) => 1 / Math.sqrt(value));
  const times = (v: number[]): number[] =>
    A.map((row, i) => s[i] * row.reduce((sum, a, j) => sum + a * s[j] * v[j], 0));
  const b = g.map((value, i) => -value * s[i]);
  let y = start.map((value, i) => value / s[i]);
  let r = times(y).map((value, i) => b[i] - value);
  let d = r;
  const p: number[][] = [];
  const phi: number[] = [];
  const keep = (): void => {
    p.push(y.map((value, i) => value * s[i]));
    phi.push(0.5 * dot(y, times(y)) - dot(b, y));
  };
  keep();
  for (let i = 0; i < steps; i++) {
    const ad = times(d);
    const alpha = dot(r, r) / dot(d, ad);
    y = y.map((value, j) => value + alpha * d[j]);
    const next = r.map((value, j) => value - alpha * ad[j]);
    const beta = dot(next, next) / dot(r, r);
    r = next;
    d = r.map((value, j) => value + beta * d[j]);
    keep();
  }
  return { p, phi };
}

const phiOf = (A: number[][], g: number[], p: number[]): number =>
  dot(g, p) + 0.5 * A.reduce((sum, row, i) => sum + p[i] * dot(row, p), 0);

/** The first i with φᵢ < 0 and (φᵢ − φᵢ₋ₖ) / φᵢ < kε. */
function stopOf({ phi }: Iterates, tolerance: number): number {
  return phi.findIndex((value, i) => {
    const k = Math.max(10, Math.floor(i / 10));
    return i > k && value < 0 && (value - phi[i - k]) / value < k * tolerance;
  });
}

/** 60 unknowns with curvatures from 1 to 100, rotated by a reflection. */
function spread(): { A: number[][]; f: Opfunc; F: number[]; x: Tensor } {
  const n = 60;
  torch.manualSeed(9);
  const u = torch.randn(n);
  u.div(u.norm());
  const Q = torch.eye(n).add(-2, torch.ger(u, u));
  const D = torch.diag(torch.linspace(0, 2, n).apply((value) => 10 ** value));
  const matrix = torch.mm(torch.mm(Q, D), Q);
  const A = Array.from({ length: n }, (_, i) => matrix.select(0, i).toArray());
  const times = (v: number[]): number[] => A.map((row) => dot(row, v));
  const F = A.map((row, i) => row[i] ** 2 / 10);
  const base = problem(
    (x) => 0.5 * dot(x, times(x)),
    times,
    (_x, v) => times(v),
  );
  const f: Opfunc = (x) => ({ ...base(x), fisherDiagonal: (out = x.new()) => out.resizeAs(x).copy(vector(...F)) });
  return { A, f, F, x: torch.randn(n) };
}

/** A + λI */
const plus = (A: number[][], lambda: number): number[][] =>
  A.map((row, i) => row.map((value, j) => (i === j ? value + lambda : value)));

for (const exponent of [0, 0.75]) {
  test(`CG stops by relative progress where a plain one says, warm from the second step on, with exponent ${exponent}`, () => {
    for (const [tolerance, warmStart] of [
      [5e-4, 0.95],
      [5e-3, 0.5],
      [5e-5, 0],
    ]) {
      const { A, f, F, x } = spread();
      const state: HfState = {};
      let start = new Array<number>(x.nElement()).fill(0);
      let products = 0;
      for (let step = 0; step < 3; step++) {
        const lambda = state.lambda ?? 2;
        const g = f(x).gradient.toArray();
        const m = F.map((value) => (value + lambda) ** exponent);
        const plain = plainCG(plus(A, lambda), g, m, start, 70);
        hf(f, x, { lambda: 2, tolerance, warmStart, exponent }, state);
        assert.is(state.cgSteps, stopOf(plain, tolerance));
        products += (state.cgSteps as number) + (dot(start, start) > 0 ? 1 : 0);
        assert.is(state.gnvCounter, products);
        const solution = state.solution?.toArray() ?? [];
        // CG amplifies rounding; the values of φ do not.
        nearNumbers(solution, plain.p[state.cgSteps as number], 1e-3, `solution of step ${step}`);
        nearNumbers([phiOf(plus(A, lambda), g, solution)], [plain.phi[state.cgSteps as number]], 1e-9, 'φ');
        start = solution.map((value) => warmStart * value);
      }
    }
  });
}

test('backtracking goes back over the kept iterates while the loss falls', () => {
  const kept = [1, 2, 3, 4, 6, 8, 11, 15, 20, 26, 34, 45, 59];
  let earlier = 0;
  for (const reach of [0.2, 0.5, 0.8, 0.9, 0.99]) {
    const { A, f, x } = spread();
    const [before, g] = [x.clone(), f(x).gradient.toArray()];
    const { p } = plainCG(
      plus(A, 1),
      g,
      g.map(() => 1),
      g.map(() => 0),
      70,
    );
    // Beyond a part of the distance to the minimum, the loss rises again.
    const limit = reach * before.norm();
    const walled: Opfunc = (at) => {
      const { loss, ...rest } = f(at);
      return { ...rest, loss: loss + 1e4 * Math.max(0, at.clone().csub(before).norm() - limit) };
    };
    const state: HfState = {};
    hf(walled, x, { exponent: 0 }, state);
    const end = state.cgSteps as number;
    const steps = [...kept.filter((i) => i < end), end];
    const losses = steps.map((i) => walled(before.clone().add(vector(...p[i]))).loss);
    let taken = steps.length - 1;
    while (taken > 0 && losses[taken - 1] < losses[taken]) taken--;
    assert.is(state.cgTaken, steps[taken]);
    assert.is(state.lossCounter, Math.min(steps.length, steps.length - taken + 1) + searches(state.rate as number));
    if (taken < steps.length - 1) earlier++;
  }
  assert.ok(earlier >= 3);
});

/** How many steps of the line search lead to a rate. */
const searches = (rate: number): number => Math.round(Math.log(rate) / Math.log(0.8));

test('gradient and curvature are each of their own batch, on one model or on two', () => {
  const make = (): [Tensor, Opfunc, Opfunc] => {
    const { model, data, other } = classifier(8);
    return [
      model.getParameters()[0],
      opfunc(model, criterion, data, { weightDecay }),
      opfunc(model, criterion, other, { weightDecay }),
    ];
  };
  const [x, f, curvature] = make();
  const [y, f2] = make();
  const [, , curvature2] = make();
  const [state, state2]: HfState[] = [{}, {}];
  // Of the gradient's function no products are asked.
  const bare: Opfunc = (at) => {
    const { loss, gradient } = f2(at);
    return { loss, gradient };
  };
  for (let i = 0; i < 5; i++) {
    hf(f, x, { curvature, lambda: 0.1 }, state);
    hf(bare, y, { curvature: curvature2, lambda: 0.1 }, state2);
    assert.equal(x.toArray(), y.toArray());
  }
  assert.is(state.curvatureCounter, 5);
  assert.is(state.diagonalCounter, 5);
  const [z, f3] = make();
  for (let i = 0; i < 5; i++) hf(f3, z, { lambda: 0.1 });
  assert.ok(z.csub(x).norm() > 1e-3);
});

test('nothing is computed twice: a step has the matrix products of what its counters say', () => {
  const { model, data, other } = classifier(4);
  const [x] = model.getParameters();
  const f = opfunc(model, criterion, data, { weightDecay });
  const curvature = opfunc(model, criterion, other, { weightDecay });
  // Of 3 layers: forward, to weights, to inputs but the first one's; R forward of weights, and of inputs but the first.
  const [loss, gradient, gnv, diagonal] = [3, 3 + 3 + 2, 3 + 2 + (3 + 2), 3];
  for (const config of [{}, { curvature }] as HfConfig[]) {
    const state: HfState = {};
    hf(f, x, config, state);
    const before = { ...state } as Required<HfState>;
    const tally = counting(js);
    const previous = useKernels(tally);
    try {
      for (let i = 0; i < 3; i++) hf(f, x, config, state);
    } finally {
      useKernels(previous);
    }
    const since = (
      name: 'evalCounter' | 'lossCounter' | 'curvatureCounter' | 'gnvCounter' | 'diagonalCounter',
    ): number => (state[name] as number) - before[name];
    assert.equal(since('evalCounter'), 3);
    assert.is(
      tally.calls.gemm,
      gradient * (since('evalCounter') + since('curvatureCounter')) +
        loss * since('lossCounter') +
        gnv * since('gnvCounter') +
        diagonal * since('diagonalCounter'),
    );
  }
});

test('a direction of negative curvature is told, λ grows, and the loss falls', () => {
  for (const [at, first] of [
    [vector(0.1, 0), true],
    [vector(0.1, 0.01), true],
    [vector(0.1, 1), false],
  ] as const) {
    const x = at.clone();
    const state: HfState = {};
    const [, [before, after]] = hf(saddle, x, { lambda: 0.1 }, state);
    assert.is(state.negativeCurvature, true);
    assert.is(state.cgSteps, 1);
    assert.ok(state.accepted && after < before);
    nearNumbers([state.lambda as number], [0.15], 1e-15, 'λ');
    if (first) nearNumbers(x.toArray(), at.clone().add(-1, saddle(at).gradient).toArray(), 1e-13, 'x');
  }
  const x = vector(0.1, 0.3);
  const state: HfState = {};
  for (let i = 0; i < 100; i++) hf(saddle, x, {}, state);
  nearNumbers(x.toArray(), [1, 0], 1e-6, 'x');
});

for (const beyond of [100, Number.NaN, Number.POSITIVE_INFINITY]) {
  test(`a wall of ${beyond} that the line search does not get in front of: x keeps its bits, λ grows, CG begins anew`, () => {
    const f = problem(
      ([x]) => (x === 1e-17 ? 1 : beyond),
      ([x]) => [x - 2],
      (_x, v) => v,
    );
    const x = vector(1e-17);
    const state: HfState = { solution: vector(1) };
    const [, losses] = hf(f, x, {}, state);
    assert.is(state.accepted, false);
    assert.ok(Object.is(x.get(0), 1e-17));
    assert.equal(losses, [1, beyond === 100 ? 100 : Number.POSITIVE_INFINITY]);
    assert.is(state.lambda, 1.5);
    assert.is(state.lossCounter, 61);
    assert.equal(state.solution?.toArray(), [0]);
  });
}

test('where the gradient is zero nothing is done', () => {
  const x = vector(0, 0, 0);
  const state: HfState = { lambda: 3, solution: vector(1, 2, 3) };
  const [, losses] = hf(quadratic, x, {}, state);
  assert.equal(losses, [0]);
  assert.equal(
    [x.toArray(), state.solution?.toArray()],
    [
      [0, 0, 0],
      [1, 2, 3],
    ],
  );
  assert.equal([state.lambda, state.gradientNorm, state.evalCounter], [3, 0, 1]);
});

test('many steps at the minimum change nothing for the worse', () => {
  const x = vector(3, -2, 1);
  const state: HfState = {};
  for (let i = 0; i < 400; i++) hf(quadratic, x, {}, state);
  assert.ok(x.norm() < 1e-12);
  assert.ok((state.lambda as number) > 0);
});

const refused: [string, Opfunc, HfConfig, new (message: string) => Error, string][] = [
  [
    'no gnv',
    (x) => ({ loss: 1, gradient: x }),
    {},
    TypeError,
    'hf: expected opfunc to give gnv, got loss and gradient only',
  ],
  [
    'a curvature without gnv',
    quadratic,
    { curvature: (x) => ({ loss: 1, gradient: x }) },
    TypeError,
    'hf: expected opfunc to give gnv, got loss and gradient only',
  ],
  [
    'products that are not finite',
    problem(
      () => 1,
      (x) => x,
      (x) => x.map(() => Number.NaN),
    ),
    {},
    NonFiniteLossError,
    'hf: expected a finite gnv, got one of norm NaN',
  ],
  [
    'a diagonal that is not finite',
    (x) => ({ ...quadratic(x), fisherDiagonal: (out = x.new()) => out.resizeAs(x).fill(Infinity) }),
    {},
    NonFiniteLossError,
    'hf: expected a finite fisherDiagonal, got one of norm Infinity',
  ],
  ['λ = 0', quadratic, { lambda: 0 }, RangeError, 'hf: expected lambda to be a finite number > 0, got 0'],
  [
    'a whole warm start',
    quadratic,
    { warmStart: 1 },
    RangeError,
    'hf: expected warmStart to be a number >= 0 and < 1, got 1',
  ],
];

for (const [what, f, config, kind, message] of refused) {
  test(`${what}: refused, and x and state are as they were`, () => {
    const x = vector(3, -2, 1);
    const state: HfState = { lambda: 2, solution: vector(1, 2, 3) };
    assert.throws(
      () => hf(f, x, config, state),
      (error: Error) => error instanceof kind && error.message === message,
    );
    assert.equal(x.toArray(), [3, -2, 1]);
    assert.equal({ ...state, solution: state.solution?.toArray() }, { lambda: 2, solution: [1, 2, 3] });
  });
}

test('where a trial throws, x and state are as they were', () => {
  const x = vector(3, -2, 1);
  const state: HfState = {};
  let calls = 0;
  const f: Opfunc = (at) => {
    if (calls++ > 0) throw new Error('no more');
    return quadratic(at);
  };
  assert.throws(() => hf(f, x, {}, state), /^no more$/);
  assert.equal(x.toArray(), [3, -2, 1]);
  assert.equal(state, {});
});

test('a network with two hidden layers is trained to a point of small gradient', () => {
  const { model, data } = classifier(6);
  const f = opfunc(model, criterion, data, { weightDecay });
  const [x] = model.getParameters();
  const state: HfState = {};
  const [, [first]] = hf(f, x, {}, state);
  for (let i = 0; i < 300 && (state.gradientNorm as number) > 1e-4; i++) hf(f, x, {}, state);
  assert.ok((state.gradientNorm as number) < 1e-4, String(state.gradientNorm));
  assert.ok(f(x).loss < 0.7 * first);
});

test.run();
