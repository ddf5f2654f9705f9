/** @file hessian and gaussNewton as matrices: against differences of the gradient, and JᵀH_LJ of differences. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type CurvatureOperator, gaussNewton, hessian } from '../../../lib/curvature/index.js';
import type { Criterion, Target } from '../../../lib/nn/criterion.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { hessianOf, jacobianByDifferences, lossOf, times } from '../../differences.js';
import { nearNumbers } from '../../golden.js';
import { layers } from '../../networks.js';

type Sequential = InstanceType<typeof nn.Sequential>;

interface Problem {
  model: Module;
  criterion: Criterion;
  x: Tensor;
  t: Target;
  options?: { lossFrom: Module | Criterion };
  /** A positive semi-definite Hessian of the loss in z, and the model that ends at z. */
  convex?: { head: Module; hessian: (z: number[]) => number[][] };
}

const classes = torch.LongTensor([0, 2, 1, 2, 0]);

/** Five rows of three scores: the Hessian of the averaged cross-entropy, by p and e. */
function softmaxHessian(z: number[]): number[][] {
  return z.map((_, i) =>
    z.map((_, j) => {
      if (Math.floor(i / 3) !== Math.floor(j / 3)) return 0;
      const first = 3 * Math.floor(i / 3);
      const total = [0, 1, 2].reduce((sum, k) => sum + Math.exp(z[first + k]), 0);
      const [p, q] = [Math.exp(z[i]) / total, Math.exp(z[j]) / total];
      return ((i === j ? p : 0) - p * q) / 5;
    }),
  );
}

const problems: Record<string, () => Problem> = {
  'log-softmax and NLL': () => {
    const model = layers([4, 3, 3, 3]);
    return {
      model: model.clone().add(nn.LogSoftMax()),
      criterion: nn.ClassNLLCriterion(),
      x: torch.randn(5, 4),
      t: classes,
      convex: { head: model, hessian: softmaxHessian },
    };
  },
  'log-softmax in an inner Sequential': () => {
    const head = nn
      .Sequential()
      .add(layers([4, 3]))
      .add(nn.Tanh())
      .add(layers([3, 3, 3], 'Sigmoid'));
    const model = head.clone();
    (model.get(2) as Sequential).add(nn.Sequential().add(nn.LogSoftMax()));
    return {
      model,
      criterion: nn.ClassNLLCriterion(),
      x: torch.randn(5, 4),
      t: classes,
      convex: { head, hessian: softmaxHessian },
    };
  },
  'cross-entropy': () => {
    const model = layers([4, 3, 3, 3], 'Sigmoid');
    return {
      model: model.clone(),
      criterion: nn.CrossEntropyCriterion(),
      x: torch.randn(5, 4),
      t: classes,
      convex: { head: model, hessian: softmaxHessian },
    };
  },
  'sigmoid and BCE': () => {
    const model = layers([4, 3, 3, 2]);
    const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
    return {
      model: model.clone().add(nn.Sigmoid()),
      criterion: nn.BCECriterion(),
      x: torch.randn(5, 4),
      t: torch.rand(5, 2),
      convex: {
        head: model,
        hessian: (z) => z.map((a, i) => z.map((_, j) => (i === j ? (sigmoid(a) * (1 - sigmoid(a))) / 10 : 0))),
      },
    };
  },
  'sigmoid and MSE, split after the sigmoid': () => {
    const model = layers([4, 3, 3, 2]).add(nn.Sigmoid());
    const criterion = nn.MSECriterion(false);
    return {
      model: model.clone(),
      criterion,
      options: { lossFrom: criterion },
      x: torch.randn(5, 4),
      t: torch.rand(5, 2),
      convex: { head: model, hessian: (z) => z.map((_, i) => z.map((_, j) => (i === j ? 2 : 0))) },
    };
  },
};

function dense(operator: CurvatureOperator): number[] {
  return operator.toDense().toArray();
}

