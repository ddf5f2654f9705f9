/** @file MINRES and LSMR, iterate by iterate against SciPy's; the inverse of a damped Hessian. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  applyBlock,
  cg,
  eigenpairs,
  gaussNewton,
  hessian,
  inverseHv,
  lsmr,
  minres,
  type Operator,
  plus,
  type RectangularOperator,
  trace,
} from '../../../lib/curvature/index.js';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { type GoldenTensor, nearNumbers, read, tensor } from '../../golden.js';
import { layers } from '../../networks.js';

interface System {
  A: GoldenTensor;
  b: GoldenTensor;
  damping: number;
  /** Of minres only. */
  residual: number;
  solution: GoldenTensor;
  iterates: Record<string, GoldenTensor>;
}
const golden = read<Record<'minres' | 'lsmr', Record<string, System>>>('scipy/solvers.json');

function symmetric(a: Tensor): Operator {
  return { size: a.size(0), apply: (v, out = v.new()) => out.resizeAs(v).mv(a, v) };
}

function rectangular(a: Tensor): RectangularOperator {
  return {
    rows: a.size(0),
    size: a.size(1),
    apply: (v, out = v.new()) => out.resize(a.size(0)).mv(a, v),
    adjoint: (u, out = u.new()) => out.resize(a.size(1)).mv(a.t(), u),
  };
}

for (const [name, { A, b, damping, residual, solution, iterates }] of Object.entries(golden.minres)) {
  test(`minres, ${name}: every iterate is SciPy's, and it ends at the least residual`, () => {
    const [operator, right] = [symmetric(tensor(A)), tensor(b)];
    for (const [k, expected] of Object.entries(iterates)) {
      const found = minres(operator, right, { damping, maxIterations: Number(k) });
      assert.is(found.iterations, Number(k));
      nearNumbers(found.x.toArray(), expected.data, 1e-10, `x${k}`);
      const rest = right.clone().add(-1, plus(operator, damping).apply(found.x)).norm();
      nearNumbers([found.residual], [rest], 1e-10, `residual of x${k}`);
    }
    const found = minres(operator, right, { damping, tolerance: 1e-11 });
    assert.ok(found.converged);
    nearNumbers([found.residual, right.norm()], [residual, right.norm()], 1e-10, 'residual');
    // Where the matrix is singular, solutions differ by what it maps to zero.
    if (residual < 1e-8) nearNumbers(found.x.toArray(), solution.data, 1e-9, 'x');
  });
}

for (const [name, { A, b, damping, solution, iterates }] of Object.entries(golden.lsmr)) {
  test(`lsmr, ${name}: every iterate is SciPy's, and it ends at the solution of least squares`, () => {
    const a = tensor(A);
    const right = tensor(b);
    const operators = name.startsWith('symmetric') ? [symmetric(a), rectangular(a)] : [rectangular(a)];
    for (const operator of operators) {
      for (const [k, expected] of Object.entries(iterates)) {
        const found = lsmr(operator, right, { damping, tolerance: 0, maxIterations: Number(k) });
        nearNumbers(found.x.toArray(), expected.data, 1e-10, `x${k}`);
        const rest = right.clone().add(-1, torch.mv(a, found.x));
        const normal = torch.mv(a.t(), rest).add(-(damping ** 2), found.x);
        nearNumbers(
          [found.normalResidual, right.norm()],
          [normal.norm(), right.norm()],
          1e-10,
          `normal residual of x${k}`,
        );
      }
      const found = lsmr(operator, right, { damping, tolerance: 1e-12 });
      assert.ok(found.converged, `${found.normalResidual} after ${found.iterations}`);
      nearNumbers(found.x.toArray(), solution.data, 1e-9, 'x');
    }
  });
}

test('the caller can watch and stop both', () => {
  const { A, b } = golden.minres.indefinite;
  const seen: number[] = [];
  const watch = ({ iteration }: { iteration: number }): boolean => {
    seen.push(iteration);
    return iteration < 3;
  };
  for (const solve of [minres, lsmr]) {
    const { iterations, converged } = solve(symmetric(tensor(A)), tensor(b), { onIteration: watch });
    assert.is(iterations, 3);
    assert.not.ok(converged);
  }
  assert.equal(seen, [1, 2, 3, 1, 2, 3]);
});

test('for b = 0 the solution is 0', () => {
  for (const solve of [minres, lsmr]) {
    const { x, iterations, converged } = solve(symmetric(torch.eye(3)), torch.zeros(3));
    assert.equal(x.toArray(), [0, 0, 0]);
    assert.ok(converged && iterations === 0);
  }
});

