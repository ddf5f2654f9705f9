/** @file Fisher matrices: against gradients of examples one by one, and against the Gauss-Newton matrix in the mean over draws. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type Batch,
  type FisherOptions,
  fisher,
  gaussNewton,
  influence,
  inverseHv,
} from '../../../lib/curvature/index.js';
import type { Criterion, Target } from '../../../lib/nn/criterion.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { gradientOf } from '../../differences.js';
import { nearNumbers } from '../../golden.js';
import { layers } from '../../networks.js';

interface Problem {
  model: Module;
  criterion: Criterion;
  t: Tensor;
  /** What the sum of the examples' outer products is divided by. */
  examples: number;
}

const rows = 6;
const labels = torch.LongTensor([0, 2, 1, 2, 0, 1]);
const problems: Record<string, () => Problem> = {
  'log-softmax and NLL': () => ({
    model: layers([4, 3, 3, 3]).add(nn.LogSoftMax()),
    criterion: nn.ClassNLLCriterion(),
    t: labels,
    examples: rows,
  }),
  'cross-entropy of labels that count from 1, one of them ignored': () => ({
    model: layers([4, 3, 3, 3]),
    criterion: nn.CrossEntropyCriterion(undefined, true, 9, 1),
    t: torch.LongTensor([1, 3, 9, 2, 1, 3]),
    examples: rows - 1,
  }),
  'summed NLL': () => ({
    model: layers([4, 3, 3, 3], 'Sigmoid').add(nn.LogSoftMax()),
    criterion: nn.ClassNLLCriterion(undefined, false),
    t: labels,
    examples: 1,
  }),
  'sigmoid and BCE': () => ({
    model: layers([4, 3, 3, 2]).add(nn.Sigmoid()),
    criterion: nn.BCECriterion(),
    t: torch.rand(rows, 2),
    examples: rows,
  }),
  'mean squares': () => ({
    model: layers([4, 3, 3, 2]),
    criterion: nn.MSECriterion(),
    t: torch.randn(rows, 2),
    examples: rows,
  }),
  'summed squares': () => ({
    model: layers([4, 3, 3, 2]),
    criterion: nn.MSECriterion(false),
    t: torch.randn(rows, 2),
    examples: 1,
  }),
};

function drawn(make: () => Problem): Problem & { x: Tensor } {
  torch.manualSeed(3);
  return { ...make(), x: torch.randn(rows, 4) };
}

function batches(x: Tensor, t: Tensor, sizes: readonly number[]): Batch[] {
  let at = 0;
  return sizes.map((n) => {
    const batch = { input: x.narrow(0, at, n).clone(), target: t.narrow(0, at, n).clone() };
    at += n;
    return batch;
  });
}

for (const [name, make] of Object.entries(problems)) {
  test(`the empirical Fisher of ${name} is the mean of g gᵀ over the examples, in one batch and in several`, () => {
    const { model, criterion, x, t, examples } = drawn(make);
    const each = batches(x, t, new Array<number>(rows).fill(1)).map(({ input, target }) =>
      gradientOf(model, criterion, input, target),
    );
    const v = torch.randn(model.getParameters()[0].nElement());
    const numbers = v.toArray();
    const expected = numbers.map(() => 0);
    for (const g of each) {
      const along = g.reduce((sum, value, j) => sum + value * numbers[j], 0) / examples;
      g.forEach((value, j) => {
        expected[j] += along * value;
      });
    }
    const data: Batches[] = [{ input: x, target: t }, batches(x, t, [1, 3, 2]), new Set(batches(x, t, [4, 2]))];
    for (const one of data) {
      const F = fisher(model, criterion, one, { kind: 'empirical' });
      nearNumbers(F.apply(v).toArray(), expected, 1e-12, 'Fv');
      nearNumbers(F.apply(v).toArray(), expected, 1e-12, 'Fv again');
    }
    const F = fisher(model, criterion, x, t, { kind: 'empirical' });
    const [, g] = model.getParameters();
    assert.equal(g.toArray(), F.gradient.toArray());
    F.apply(v);
    assert.equal(g.toArray(), F.gradient.toArray());
  });

  test(`the mean over draws of the Fisher of ${name} is the Gauss-Newton matrix`, () => {
    const { model, criterion, x, t } = drawn(make);
    const G = gaussNewton(model, criterion, x, t);
    const expected = G.toDense();
    const seeds = 20;
    const found = Array.from({ length: seeds }, () =>
      fisher(model, criterion, x, t, { kind: 'mc', samples: 60 }).toDense(),
    );
    const mean = found.reduce((sum, F) => sum.add(F), expected.clone().zero()).div(seeds);
    // The standard error of each number, as the seeds tell it; of some hundred numbers the worst is expected at about 3.
    const squares = found.reduce(
      (sum, F) => sum.addcmul(1, F.clone().csub(mean), F.clone().csub(mean)),
      mean.clone().zero(),
    );
    const errors = squares
      .div(seeds - 1)
      .div(seeds)
      .sqrt()
      .toArray();
    const off = mean.csub(expected).toArray();
    const floor = 1e-12 * expected.norm();
    const worst = Math.max(...off.map((value, i) => Math.abs(value) / (errors[i] + floor)));
    assert.ok(worst < 6, `${worst} standard errors`);
    assert.ok(Math.hypot(...errors) < 0.05 * expected.norm(), 'too noisy to tell');
  });
}

