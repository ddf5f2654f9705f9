/** @file Conjugate gradients: against a direct solve, and every way to stop. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { cg, gaussNewton, type Operator } from '../../../lib/curvature/index.js';
import { nn } from '../../../lib/nn.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { nearNumbers } from '../../golden.js';

function matrix(a: Tensor): Operator {
  return {
    size: a.size(0),
    apply: (v: Tensor, out: Tensor = v.new()): Tensor => out.resizeAs(v).mv(a, v),
  };
}

function diagonal(...d: number[]): Operator {
  const values = Tensor.from('Double', d);
  return { size: d.length, apply: (v: Tensor, out: Tensor = v.new()): Tensor => out.resizeAs(v).cmul(v, values) };
}

/** x with a x = b, by elimination. */
function solve(a: Tensor, b: Tensor): number[] {
  const n = b.nElement();
  const rows = Array.from({ length: n }, (_, i) => [...a.select(0, i).toArray(), b.get(i)]);
  for (let k = 0; k < n; k++) {
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    x[i] = rows[i].slice(i + 1, n).reduce((sum, value, j) => sum - value * x[i + 1 + j], rows[i][n]) / rows[i][i];
  }
  return x;
}

function positiveDefinite(n: number): Tensor {
  torch.manualSeed(9);
  const root = torch.randn(n, n);
  const a = torch.Tensor(n, n).mm(root, root.t());
  for (let i = 0; i < n; i++) a.set(i, i, a.get(i, i) + 1);
  return a;
}

const size = 12;
const a = positiveDefinite(size);
const b = torch.randn(size);

test('the solution is that of elimination', () => {
  const kept = b.toArray();
  const { x, converged, residual, iterations, negativeCurvature } = cg(matrix(a), b, { maxIterations: 40 });
  nearNumbers(x.toArray(), solve(a, b), 1e-9, 'x');
  assert.ok(converged && iterations > 1 && iterations <= 40);
  assert.ok(residual <= 1e-10 * b.norm());
  assert.is(negativeCurvature, undefined);
  assert.equal(b.toArray(), kept);
});

test('damping adds λI', () => {
  const damped = a.clone();
  for (let i = 0; i < size; i++) damped.set(i, i, a.get(i, i) + 0.7);
  nearNumbers(cg(matrix(a), b, { damping: 0.7, maxIterations: 40 }).x.toArray(), solve(damped, b), 1e-9, 'x');
});

test('a preconditioner changes the way and not the solution, and the exact inverse takes one step', () => {
  const jacobi = cg(matrix(a), b, {
    maxIterations: 60,
    preconditioner: (r, out) => {
      for (let i = 0; i < size; i++) out.set(i, r.get(i) / a.get(i, i));
    },
  });
  nearNumbers(jacobi.x.toArray(), solve(a, b), 1e-8, 'x');
  const exact = cg(diagonal(1, 10, 100, 1000), Tensor.from('Double', [1, 1, 1, 1]), {
    preconditioner: (r, out) => void out.cdiv(r, Tensor.from('Double', [1, 10, 100, 1000])),
  });
  assert.is(exact.iterations, 1);
  nearNumbers(exact.x.toArray(), [1, 0.1, 0.01, 0.001], 1e-15, 'x');
});

test('as many steps as there are different eigenvalues', () => {
  assert.is(cg(diagonal(2, 2, 5, 5, 5, 2), torch.randn(6)).iterations, 2);
});

test('negative curvature is reported with its direction, and x is the iterate before', () => {
  const b3 = Tensor.from('Double', [1, 1, 1]);
  const operator = diagonal(1, 2, -0.5);
  const { x, negativeCurvature, converged, iterations } = cg(operator, b3);
  assert.not.ok(converged);
  const { direction, curvature } = negativeCurvature as NonNullable<typeof negativeCurvature>;
  assert.ok(curvature <= 0);
  nearNumbers([direction.dot(operator.apply(direction))], [curvature], 1e-14, 'dᵀAd');
  assert.equal(cg(operator, b3, { maxIterations: iterations }).x.toArray(), x.toArray());
  const enough = cg(operator, b3, { damping: 1 });
  assert.ok(enough.converged);
  nearNumbers(enough.x.toArray(), [1 / 2, 1 / 3, 1 / 0.5], 1e-10, 'x');
  const first = cg(diagonal(-1, -1), Tensor.from('Double', [1, 2]));
  assert.is(first.iterations, 0);
  assert.equal(first.x.toArray(), [0, 0]);
  assert.is(first.negativeCurvature?.curvature, -5);
});

test('NaN from the operator is an error', () => {
  assert.throws(
    () => cg(diagonal(1, Number.NaN), torch.ones(2)),
    /^cg: expected finite products, got NaN from the operator$/,
  );
});

test('for b = 0 the solution is 0, and no product is computed', () => {
  const operator: Operator = {
    size: 3,
    apply: () => {
      throw new Error('expected no product');
    },
  };
  const { x, iterations, converged } = cg(operator, torch.zeros(3));
  assert.equal(x.toArray(), [0, 0, 0]);
  assert.is(iterations, 0);
  assert.ok(converged);
});

test('tolerance, the number of iterations and the caller stop it', () => {
  const loose = cg(matrix(a), b, { tolerance: 0.1 });
  const tight = cg(matrix(a), b, { tolerance: 1e-8, maxIterations: 40 });
  assert.ok(loose.converged && loose.residual <= 0.1 * b.norm() && loose.iterations < tight.iterations);
  const short = cg(matrix(a), b, { maxIterations: 3 });
  assert.is(short.iterations, 3);
  assert.not.ok(short.converged);
  const seen: number[] = [];
  const stopped = cg(matrix(a), b, {
    onIteration: ({ iteration, x, residual }) => {
      const r = b.clone().csub(torch.Tensor(size).mv(a, x));
      nearNumbers([residual], [r.norm()], 1e-9, 'residual');
      seen.push(iteration);
      return iteration < 4;
    },
  });
  assert.equal(seen, [1, 2, 3, 4]);
  assert.is(stopped.iterations, 4);
  assert.not.ok(stopped.converged);
});

test('arguments out of range are refused', () => {
  assert.throws(() => cg(diagonal(1, 2), torch.ones(3)), /^cg: expected b \(2\), got \(3\)$/);
  assert.throws(() => cg(diagonal(1, 2), torch.ones(1, 2)), /^cg: expected b \(2\), got \(1 × 2\)$/);
  assert.throws(() => cg(diagonal(1), torch.ones(1), { damping: -1 }), /^cg: expected damping >= 0, got -1$/);
  assert.throws(
    () => cg(diagonal(1), torch.ones(1), { tolerance: Number.NaN }),
    /^cg: expected tolerance >= 0, got NaN$/,
  );
});

test('a damped Gauss-Newton step solves its system', () => {
  const model = nn
    .Sequential()
    .add(nn.Linear(3, 3))
    .add(nn.Tanh())
    .add(nn.Linear(3, 3))
    .add(nn.Tanh())
    .add(nn.Linear(3, 2));
  const operator = gaussNewton(model, nn.MSECriterion(), torch.randn(6, 3), torch.randn(6, 2));
  const { x } = cg(operator, operator.gradient, { damping: 0.1, maxIterations: 200 });
  const dense = operator.toDense();
  for (let i = 0; i < operator.size; i++) dense.set(i, i, dense.get(i, i) + 0.1);
  nearNumbers(x.toArray(), solve(dense, operator.gradient), 1e-8, 'x');
});

test.run();
