/** @file Products with several vectors in one sweep: those of the vectors one by one, at fewer calls and the same multiply-adds. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  applyBlock,
  type CurvatureOperator,
  fisher,
  gaussNewton,
  hessian,
  type Operator,
} from '../../../lib/curvature/index.js';
import { counting, js, useKernels } from '../../../lib/kernels/index.js';
import type { Activation } from '../../../lib/nn/activation.js';
import type { Criterion, Target } from '../../../lib/nn/criterion.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { arraysMade } from '../../arrays-made.js';
import { hvOf } from '../../differences.js';
import { nearNumbers } from '../../golden.js';
import { layers } from '../../networks.js';

interface Problem {
  model: Module;
  criterion: Criterion;
  x: Activation;
  t: Target;
  /** Whether one sweep carries several vectors. */
  carried: boolean;
}

const labels = torch.LongTensor([0, 2, 1, 2, 0, 1]);

const problems: Record<string, () => Problem> = {
  'layers and log-softmax': () => ({
    model: layers([4, 5, 5, 3]).add(nn.LogSoftMax()),
    criterion: nn.ClassNLLCriterion(),
    x: torch.randn(6, 4),
    t: labels,
    carried: true,
  }),
  'one row without a batch': () => ({
    model: layers([4, 5, 5, 3], 'Sigmoid').add(nn.LogSoftMax()),
    criterion: nn.ClassNLLCriterion(),
    x: torch.randn(4),
    t: 2,
    carried: true,
  }),
  'a softmax inside, a ReLU, cross-entropy': () => ({
    model: layers([4, 5, 5]).add(nn.SoftMax()).add(nn.Linear(5, 4)).add(nn.ReLU()).add(nn.Linear(4, 3)),
    criterion: nn.CrossEntropyCriterion(),
    x: torch.randn(6, 4),
    t: labels,
    carried: true,
  }),
  'layers without biases, gains, constants and views': () => ({
    model: nn
      .Sequential()
      .add(nn.Linear(4, 6, false))
      .add(nn.CMul(6))
      .add(nn.Tanh())
      .add(nn.Reshape(2, 3))
      .add(nn.MulConstant(0.7))
      .add(nn.View(-1).setNumInputDims(2))
      .add(nn.Add(6))
      .add(nn.Sequential().add(nn.Linear(6, 2)).add(nn.Identity())),
    criterion: nn.MSECriterion(),
    x: torch.randn(6, 4),
    t: torch.randn(6, 2),
    carried: true,
  }),
  'convolutions and pooling': () => ({
    model: nn
      .Sequential()
      .add(nn.SpatialConvolution(1, 3, 3, 3))
      .add(nn.SpatialMaxPooling(2, 2))
      .add(nn.Tanh())
      .add(nn.SpatialConvolution(3, 2, 2, 2))
      .add(nn.SoftPlus())
      .add(nn.View(-1).setNumInputDims(3))
      .add(nn.Linear(2, 3)),
    criterion: nn.CrossEntropyCriterion(),
    x: torch.randn(6, 1, 6, 6),
    t: labels,
    carried: true,
  }),
  'branches whose outputs are added': () => ({
    model: layers([4, 5, 5])
      .add(
        nn
          .ConcatTable()
          .add(nn.Sequential().add(nn.Linear(5, 5)).add(nn.Tanh()))
          .add(nn.Identity()),
      )
      .add(nn.CAddTable())
      .add(nn.ConcatTable().add(nn.Linear(5, 3)).add(nn.Linear(5, 2)))
      .add(
        nn
          .ParallelTable()
          .add(nn.Tanh())
          .add(nn.Linear(2, 3, false)),
      )
      .add(nn.CSubTable()),
    criterion: nn.MSECriterion(),
    x: torch.randn(6, 4),
    t: torch.randn(6, 3),
    carried: true,
  }),
  'products of tables, which fall back': () => ({
    model: layers([4, 5, 5])
      .add(nn.ConcatTable().add(nn.Linear(5, 3)).add(nn.Linear(5, 3)))
      .add(nn.CMulTable()),
    criterion: nn.MSECriterion(),
    x: torch.randn(6, 4),
    t: torch.randn(6, 3),
    carried: false,
  }),
  'joined branches, which fall back': () => ({
    model: layers([4, 5, 5]).add(nn.Concat(1).add(nn.Linear(5, 1)).add(nn.Linear(5, 2))),
    criterion: nn.MSECriterion(),
    x: torch.randn(6, 4),
    t: torch.randn(6, 3),
    carried: false,
  }),
  'batch normalisation, which falls back': () => ({
    model: layers([4, 5, 5]).add(nn.BatchNormalization(5)).add(nn.Linear(5, 3)).evaluate(),
    criterion: nn.MSECriterion(),
    x: torch.randn(6, 4),
    t: torch.randn(6, 3),
    carried: false,
  }),
};