type Batches = Batch | Iterable<Batch>;

test('an example is an image where a criterion averages over places too: Fisher and influence are of its own average', () => {
  torch.manualSeed(8);
  const model = layers([4, 3, 3, 12])
    .add(nn.View(-1, 3, 2, 2))
    .add(nn.SpatialLogSoftMax());
  const [criterion, x] = [nn.SpatialClassNLLCriterion(), torch.randn(rows, 4)];
  const t = torch.rand(rows, 2, 2).mul(3).floor();
  const each = batches(x, t, new Array<number>(rows).fill(1)).map(({ input, target }) =>
    torch.Tensor(gradientOf(model, criterion, input, target)),
  );
  const F = fisher(model, criterion, batches(x, t, [4, 2]), { kind: 'empirical' });
  const v = torch.randn(F.size);
  const expected = v.clone().zero();
  for (const g of each) expected.add(g.dot(v) / rows, g);
  nearNumbers(F.apply(v).toArray(), expected.toArray(), 1e-12, 'Fv');
  const operator = gaussNewton(model, criterion, x, t);
  const I = influence(model, criterion, batches(x, t, [4, 2]), { input: x, target: t }, { operator, damping: 1 });
  operator.evaluate();
  const s = inverseHv(operator, each[1], { damping: 1 });
  nearNumbers(
    I.select(0, 1).toArray(),
    each.map((g) => -s.dot(g)),
    1e-8,
    'influence',
  );
});

test('draws are made once, by the seed, whatever is drawn beside them and however the data are cut', () => {
  const { model, criterion, x, t } = drawn(problems['log-softmax and NLL']);
  const v = torch.randn(model.getParameters()[0].nElement());
  const product = (seed: number, data: Batches): number[] => {
    torch.manualSeed(seed);
    const F = fisher(model, criterion, data, { kind: 'mc' });
    const once = F.apply(v).toArray();
    torch.randn(5);
    model.forward(x);
    assert.equal(F.apply(v).toArray(), once);
    return once;
  };
  const whole = product(1, { input: x, target: t });
  assert.equal(product(1, { input: x, target: t }), whole);
  nearNumbers(product(1, batches(x, t, [2, 3, 1])), whole, 1e-12, 'in batches');
  assert.not.equal(product(2, { input: x, target: t }), whole);
});

const classifier = layers([4, 3, 3, 3]).add(nn.LogSoftMax());
const [x, nll] = [torch.randn(rows, 4), nn.ClassNLLCriterion()];
const empirical: FisherOptions = { kind: 'empirical' };
const normalising = layers([4, 3, 3]).add(nn.BatchNormalization(3)).add(nn.LogSoftMax());
const two = nn
  .Sequential()
  .add(layers([4, 3, 3]))
  .add(nn.ConcatTable().add(nn.Linear(3, 2)).add(nn.Linear(3, 2)));
const pair: Target = [torch.randn(rows, 2), torch.randn(rows, 2)];
const both = nn.ParallelCriterion().add(nn.MSECriterion()).add(nn.MSECriterion());

// [call, message]
const errors: [() => unknown, string][] = [
  [
    () => fisher(classifier, nll, x, labels, { kind: 'true' as 'mc' }),
    "fisher: expected kind to be 'empirical' or 'mc', got 'true'",
  ],
  [
    () => fisher(classifier, nll, x, labels, undefined as unknown as FisherOptions),
    "fisher: expected kind to be 'empirical' or 'mc', got none",
  ],
  [
    () => fisher(classifier, nll, x, labels, { kind: 'mc', samples: 0 }),
    'fisher: expected samples to be a whole number from 1 up, got 0',
  ],
  [
    () => fisher(classifier, nn.ClassNLLCriterion(torch.Tensor([1, 2, 3])), x, labels, empirical),
    'fisher: expected ClassNLLCriterion without weights, got some',
  ],
  [
    () => fisher(layers([4, 3, 3]), nn.AbsCriterion(), x, torch.randn(rows, 3), { kind: 'mc' }),
    'fisher: expected ClassNLLCriterion, CrossEntropyCriterion, BCECriterion or MSECriterion to draw from, got AbsCriterion',
  ],
  [
    () => fisher(normalising, nll, x, labels, empirical),
    'fisher: expected examples that do not see each other, got BatchNormalization (2D) (3) in training: call model.evaluate()',
  ],
  [
    () => fisher(two, both, x, pair, empirical).apply(torch.randn(two.getParameters()[0].nElement())),
    'fisher: expected a model whose output is one tensor, got {(6 × 2), (6 × 2)}',
  ],
  [() => fisher(classifier, nll, x, labels, empirical).apply(torch.randn(3)), 'fisher.apply: expected v (39), got (3)'],
  [() => fisher(classifier, nll, [], empirical), 'Objective: expected at least one batch, got none'],
];
for (const [call, message] of errors) {
  test(message, () => assert.throws(call, (error: Error) => error.message === message));
}

test.run();