test('the identity takes one iteration', () => {
  for (const solve of [minres, lsmr]) {
    const { x, iterations, converged } = solve(symmetric(torch.eye(3)), torch.Tensor([1, 2, 3]));
    nearNumbers(x.toArray(), [1, 2, 3], 1e-15, 'x');
    assert.ok(converged && iterations === 1);
  }
});

test('inverseHv solves with the damped Gauss-Newton matrix, and minres with an indefinite Hessian', () => {
  torch.manualSeed(2);
  const model = layers([3, 4, 4, 2]);
  const [x, t] = [torch.randn(6, 3), torch.randn(6, 2)];
  const G = gaussNewton(model, nn.MSECriterion(), x, t);
  const v = torch.randn(G.size);
  const back = plus(G, 0.1).apply(inverseHv(G, v, { damping: 0.1 }));
  nearNumbers(back.toArray(), v.toArray(), 1e-8, 'v');
  const H = hessian(model, nn.MSECriterion(), x, t);
  const { x: step, converged } = minres(H, H.gradient, { tolerance: 1e-9, maxIterations: 400 });
  assert.ok(converged);
  // The gradient has parts where H is next to singular; what counts is the residual.
  assert.ok(H.apply(step).csub(H.gradient).norm() <= 1e-6 * H.gradient.norm());
});

const diagonal = symmetric(torch.diag(torch.Tensor([1, -2])));
// [call, message]
const errors: [() => unknown, string][] = [
  [() => minres(diagonal, torch.ones(3)), 'minres: expected b (2), got (3)'],
  [() => lsmr(rectangular(torch.ones(4, 2)), torch.ones(2)), 'lsmr: expected b (4), got (2)'],
  [() => lsmr(diagonal, 3 as unknown as Tensor), 'lsmr: expected b (2), got number'],
  [() => minres(diagonal, torch.ones(2), { maxIterations: -1 }), 'minres: expected maxIterations >= 0, got -1'],
  [() => minres(diagonal, torch.ones(2), { damping: -1 }), 'minres: expected damping >= 0, got -1'],
  [() => lsmr(diagonal, torch.ones(2), { tolerance: Number.NaN }), 'lsmr: expected tolerance >= 0, got NaN'],
  [
    () => minres(symmetric(torch.Tensor(2, 2).fill(Number.NaN)), torch.ones(2)),
    'minres: expected finite products, got NaN from the operator',
  ],
  [
    () => lsmr(symmetric(torch.Tensor(2, 2).fill(Number.NaN)), torch.ones(2)),
    'lsmr: expected finite products, got a vector of norm NaN from the operator',
  ],
  [
    () => inverseHv(diagonal, torch.Tensor([0, 1]), { damping: 0.5 }),
    'inverseHv: expected a positive definite A + λI, got λ = 0.5 and curvature -1.5 along a direction: take a larger damping, a Gauss-Newton matrix, or minres',
  ],
  [
    () => inverseHv(symmetric(torch.diag(torch.Tensor([1, 3]))), torch.Tensor([1, 1]), { maxIterations: 1 }),
    'inverseHv: expected a residual of at most 1e-10 ‖v‖, got 0.5 ‖v‖ after 1 iterations: take a larger damping, tolerance or maxIterations',
  ],
];
for (const [call, message] of errors) {
  test(message, () => assert.throws(call, (error: Error) => error.message === message));
}

const entries = [3, -2, 5, 1];
const right = torch.Tensor([1, 2, -3, 4]);
/** Leaves alone what is given for the product. */
const ownTensors: Operator = { size: 4, apply: (v) => torch.cmul(v, torch.Tensor(entries)) };
/** One that is not of the size it says. */
const misSized: Operator = { size: 4, apply: () => torch.ones(3) };
const tools: [name: string, solve: (A: Operator) => number[], expected: number[]][] = [
  ['cg', (A) => cg(A, right, { damping: 3 }).x.toArray(), [1 / 6, 2, -3 / 8, 1]],
  ['minres', (A) => minres(A, right).x.toArray(), [1 / 3, -1, -3 / 5, 4]],
  ['lsmr', (A) => lsmr(A, right).x.toArray(), [1 / 3, -1, -3 / 5, 4]],
  ['eigenpairs', (A) => eigenpairs(A, 4).values.toArray(), [5, 3, 1, -2]],
  ['applyBlock', (A) => applyBlock(A, torch.eye(4)).sum(0).toArray(), entries],
  ['trace', (A) => [trace(A, { products: 100 }).trace], [7]],
];
for (const [name, solve, expected] of tools) {
  test(`${name} takes an operator that makes tensors of its own`, () =>
    nearNumbers(solve(ownTensors), expected, 1e-9, name));
  test(`${name} refuses an operator whose products have another size`, () =>
    assert.throws(
      () => solve(misSized),
      (error: Error) => error instanceof RangeError && error.message === 'apply: expected a product (4), got (3)',
    ));
}

test.run();