const makers: Record<string, (p: Problem) => CurvatureOperator> = {
  hessian: ({ model, criterion, x, t }) => hessian(model, criterion, x, t),
  gaussNewton: ({ model, criterion, x, t }) => gaussNewton(model, criterion, x, t),
  'Fisher, empirical': ({ model, criterion, x, t }) => fisher(model, criterion, x, t, { kind: 'empirical' }),
  'Fisher, drawn': ({ model, criterion, x, t }) => fisher(model, criterion, x, t, { kind: 'mc', samples: 3 }),
};

/** The operator without its way for blocks. */
function oneByOne(operator: Operator): Operator {
  return { size: operator.size, apply: (v, out) => operator.apply(v, out) };
}

for (const [name, make] of Object.entries(problems)) {
  test(`${name}: products of a block are those of its rows`, () => {
    torch.manualSeed(5);
    const problem = make();
    assert.is(problem.model.carriesDirections(), problem.carried);
    for (const [kind, of] of Object.entries(makers)) {
      const operator = of(problem);
      // More than go through at once, a rest, and a single row.
      for (const k of [11, 3, 1]) {
        const V = torch.randn(k, operator.size);
        const expected = applyBlock(oneByOne(operator), V).toArray();
        for (let again = 0; again < 2; again++) {
          nearNumbers(applyBlock(operator, V).toArray(), expected, 1e-13, `${kind}, ${k} rows`);
        }
      }
    }
    const { model, criterion, x, t } = problem;
    const V = torch.randn(4, model.getParameters()[0].nElement());
    const found = applyBlock(makers.hessian(problem), V);
    for (let i = 0; i < 4; i++) {
      nearNumbers(found.select(0, i).toArray(), hvOf(model.clone(), criterion, x, t, V.select(0, i)), 1e-12, 'Hv');
    }
  });
}

test('batches, float tensors, results in place, and rows that are not contiguous', () => {
  torch.manualSeed(6);
  const { model, criterion, x, t } = problems['layers and log-softmax']();
  const parts = [0, 2].map((at) => ({
    input: (x as Tensor).narrow(0, at, at + 2),
    target: (t as Tensor).narrow(0, at, at + 2),
  }));
  for (const make of [hessian, gaussNewton]) {
    const operator = make(model, criterion, parts);
    const V = torch.randn(operator.size, 5).t();
    const expected = applyBlock(oneByOne(operator), V).toArray();
    nearNumbers(applyBlock(operator, V).toArray(), expected, 1e-13, 'batches');
    const narrow = torch.randn(5, operator.size + 2).narrow(1, 1, operator.size);
    applyBlock(operator, V, narrow);
    nearNumbers(narrow.toArray(), expected, 1e-13, 'into columns of a larger matrix');
    const own = V.clone();
    assert.is(applyBlock(operator, own, own), own);
    nearNumbers(own.toArray(), expected, 1e-13, 'in place');
  }
  const small = hessian(model.clone().float(), nn.ClassNLLCriterion().float(), (x as Tensor).float(), t);
  const V = torch.randn(5, small.size);
  const [double, float] = [applyBlock(small, V), applyBlock(small, V.float())];
  nearNumbers(float.toArray(), double.toArray(), 1e-5, 'float');
});

