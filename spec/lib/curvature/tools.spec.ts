/** @file Diagonals, figures of modules and landscapes, against the dense matrix and the loss itself. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  applyBlock,
  diagonal,
  hessian,
  landscape,
  type Operator,
  perModule,
  trace,
} from '../../../lib/curvature/index.js';
import { nn } from '../../../lib/nn.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { lossOf } from '../../differences.js';
import { nearNumbers } from '../../golden.js';
import { layers } from '../../networks.js';

torch.manualSeed(6);
const model = layers([3, 4, 4, 2]);
const mse = nn.MSECriterion();
const [x, t] = [torch.randn(5, 3), torch.randn(5, 2)];
const H = hessian(model, mse, x, t);
const matrix = H.toDense();
const [w] = model.getParameters();

function dense(a: Tensor): Operator {
  return { size: a.size(0), apply: (v, out = v.new()) => out.resizeAs(v).mv(a, v) };
}

test('with as many products as unknowns the diagonal is exact', () => {
  const { diagonal: found, standardError, products } = diagonal(H);
  nearNumbers(found.toArray(), matrix.diag().toArray(), 1e-13, 'diagonal');
  assert.is(standardError.norm(), 0);
  assert.is(products, H.size);
});

test('with fewer it is without bias, and the standard errors are those of the mean', () => {
  torch.manualSeed(1);
  const [products, seeds] = [20, 400];
  const exact = matrix.diag();
  const [mean, variance] = [exact.clone().zero(), exact.clone().zero()];
  for (let i = 0; i < seeds; i++) {
    const found = diagonal(H, { products });
    assert.is(found.products, products);
    mean.add(1 / seeds, found.diagonal);
    variance.addcmul(1 / seeds, found.standardError, found.standardError);
  }
  // Var = Σⱼ≠ᵢ Aᵢⱼ² / products.
  const beside = matrix.clone().add(-1, torch.diag(exact));
  const expected = beside.cmul(beside.clone()).sum(1).view(-1).div(products);
  const off = mean
    .add(-1, exact)
    .toArray()
    .map((value, i) => Math.abs(value) / Math.sqrt(expected.get(i) / seeds));
  assert.ok(Math.max(...off) < 4.5, `${Math.max(...off)} standard errors`);
  nearNumbers(variance.toArray(), expected.toArray(), 0.1, 'squares of standard errors');
});

test('one sweep over a block is the products one by one', () => {
  const V = torch.randn(5, H.size);
  const found = applyBlock(H, V);
  for (let i = 0; i < 5; i++)
    nearNumbers(found.select(0, i).toArray(), H.apply(V.select(0, i)).toArray(), 1e-13, `${i}`);
  const kept = V.toArray();
  assert.is(applyBlock(H, V, V), V);
  assert.equal(V.toArray(), found.toArray());
  assert.not.equal(V.toArray(), kept);
});

test('figures of each module are those of its block', () => {
  const seen: string[] = [];
  const figures = perModule(H, { products: 60, onModule: ({ place }) => void seen.push(place) });
  assert.equal(
    figures.map(({ place, parameters }) => [place, parameters]),
    [
      ['module 0 (Linear(3 -> 4)) of Sequential', 16],
      ['module 2 (Linear(4 -> 4)) of Sequential', 20],
      ['module 4 (Linear(4 -> 2)) of Sequential', 10],
    ],
  );
  assert.equal(
    seen,
    figures.map(({ place }) => place),
  );
  let from = 0;
  for (const { parameters: n, trace: estimate, topEigenvalue, gradientNorm, module } of figures) {
    const block = matrix.narrow(0, from, n).narrow(1, from, n).clone();
    const values = torch.symeig(block, 'N')[0].toArray();
    const top = Math.abs(values[0]) > values[n - 1] ? values[0] : values[n - 1];
    nearNumbers([topEigenvalue], [top], 1e-9, `${module.describe()}: eigenvalue`);
    nearNumbers([estimate.trace], [block.trace()], 1e-9, `${module.describe()}: trace`);
    nearNumbers([gradientNorm], [H.gradient.narrow(0, from, n).norm()], 1e-14, `${module.describe()}: gradient`);
    from += n;
  }
  assert.is(perModule(H, { onModule: () => false }).length, 1);
});

test('a landscape is the loss at every place, and the parameters are put back to the bit', () => {
  const kept = w.toArray();
  const directions = torch.randn(2, H.size);
  const gradient = model.getParameters()[1].toArray();
  const data = [0, 2].map((at) => ({
    input: x.narrow(0, at, at + 2 > 3 ? 3 : 2),
    target: t.narrow(0, at, at === 0 ? 2 : 3),
  }));
  const line = landscape(model, mse, data, directions.select(0, 1), { radius: 0.5, points: 5 });
  const plane = landscape(model, mse, { input: x, target: t }, directions, { points: 3 });
  assert.equal(w.toArray(), kept);
  assert.equal(model.getParameters()[1].toArray(), gradient);
  assert.equal(line.coordinates.toArray(), [-0.5, -0.25, 0, 0.25, 0.5]);
  assert.equal(plane.coordinates.toArray(), [-1, 0, 1]);
  const at = (a: number, b: number): number => {
    w.add(a, directions.select(0, 0)).add(b, directions.select(0, 1));
    const loss = lossOf(model, mse, x, t);
    w.copy(Tensor.from('Double', kept));
    return loss;
  };
  nearNumbers(
    line.loss.toArray(),
    [-0.5, -0.25, 0, 0.25, 0.5].map((b) => at(0, b)),
    1e-13,
    'line',
  );
  const expected = [-1, 0, 1].flatMap((a) => [-1, 0, 1].map((b) => at(a, b)));
  assert.equal(plane.loss.size(), [3, 3]);
  nearNumbers(plane.loss.toArray(), expected, 1e-13, 'plane');
});

test('along eigenvectors the second differences at the middle are the eigenvalues', () => {
  torch.manualSeed(2);
  const { loss, eigenvalues, directions } = landscape(model, mse, { input: x, target: t }, 2, {
    radius: 1e-3,
    points: 3,
  });
  assert.equal(directions.size(), [2, H.size]);
  const second = (a: number, b: number): number =>
    (loss.get(1 + a, 1 + b) - 2 * loss.get(1, 1) + loss.get(1 - a, 1 - b)) / 1e-6;
  nearNumbers([second(1, 0), second(0, 1)], (eigenvalues as Tensor).toArray(), 1e-4, 'eigenvalues');
  const values = torch
    .symeig(matrix.clone(), 'N')[0]
    .toArray()
    .sort((a, b) => Math.abs(b) - Math.abs(a));
  nearNumbers((eigenvalues as Tensor).toArray(), values.slice(0, 2), 1e-9, 'of the dense matrix');
});

test('after an error, and when it is stopped, the parameters are what they were', () => {
  const kept = w.toArray();
  let calls = 0;
  const data = {
    *[Symbol.iterator]() {
      if (calls++ > 4) throw new Error('the disk is gone');
      yield { input: x, target: t };
    },
  };
  assert.throws(() => landscape(model, mse, data, torch.randn(H.size)), /^the disk is gone$/);
  assert.equal(w.toArray(), kept);
  const { loss } = landscape(model, mse, { input: x, target: t }, torch.randn(H.size), {
    points: 4,
    onPoint: (done, points) => points === 4 && done < 2,
  });
  assert.equal(w.toArray(), kept);
  assert.equal(loss.toArray().map(Number.isFinite), [true, true, false, false]);
});

test('a loss that overflows somewhere is shown as it is', () => {
  const { loss } = landscape(model, mse, { input: x, target: t }, torch.ones(H.size), { radius: 1e200, points: 3 });
  assert.equal(loss.toArray().map(Number.isFinite), [false, true, false]);
});

const batch = { input: x, target: t };
const dropping = layers([3, 4, 2]).add(nn.Dropout(0.5));
const normalising = layers([3, 4, 2]).add(nn.BatchNormalization(2));
// [call, message]
const errors: [() => unknown, string | RegExp][] = [
  [() => applyBlock(H, torch.randn(46)), 'applyBlock: expected V (k × 46), got (46)'],
  [() => applyBlock(H, torch.randn(2, 45)), 'applyBlock: expected V (k × 46), got (2 × 45)'],
  [() => diagonal(H, { products: 1 }), 'diagonal: expected 2 products at least, got 1'],
  [() => perModule(H, { products: 3 }), 'trace: expected 4 products at least for xtrace, got 3'],
  [
    () => landscape(model, mse, batch, torch.randn(3)),
    'landscape: expected 1, 2, or directions (46), (1 × 46) or (2 × 46), got DoubleTensor(3)',
  ],
  [
    () => landscape(model, mse, batch, 3 as 2),
    'landscape: expected 1, 2, or directions (46), (1 × 46) or (2 × 46), got 3',
  ],
  [() => landscape(model, mse, batch, 1, { radius: 0 }), 'landscape: expected a positive radius, got 0'],
  [() => landscape(model, mse, batch, 1, { points: 1 }), 'landscape: expected 2 points at least, got 1'],
  [
    () => landscape(dropping, mse, batch, 1),
    /^landscape: expected the same output from every pass, got another .* module 3 \(Dropout/,
  ],
  [() => landscape(normalising, mse, batch, 1), /^landscape: expected passes .* got other running_mean after each/],
  [() => landscape(model, mse, [], 1), 'Objective: expected at least one batch, got none'],
];
for (const [call, message] of errors) {
  test(`refused: ${message}`, () =>
    assert.throws(call, (error: Error) =>
      typeof message === 'string' ? error.message === message : message.test(error.message),
    ));
}

test('a trace of a block of rows is that of rows one by one', () => {
  torch.manualSeed(3);
  const a = trace(H, { products: 12, method: 'hutchinson' }).trace;
  torch.manualSeed(3);
  nearNumbers([trace(dense(matrix), { products: 12, method: 'hutchinson' }).trace], [a], 1e-12, 'trace');
});

test.run();
