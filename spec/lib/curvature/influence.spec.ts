/** @file Influence of training examples: against dense linear algebra, and against training without them. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Batch, gaussNewton, influence } from '../../../lib/curvature/index.js';
import type { Criterion } from '../../../lib/nn/criterion.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { newtonCG, opfunc } from '../../../lib/optim/index.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { gradientOf, lossOf } from '../../differences.js';
import { nearNumbers } from '../../golden.js';
import { layers } from '../../networks.js';

function rows(x: Tensor, t: Tensor, from: number, n: number): Batch {
  return { input: x.narrow(0, from, n).clone(), target: t.narrow(0, from, n).clone() };
}

const problems: Record<string, () => { model: Module; criterion: Criterion; t: Tensor }> = {
  'log-softmax and NLL': () => ({
    model: layers([3, 4, 4, 3]).add(nn.LogSoftMax()),
    criterion: nn.ClassNLLCriterion(),
    t: torch.LongTensor([0, 1, 2, 2, 1, 0, 1, 2, 0]),
  }),
  'mean squares': () => ({ model: layers([3, 4, 4, 2]), criterion: nn.MSECriterion(), t: torch.randn(9, 2) }),
};

for (const [name, make] of Object.entries(problems)) {
  test(`${name}: −∇l_testᵀ (G + λI)⁻¹ ∇l_train of every pair, by gradients of single examples and an inverse`, () => {
    torch.manualSeed(8);
    const { model, criterion, t } = make();
    const x = torch.randn(9, 3);
    const train = rows(x, t, 0, 6);
    const single = (i: number): Tensor => {
      const { input, target } = rows(x, t, i, 1);
      return Tensor.from('Double', gradientOf(model, criterion, input, target));
    };
    const operator = gaussNewton(model, criterion, train);
    const inverse = torch.inverse(operator.toDense().add(0.1, torch.eye(operator.size)));
    const expected = [6, 7, 8].map((j) => [0, 1, 2, 3, 4, 5].map((i) => -single(j).dot(torch.mv(inverse, single(i)))));
    operator.evaluate();
    for (const [training, testing] of [
      [train, rows(x, t, 6, 3)],
      [
        [rows(x, t, 0, 4), rows(x, t, 4, 2)],
        [rows(x, t, 6, 1), rows(x, t, 7, 2)],
      ],
    ]) {
      const found = influence(model, criterion, training, testing, { operator, damping: 0.1, tolerance: 1e-12 });
      assert.equal(found.size(), [3, 6]);
      nearNumbers(found.toArray(), expected.flat(), 1e-9, 'influence');
    }
  });
}

test('of softmax regression with weight decay it tells what training without an example does', () => {
  torch.manualSeed(4);
  const [n, decay, tests] = [400, 0.02, 5];
  const x = torch.randn(n + tests, 4);
  const truth = torch.randn(3, 4);
  const noise = torch.randn(n + tests, 3).mul(1.5);
  const t = (torch.mm(x, truth.t()).add(noise).max(1) as [Tensor, Tensor])[1].view(-1);
  const model = nn.Sequential().add(nn.Linear(4, 3)).add(nn.LogSoftMax());
  const criterion = nn.ClassNLLCriterion();
  const [w] = model.getParameters();
  const minimise = (batch: Batch, weightDecay: number): void => {
    const f = opfunc(model, criterion, batch, { weightDecay });
    const state = {};
    for (let i = 0; i < 60 && f(w).gradient.norm() > 1e-11; i++) newtonCG(f, w, { forcing: 1e-6 }, state);
    assert.ok(f(w).gradient.norm() < 1e-9);
  };
  const train = rows(x, t, 0, n);
  minimise(train, decay);
  const testLosses = (): number[] =>
    Array.from({ length: tests }, (_, j) => {
      const { input, target } = rows(x, t, n + j, 1);
      return lossOf(model, criterion, input, target);
    });
  const predicted = influence(model, criterion, train, rows(x, t, n, tests), { damping: decay }).div(-n);
  const [start, before] = [w.clone(), testLosses()];
  const pairs: [number, number][] = [];
  for (let i = 0; i < n; i += 20) {
    const kept = torch.LongTensor([...Array(n).keys()].filter((k) => k !== i));
    w.copy(start);
    // (1/n) of the sum over the others, and the same decay: the mean over the others with more of it.
    minimise({ input: x.index(0, kept), target: t.index(0, kept) }, (decay * n) / (n - 1));
    testLosses().forEach((loss, j) => {
      pairs.push([predicted.get(j, i), loss - before[j]]);
    });
  }
  const [p, a] = [0, 1].map((k) =>
    Tensor.from(
      'Double',
      pairs.map((pair) => pair[k]),
    ),
  );
  const centred = [p, a].map((v) => v.clone().add(-v.mean()));
  const correlation = centred[0].dot(centred[1]) / (centred[0].norm() * centred[1].norm());
  assert.ok(correlation > 0.995, `correlation ${correlation}`);
  const slope = a.dot(p) / p.dot(p);
  assert.ok(Math.abs(slope - 1) < 0.04, `slope ${slope}`);
  assert.ok(p.clone().csub(a).norm() < 0.06 * a.norm(), `values off by ${p.clone().csub(a).norm() / a.norm()}`);
});

test('the caller can stop after any test example', () => {
  const model = layers([3, 4, 4, 2]);
  const data = { input: torch.randn(5, 3), target: torch.randn(5, 2) };
  const operator = gaussNewton(model, nn.MSECriterion(), data);
  const found = influence(model, nn.MSECriterion(), data, data, {
    operator,
    damping: 1,
    onExample: (done) => done < 2,
  });
  assert.equal(found.size(), [2, 5]);
});

const model = layers([3, 4, 4, 2]);
const data = { input: torch.randn(5, 3), target: torch.randn(5, 2) };
const mse = nn.MSECriterion();
const strange = gaussNewton(layers([3, 2, 2, 2]), mse, data);
const normalising = nn.Sequential().add(nn.Linear(3, 2)).add(nn.BatchNormalization(2));
// [call, message]
const errors: [() => unknown, string | RegExp][] = [
  [
    () => influence(model, mse, data, data, { operator: strange }),
    'influence: expected an operator of the model, got one of another model, with 20 parameters',
  ],
  [
    () => influence(normalising, mse, data, data),
    'influence: expected examples that do not see each other, got BatchNormalization (2D) (2) in training: call model.evaluate()',
  ],
  [() => influence(model, mse, data, []), 'Objective: expected at least one batch, got none'],
  [
    () => influence(model, mse, data, undefined as unknown as Batch, { operator: gaussNewton(model, mse, data) }),
    'Objective: expected batches { input, target }, or an iterable of them, got undefined',
  ],
  [() => influence(model, mse, [], data), 'Objective: expected at least one batch, got none'],
  [
    () => influence(model, mse, data, data),
    /^inverseHv: expected a positive definite A \+ λI, got λ = 0 and curvature -/,
  ],
];
for (const [call, message] of errors) {
  test(`refused: ${message}`, () =>
    assert.throws(call, (error: Error) =>
      typeof message === 'string' ? error.message === message : message.test(error.message),
    ));
}

test.run();