test('a block leaves gradients, outputs and later single products as they are', () => {
  torch.manualSeed(7);
  const { model, criterion, x, t } = problems['layers without biases, gains, constants and views']();
  const operator = hessian(model, criterion, x, t);
  const [, g] = model.getParameters();
  const v = torch.randn(operator.size);
  const product = operator.apply(v).toArray();
  const [gradient, output] = [g.toArray(), (model.output as Tensor).toArray()];
  for (let i = 0; i < 3; i++) {
    applyBlock(operator, torch.randn(8, operator.size));
    assert.equal(g.toArray(), gradient);
    assert.equal((model.output as Tensor).toArray(), output);
    assert.equal(operator.apply(v).toArray(), product);
  }
  const other = gaussNewton(model, criterion, x, t);
  applyBlock(other, torch.randn(8, operator.size));
  assert.equal(operator.apply(v).toArray(), product);
});

test('eight vectors cost the multiply-adds of eight, in fewer products of matrices', () => {
  const { model, criterion, x, t } = problems['layers and log-softmax']();
  const operator = hessian(model, criterion, x, t);
  const V = torch.randn(8, operator.size);
  const out = V.clone();
  const tally = counting(js);
  const previous = useKernels(tally);
  try {
    applyBlock(oneByOne(operator), V, out);
    const [each, eachCalls] = [tally.multiplyAdds, tally.calls.gemm];
    tally.reset();
    applyBlock(operator, V, out);
    assert.is(tally.multiplyAdds, each);
    // Of a first and two later layers, B(w, Rx) and Bx(w, Rgy) of the later ones are stacked: 4 of 14 are one for eight.
    assert.is(eachCalls, 8 * 14);
    assert.is(tally.calls.gemm, 8 * 10 + 4);
  } finally {
    useKernels(previous);
  }
});

test('after two blocks of one size no typed array is made', () => {
  for (const [name, make] of Object.entries(makers)) {
    const operator = make(problems['layers and log-softmax']());
    const V = torch.randn(8, operator.size);
    const out = V.clone();
    applyBlock(operator, V, out);
    applyBlock(operator, V, out);
    if (name !== 'Fisher, drawn')
      assert.is(
        arraysMade(() => applyBlock(operator, V, out)),
        0,
        name,
      );
  }
});

test('a module with an R pass of its own keeps the model from taking blocks', () => {
  class Own extends nn.Tanh {
    override updateROutput(
      ...[input, rInput]: Parameters<Module['updateROutput']>
    ): ReturnType<Module['updateROutput']> {
      return super.updateROutput(input, rInput);
    }
  }
  const model = nn.Sequential().add(nn.Linear(3, 3)).add(new Own()).add(nn.Linear(3, 3)).add(nn.Tanh());
  assert.not.ok(model.carriesDirections());
  const operator = hessian(model, nn.MSECriterion(), torch.randn(4, 3), torch.randn(4, 3));
  const V = torch.randn(4, operator.size);
  nearNumbers(applyBlock(operator, V).toArray(), applyBlock(oneByOne(operator), V).toArray(), 1e-15, 'products');
});

test('a row that is not finite is an error, as it is by itself', () => {
  const { model, criterion, x, t } = problems['layers and log-softmax']();
  const operator = hessian(model, criterion, x, t);
  const V = torch.randn(3, operator.size);
  V.set(1, 4, Number.NaN);
  assert.throws(() => applyBlock(operator, V), /^hessian\.apply: expected a finite product, got others, first in v$/);
  const parameters = model.getParameters()[0];
  parameters.mul(1.1);
  assert.throws(
    () => applyBlock(operator, V),
    /^Objective: expected the parameters of the last evaluation, got others/,
  );
});

test.run();
