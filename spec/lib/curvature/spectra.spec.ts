/** @file Lanczos, eigenpairs, traces and spectra, against LAPACK's eigenvalues of the dense matrix. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { eigenpairs, hessian, lanczos, type Operator, spectrum, trace } from '../../../lib/curvature/index.js';
import { nn } from '../../../lib/nn.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';

const test = suite('spectra');

function network(): Operator & { toDense(): Tensor } {
  torch.manualSeed(5);
  const model = nn
    .Sequential()
    .add(nn.Linear(3, 4))
    .add(nn.Tanh())
    .add(nn.Linear(4, 4))
    .add(nn.Tanh())
    .add(nn.Linear(4, 3));
  model.add(nn.LogSoftMax());
  return hessian(model, nn.ClassNLLCriterion(), torch.randn(7, 3), torch.Tensor([0, 1, 2, 0, 1, 2, 0]));
}

/** The operator of a diagonal matrix. */
function diagonal(...values: number[]): Operator {
  const d = Tensor.from('Double', values);
  return { size: values.length, apply: (v, out = v.new()) => out.resizeAs(v).copy(v).cmul(d) };
}

/** Ascending. */
function eigenvalues(operator: { toDense(): Tensor }): number[] {
  const dense = operator.toDense();
  return (torch.symeig(dense.add(dense.t().clone()).div(2), 'N')[0] as Tensor).toArray();
}