for (const [name, make] of Object.entries(problems)) {
  const problem = (): Problem => {
    torch.manualSeed(11);
    return make();
  };

  test(`the Hessian of ${name} is that of differences, symmetric, and leaves the gradient alone`, () => {
    const { model, criterion, x, t } = problem();
    const expected = hessianOf(model, criterion, x, t);
    const [w, g] = model.getParameters();
    const slopes = jacobianByDifferences(() => [lossOf(model, criterion, x, t)], w).map(([slope]) => slope);
    const operator = hessian(model, criterion, x, t);
    assert.is(operator.size, w.nElement());
    nearNumbers([operator.loss], [lossOf(model, criterion, x, t)], 1e-14, 'loss');
    nearNumbers(operator.gradient.toArray(), slopes, 1e-8, 'gradient');
    const columns = operator.toDense();
    nearNumbers(columns.toArray(), expected.flat(), 1e-7, 'H');
    assert.ok(columns.clone().csub(columns.t().clone()).norm() < 1e-13 * columns.norm());
    assert.equal(g.toArray(), operator.gradient.toArray());
    const v = torch.randn(w.nElement());
    nearNumbers(operator.apply(v).toArray(), times(expected, v), 1e-7, 'Hv');
  });

  test(`the Gauss-Newton matrix of ${name} is JᵀH_LJ, and positive semi-definite`, () => {
    const { model, criterion, x, t, convex, options } = problem();
    const { head, hessian: middle } = convex as NonNullable<Problem['convex']>;
    const [w] = head.getParameters();
    w.copy(model.getParameters()[0]);
    const z = (): number[] => (head.forward(x) as Tensor).toArray();
    const jacobian = jacobianByDifferences(z, w);
    const right = jacobian.map((row) => middle(z()).map((h) => h.reduce((sum, a, k) => sum + a * row[k], 0)));
    const expected = jacobian.map((row) => right.map((column) => row.reduce((sum, a, k) => sum + a * column[k], 0)));
    const operator = gaussNewton(model, criterion, x, t, options);
    const [, g] = model.getParameters();
    nearNumbers(dense(operator), expected.flat(), 1e-7, 'G');
    assert.equal(g.toArray(), operator.gradient.toArray());
    for (let k = 0; k < 20; k++) {
      const v = torch.randn(w.nElement());
      assert.ok(v.dot(operator.apply(v)) >= -1e-15);
    }
    g.fill(3);
    operator.apply(w);
    assert.equal(g.toArray(), new Array(w.nElement()).fill(3));
  });
}

test('lossFrom says where the loss begins', () => {
  torch.manualSeed(4);
  const model = layers([4, 3, 3, 3]).add(nn.Sigmoid());
  const [x, t, criterion] = [torch.randn(5, 4), torch.rand(5, 3), nn.MSECriterion()];
  const sigmoid = model.get(5);
  const before = gaussNewton(model, criterion, x, t, { lossFrom: sigmoid });
  const whole = gaussNewton(model, criterion, { input: x, target: t }, { lossFrom: sigmoid });
  const v = torch.randn(before.size);
  assert.equal(before.apply(v).toArray(), whole.apply(v).toArray());
  // A trailing Sigmoid, SoftMax or LogSoftMax belongs to the loss unless the criterion is named.
  assert.equal(before.apply(v).toArray(), gaussNewton(model, criterion, x, t).apply(v).toArray());
  const after = gaussNewton(model, criterion, x, t, { lossFrom: criterion });
  assert.ok(before.apply(v).csub(after.apply(v)).norm() > 1e-6);
  const soft = layers([4, 3, 3, 3]).add(nn.SoftMax());
  assert.equal(
    gaussNewton(soft, criterion, x, t).apply(v).toArray(),
    gaussNewton(soft, criterion, x, t, { lossFrom: soft.get(-1) })
      .apply(v)
      .toArray(),
  );
  // With the last layer as the model, z is linear in its parameters, and H = G in their block.
  const [full, part] = [hessian(model, criterion, x, t).toDense(), before.toDense()];
  const n = full.size(0);
  const block = (m: Tensor): Tensor =>
    m
      .narrow(0, n - 12, 12)
      .narrow(1, n - 12, 12)
      .clone();
  nearNumbers(block(part).toArray(), block(full).toArray(), 1e-12, 'block of the last layer');
  assert.throws(
    () => gaussNewton(model, criterion, x, t, { lossFrom: model.get(2) }),
    /^gaussNewton: expected no parameters in the loss part, got some; split at a later module$/,
  );
  assert.throws(
    () => gaussNewton(model, criterion, x, t, { lossFrom: nn.Tanh() }),
    /^gaussNewton: expected lossFrom to be the criterion or one of the model's modules in sequence, got Tanh$/,
  );
});

test('a matrix of more than 5,000 columns is not made', () => {
  const operator = hessian(layers([70, 70, 2]), nn.MSECriterion(), torch.randn(1, 70), torch.randn(1, 2));
  assert.throws(
    () => operator.toDense(),
    /^toDense: expected at most 5000 parameters, got 5112: apply\(\) gives products/,
  );
});

test.run();
