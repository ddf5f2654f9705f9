/** @file The diagonal of the empirical Fisher matrix, by opfunc: against gradients of single examples. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fisher } from '../../../lib/curvature/index.js';
import { counting, js, useKernels } from '../../../lib/kernels/index.js';
import type { Criterion } from '../../../lib/nn/criterion.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { opfunc } from '../../../lib/optim/index.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { gradientOf } from '../../differences.js';
import { nearNumbers } from '../../golden.js';
import { layers } from '../../networks.js';

interface Case {
  model: Module;
  criterion: Criterion;
  x: Tensor;
  t: Tensor;
  /** What each example's gradient is multiplied with before it is squared, and the sum of squares after. */
  factors?: number[];
  whole?: number;
}

const classes = torch.LongTensor([0, 2, 1, 2, 0]);
const weights = Tensor.from('Double', [0.5, 2, 3]);
const rows = 5;

const cases: Record<string, () => Case> = {
  'log-softmax and NLL': () => ({
    model: layers([4, 3, 3, 3]).add(nn.LogSoftMax()),
    criterion: nn.ClassNLLCriterion(),
    x: torch.randn(rows, 4),
    t: classes,
  }),
  'NLL with class weights': () => ({
    model: layers([4, 3, 3, 3]).add(nn.LogSoftMax()),
    criterion: nn.ClassNLLCriterion(weights),
    x: torch.randn(rows, 4),
    t: classes,
    // A weight of an example alone cancels in its average.
    factors: [0.5, 3, 2, 3, 0.5].map((w) => w / 9),
    whole: rows,
  }),
  'mean squares, Sequentials inside each other': () => ({
    model: nn
      .Sequential()
      .add(layers([4, 3], 'Sigmoid'))
      .add(nn.Tanh())
      .add(layers([3, 3, 2])),
    criterion: nn.MSECriterion(),
    x: torch.randn(rows, 4),
    t: torch.randn(rows, 2),
  }),
  'summed squares': () => ({
    model: layers([4, 3, 3, 2]),
    criterion: nn.MSECriterion(false),
    x: torch.randn(rows, 4),
    t: torch.randn(rows, 2),
    factors: [1, 1, 1, 1, 1],
    whole: 1,
  }),
  'convolutions, which run one by one': () => ({
    model: nn
      .Sequential()
      .add(nn.SpatialConvolution(1, 2, 2, 2))
      .add(nn.Tanh())
      .add(nn.SpatialConvolution(2, 2, 2, 2))
      .add(nn.View(-1).setNumInputDims(3))
      .add(nn.Linear(8, 2)),
    criterion: nn.MSECriterion(),
    x: torch.randn(rows, 1, 4, 4),
    t: torch.randn(rows, 2),
  }),
  'rows that are parts of examples': () => ({
    model: nn
      .Sequential()
      .add(nn.View(-1, 2))
      .add(layers([2, 3, 3]))
      .add(nn.View(-1, 6)),
    criterion: nn.MSECriterion(),
    x: torch.randn(rows, 4),
    t: torch.randn(rows, 6),
  }),
};

for (const [name, make] of Object.entries(cases)) {
  for (const weightDecay of [0, 0.3]) {
    test(`${name}: squares of single gradients, with weight decay ${weightDecay}`, () => {
      torch.manualSeed(3);
      const { model, criterion, x, t, factors = new Array(rows).fill(1 / rows), whole = rows } = make();
      const [w] = model.getParameters();
      const singly = factors.map((factor, i) =>
        gradientOf(model, criterion, x.narrow(0, i, 1), t.narrow(0, i, 1)).map((g) => factor * g),
      );
      const expected = singly[0].map((_, j) => whole * singly.reduce((sum, g) => sum + g[j] ** 2, weightDecay / whole));
      const v = torch.randn(w.nElement());
      for (const sizes of [[5], [2, 3], [1, 1, 3]]) {
        let at = 0;
        const batches = sizes.map((n) => {
          at += n;
          return { input: x.narrow(0, at - n, n), target: t.narrow(0, at - n, n) };
        });
        const data = batches.length === 1 ? batches[0] : batches;
        const { gradient, fisherDiagonal, gnv, hv } = opfunc(model, criterion, data, { weightDecay })(w);
        assert.ok(fisherDiagonal && gnv && hv);
        const [g, gv, h] = [gradient.toArray(), gnv(v).toArray(), hv(v).toArray()];
        nearNumbers(fisherDiagonal().toArray(), expected, 1e-12, 'diagonal');
        nearNumbers(gnv(v).toArray(), gv, 1e-13, 'Gv afterwards');
        nearNumbers(fisherDiagonal(v.clone()).toArray(), expected, 1e-12, 'diagonal after Gv');
        nearNumbers(hv(v).toArray(), h, 1e-13, 'Hv afterwards');
        assert.equal(gradient.toArray(), g);
      }
    });
  }
}

test('of a vector, its gradient squared', () => {
  const model = layers([3, 3, 3, 2]);
  const [x, t] = [torch.randn(3), torch.randn(2)];
  const [w] = model.getParameters();
  const expected = gradientOf(model, nn.MSECriterion(), x, t).map((g) => g ** 2);
  const found = opfunc(model, nn.MSECriterion(), { input: x, target: t })(w).fisherDiagonal?.();
  nearNumbers(found?.toArray() ?? [], expected, 1e-13, 'diagonal');
});

test('it is the diagonal of the operator', () => {
  const model = layers([4, 3, 3, 2]);
  const [x, t] = [torch.randn(rows, 4), torch.randn(rows, 2)];
  const dense = fisher(model, nn.MSECriterion(), x, t, { kind: 'empirical' }).toDense();
  const found = opfunc(model, nn.MSECriterion(), { input: x, target: t })(model.getParameters()[0]).fisherDiagonal?.();
  nearNumbers(found?.toArray() ?? [], dense.diag().toArray(), 1e-12, 'diagonal');
});

test('of Linear layers it costs a third of a gradient', () => {
  const model = layers([20, 30, 20, 10]).add(nn.LogSoftMax());
  const f = opfunc(model, nn.ClassNLLCriterion(), { input: torch.randn(40, 20), target: torch.zeros(40).long() });
  const [w] = model.getParameters();
  const tally = counting(js);
  const previous = useKernels(tally);
  try {
    const { fisherDiagonal } = f(w);
    const gradient = tally.multiplyAdds;
    tally.reset();
    fisherDiagonal?.(w.clone());
    const ratio = tally.multiplyAdds / gradient;
    assert.ok(ratio > 0.3 && ratio < 0.45, `expected about a third, got ${ratio}`);
  } finally {
    useKernels(previous);
  }
});

test('after the parameters have moved it is refused, one by one too', () => {
  for (const make of [cases['summed squares'], cases['convolutions, which run one by one']]) {
    const { model, criterion, x, t } = make();
    const [w] = model.getParameters();
    const { fisherDiagonal } = opfunc(model, criterion, { input: x, target: t })(w);
    w.mul(1.5);
    assert.throws(
      () => fisherDiagonal?.(),
      (error: Error) =>
        error.message ===
        'Objective: expected the parameters of the last evaluation, got others: call evaluate() first',
    );
  }
});

test.run();