function nearAll(actual: readonly number[], expected: readonly number[], bound: number): void {
  assert.is(actual.length, expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  actual.forEach((value, i) => {
    const error = Math.abs(value - expected[i]) / scale;
    assert.ok(error <= bound, `${i}: expected ${expected[i]}, got ${value}, relative error ${error}`);
  });
}

test('eigenvalues of a network with two hidden layers are those of its dense Hessian', () => {
  const H = network();
  const exact = eigenvalues(H);
  nearAll(eigenpairs(H, 5).values.toArray(), exact.slice(-5).reverse(), 1e-9);
  nearAll(eigenpairs(H, 3, 'smallest').values.toArray(), exact.slice(0, 3), 1e-9);
  const bySize = [...exact].sort((a, b) => Math.abs(b) - Math.abs(a));
  nearAll(eigenpairs(H, 6, 'magnitude').values.toArray(), bySize.slice(0, 6), 1e-9);
  nearAll(eigenpairs(H, H.size).values.toArray(), [...exact].reverse(), 1e-9);
});

test('no residual is said to be less than what rounding leaves', () => {
  const A = diagonal(...Array.from({ length: 60 }, (_, i) => 3 ** -i));
  const { values, vectors, residuals } = eigenpairs(A, 3);
  for (const [i, residual] of residuals.entries()) {
    const u = vectors.select(0, i);
    const left = A.apply(u)
      .add(-(values.get(i) as number), u)
      .norm();
    assert.ok(residual >= 0.9 * Number.EPSILON && left <= 20 * residual, `${left} is not ${residual}`);
  }
});

test('eigenvectors are orthonormal, and the residuals are what they are said to be', () => {
  const H = network();
  const { values, vectors, residuals, converged, products } = eigenpairs(H, 4);
  assert.ok(converged && products < H.size, `${products} products`);
  const gram = torch.mm(vectors, vectors.t());
  assert.ok(gram.add(-1, torch.eye(4)).abs().max() < 1e-12);
  for (let i = 0; i < 4; i++) {
    const u = vectors.select(0, i);
    const rest = H.apply(u.clone())
      .add(-(values.get(i) as number), u)
      .norm();
    assert.ok(Math.abs(rest - residuals[i]) < 1e-10, `${i}: ${rest} and ${residuals[i]}`);
  }
});

test('the basis is orthonormal and makes the matrix tridiagonal', () => {
  const H = network();
  const { alpha, beta, basis } = lanczos(H, { steps: 20 });
  const image = Tensor.zeros('Double', [20, H.size]);
  for (let i = 0; i < 20; i++) H.apply(basis.select(0, i), image.select(0, i));
  const T = torch.mm(basis, image.t());
  alpha.forEach((value, i) => void T.set(i, i, (T.get(i, i) as number) - value));
  beta.forEach((value, i) => {
    T.set(i, i + 1, (T.get(i, i + 1) as number) - value);
    T.set(i + 1, i, (T.get(i + 1, i) as number) - value);
  });
  assert.is(beta.length, 19);
  assert.ok(T.abs().max() < 1e-12, String(T.abs().max()));
  assert.ok(torch.mm(basis, basis.t()).add(-1, torch.eye(20)).abs().max() < 1e-13);
});

test('memory that is given holds the basis, whatever was in it, and one process after the other uses it', () => {
  const H = network();
  const memory = { basis: torch.zeros(8, H.size).fill(Number.NaN), w: torch.zeros(H.size).fill(Number.NaN) };
  for (const start of [torch.randn(H.size), torch.randn(H.size)]) {
    const [given, own] = [lanczos(H, { steps: 7, start, memory }), lanczos(H, { steps: 7, start })];
    assert.equal([given.alpha, given.beta, given.basis.toArray()], [own.alpha, own.beta, own.basis.toArray()]);
    assert.equal(memory.basis.select(0, 6).toArray(), own.basis.select(0, 6).toArray());
  }
});

test('where the Krylov space closes, the process goes on from a new vector: multiplicities are found', () => {
  const A = diagonal(2, 2, 2, 1, 1, 0);
  nearAll(eigenpairs(A, 6).values.toArray(), [2, 2, 2, 1, 1, 0], 1e-12);
  nearAll(
    eigenpairs(diagonal(0, 0, 0), 2)
      .values.add(1)
      .toArray(),
    [1, 1],
    0,
  );
});

for (const method of ['hutchinson', 'hutch++', 'xtrace'] as const) {
  test(`${method}: within three standard errors on twenty seeds, and without bias`, () => {
    const H = network();
    const exact = eigenvalues(H).reduce((sum, value) => sum + value, 0);
    let [total, expectedError, outside] = [0, 0, 0];
    for (let seed = 0; seed < 20; seed++) {
      torch.manualSeed(seed);
      const found = trace(H, { method, products: 24 });
      assert.ok(found.products <= 24, `${found.products} products`);
      if (Math.abs(found.trace - exact) > 3 * found.standardError) outside++;
      total += found.trace / 20;
      expectedError += found.standardError / 20;
    }
    // With few samples the t distribution has wider tails than the normal one.
    assert.ok(outside <= 1, `${outside} of 20 seeds outside`);
    const bound = (4 * expectedError) / Math.sqrt(20);
    assert.ok(Math.abs(total - exact) < bound, `mean ${total}, exact ${exact}, bound ${bound}`);
  });
}

test('xtrace and hutch++ are exact for a matrix of small rank', () => {
  const A = diagonal(3, -1, 0, 0, 0, 0, 0, 0, 0, 0);
  torch.manualSeed(1);
  for (const method of ['hutch++', 'xtrace'] as const) {
    const found = trace(A, { method, products: 12 });
    assert.ok(Math.abs(found.trace - 2) < 1e-12, `${method}: ${found.trace}`);
    assert.ok(found.standardError < 1e-12, method);
  }
  assert.is(trace(diagonal(0, 0, 0)).trace, 0);
});

test('xtrace is sharper than hutchinson where eigenvalues fall off', () => {
  torch.manualSeed(2);
  const Q = torch.qr(torch.randn(60, 60))[0] as Tensor;
  const D = torch.diag(
    Tensor.from(
      'Double',
      [...Array(60).keys()].map((i) => 0.7 ** i),
    ),
  );
  const dense = torch.mm(torch.mm(Q, D), Q.t());
  const A: Operator = { size: 60, apply: (v, out = v.new()) => out.resizeAs(v).copy(torch.mv(dense, v)) };
  const [sharp, plain] = (['xtrace', 'hutchinson'] as const).map((method) => trace(A, { method }).standardError);
  assert.ok(sharp < plain / 10, `${sharp} and ${plain}`);
});

test('the density has mass 1, the moments of the eigenvalues, and the broadening that was asked for', () => {
  const H = network();
  const exact = eigenvalues(H);
  torch.manualSeed(3);
  const { grid, density, error, products, broadening } = spectrum(H, { probes: 300, steps: 20, broadening: 0.05 });
  const step = (grid.get(1) as number) - (grid.get(0) as number);
  const moment = (power: number): number =>
    grid.toArray().reduce((sum, t, i) => sum + t ** power * (density.get(i) as number) * step, 0);
  assert.ok(Math.abs(moment(0) - 1) < 1e-6, String(moment(0)));
  const mean = exact.reduce((sum, value) => sum + value, 0) / exact.length;
  assert.ok(Math.abs(moment(1) - mean) < 0.03, `${moment(1)} and ${mean}`);
  const square = exact.reduce((sum, value) => sum + value ** 2, 0) / exact.length + broadening ** 2;
  assert.ok(Math.abs(moment(2) - square) < 0.1 * square, `${moment(2)} and ${square}`);
  assert.ok(error.min() >= 0 && products <= 300 * 20);
});

test('the density of known eigenvalues is a sum of Gaussians', () => {
  torch.manualSeed(4);
  const { grid, density } = spectrum(diagonal(1, 1, 1, 3), { broadening: 0.2 });
  const expected = (t: number): number =>
    (0.75 * Math.exp(-((t - 1) ** 2) / 0.08) + 0.25 * Math.exp(-((t - 3) ** 2) / 0.08)) /
    (0.2 * Math.sqrt(2 * Math.PI));
  const worst = Math.max(...grid.toArray().map((t, i) => Math.abs(expected(t) - (density.get(i) as number))));
  assert.ok(worst < 1e-12, String(worst));
});

test('the same seed gives the same numbers', () => {
  const H = network();
  const runs = [1, 2].map(() => {
    torch.manualSeed(9);
    return [trace(H).trace, ...eigenpairs(H, 2).values.toArray(), ...spectrum(H, { probes: 2 }).density.toArray()];
  });
  assert.equal(runs[0], runs[1]);
});

// [call, message]
const errors: [() => unknown, string][] = [
  [() => eigenpairs(diagonal(1, 2), 3), 'eigenpairs: expected k from 1 to 2, got 3'],
  [
    () => eigenpairs(diagonal(1, 2), 2, 'biggest' as 'largest'),
    "eigenpairs: expected largest, smallest, magnitude, got 'biggest'",
  ],
  [() => eigenpairs(diagonal(1, 2), 2, 'largest', { steps: 1 }), 'eigenpairs: expected 2 steps at least, got 1'],
  [() => lanczos(diagonal(1, 2), { steps: 0 }), 'lanczos: expected from 1 to 2 steps, got 0'],
  [() => lanczos(diagonal(1, 2), { start: torch.ones(3) }), 'lanczos: expected start (2), got DoubleTensor(3)'],
  [
    () => lanczos(diagonal(1, 2), { start: torch.zeros(2) }),
    'lanczos: expected a start of finite length > 0, got one of length 0',
  ],
  [
    () => lanczos(diagonal(1, 2), { start: torch.zeros(2).fill(Number.NaN) }),
    'lanczos: expected a start of finite length > 0, got one of length NaN',
  ],
  [
    () => lanczos(diagonal(1, 2), { memory: { basis: torch.zeros(1, 2), w: torch.zeros(2) } }),
    'lanczos: expected memory of (2 × 2) and (2), got DoubleTensor(1 × 2) and DoubleTensor(2)',
  ],
  [() => lanczos(diagonal(1, Number.NaN)), 'lanczos: expected finite products, got NaN from the operator'],
  [() => trace(diagonal(1), { products: 3 }), 'trace: expected 4 products at least for xtrace, got 3'],
  [
    () => trace(diagonal(1), { method: 'x' as 'xtrace' }),
    "trace: expected the method hutchinson, hutch++, xtrace, got 'x'",
  ],
  [() => spectrum(diagonal(1), { probes: 1 }), 'spectrum: expected 2 probes at least, got 1'],
  [() => spectrum(diagonal(1, 2), { broadening: 0 }), 'spectrum: expected a positive broadening, got 0'],
];
for (const [call, message] of errors) {
  test(message, () => assert.throws(call, (error: Error) => error.message === message));
}

test.run();
