/** @file hessian and gaussNewton: against PyTorch, against differences, over batches, and among other users of the model. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Batch, type CurvatureOperator, gaussNewton, hessian } from '../../../lib/curvature/index.js';
import type { Criterion, Target } from '../../../lib/nn/criterion.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { gradientOf, hessianOf, jacobianByDifferences, lossOf, times } from '../../differences.js';
import { flat, type GoldenTensor, nearNumbers, read, tensor } from '../../golden.js';

type Sequential = InstanceType<typeof nn.Sequential>;

function layers(sizes: readonly number[], activation: 'Tanh' | 'Sigmoid' = 'Tanh'): Sequential {
  const model = nn.Sequential();
  for (let i = 1; i < sizes.length; i++) {
    if (i > 1) model.add(nn[activation]());
    model.add(nn.Linear(sizes[i - 1], sizes[i]));
  }
  return model;
}

interface Problem {
  model: Module;
  criterion: Criterion;
  x: Tensor;
  t: Target;
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
    return {
      model: model.clone(),
      criterion: nn.MSECriterion(false),
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
    const { model, criterion, x, t, convex } = problem();
    const { head, hessian: middle } = convex as NonNullable<Problem['convex']>;
    const [w] = head.getParameters();
    w.copy(model.getParameters()[0]);
    const z = (): number[] => (head.forward(x) as Tensor).toArray();
    const jacobian = jacobianByDifferences(z, w);
    const right = jacobian.map((row) => middle(z()).map((h) => h.reduce((sum, a, k) => sum + a * row[k], 0)));
    const expected = jacobian.map((row) => right.map((column) => row.reduce((sum, a, k) => sum + a * column[k], 0)));
    const operator = gaussNewton(model, criterion, x, t);
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

interface Golden {
  params: GoldenTensor[];
  inputs: [GoldenTensor];
  target: GoldenTensor;
  v: GoldenTensor[];
  Hv: GoldenTensor[];
  GGNv: GoldenTensor[];
  loss: number;
}

const nets: Record<string, [number[], 'Tanh' | 'Sigmoid']> = {
  'mlp-mnist': [[12, 9, 7, 5], 'Tanh'],
  'mlp-small': [[6, 5, 4], 'Tanh'],
  'mlp-tiny': [[3, 2, 3], 'Sigmoid'],
};

for (const [name, [sizes, activation]] of Object.entries(nets)) {
  test(`products of ${name} in batches of unequal size are PyTorch's of the whole`, () => {
    const golden = read<Golden>(`pytorch/nets/${name}.json`);
    const model = layers(sizes, activation);
    model.getParameters()[0].copy(flat(golden.params));
    const [x, t, v] = [tensor(golden.inputs[0]), tensor(golden.target), flat(golden.v)];
    const parts = batches(x, t, [3, 1, x.size(0) - 4]);
    const operator = hessian(model, nn.CrossEntropyCriterion(), parts);
    nearNumbers([operator.loss], [golden.loss], 1e-12, 'loss');
    nearNumbers(operator.apply(v).toArray(), flat(golden.Hv).toArray(), 1e-10, 'Hv');
    const split = gaussNewton(model, nn.CrossEntropyCriterion(), parts);
    nearNumbers(split.apply(v).toArray(), flat(golden.GGNv).toArray(), 1e-10, 'GGNv');
  });
}

function batches(x: Tensor, t: Tensor, sizes: readonly number[]): Batch[] {
  let at = 0;
  return sizes.map((n) => {
    const batch = { input: x.narrow(0, at, n).clone(), target: t.narrow(0, at, n).clone() };
    at += n;
    return batch;
  });
}

const rows = 12;
const labels = torch.LongTensor([0, 1, 2, 2, 9, 0, 1, 9, 9, 2, 1, 0]);
const weights = Tensor.from('Double', [0.5, 2, 3]);

interface Averaged {
  criterion: () => Criterion;
  t: Tensor;
  softmax: boolean;
}

const averaged: Record<string, Averaged> = {
  'weighted NLL with ignored rows': {
    criterion: () => nn.ClassNLLCriterion(weights, true, 9),
    t: labels,
    softmax: true,
  },
  'weighted cross-entropy with ignored rows': {
    criterion: () => nn.CrossEntropyCriterion(weights, true, 9),
    t: labels,
    softmax: false,
  },
  'mean squares': { criterion: () => nn.MSECriterion(), t: torch.randn(rows, 3), softmax: false },
  'summed squares': { criterion: () => nn.MSECriterion(false), t: torch.randn(rows, 3), softmax: false },
  'summed NLL': { criterion: () => nn.ClassNLLCriterion(undefined, false, 9), t: labels, softmax: true },
};

for (const [name, { criterion, t, softmax }] of Object.entries(averaged)) {
  test(`${name} over batches, in a list or from a generator, is that of one big batch`, () => {
    torch.manualSeed(7);
    const model = layers([4, 4, 4, 3]);
    if (softmax) model.add(nn.LogSoftMax());
    const x = torch.randn(rows, 4);
    const v = torch.randn(model.getParameters()[0].nElement());
    // Rows 7 and 8, a batch of their own, are both ignored.
    const parts = batches(x, t, [4, 3, 2, 3]);
    function* once(): Generator<Batch> {
      yield* parts;
    }
    for (const make of [hessian, gaussNewton]) {
      const whole = make(model, criterion(), { input: x, target: t });
      const [loss, gradient] = [whole.loss, whole.gradient.toArray()];
      const product = whole.apply(v).toArray();
      for (const data of [parts, once(), new Set(parts)]) {
        const operator = make(model, criterion(), data);
        nearNumbers([operator.loss], [loss], 1e-12, 'loss');
        nearNumbers(operator.gradient.toArray(), gradient, 1e-12, 'gradient');
        nearNumbers(operator.apply(v).toArray(), product, 1e-12, 'product');
        nearNumbers(operator.apply(v).toArray(), product, 1e-12, 'product again');
        nearNumbers(operator.evaluate().gradient.toArray(), gradient, 1e-12, 'gradient again');
      }
    }
  });
}

test('batches of single rows without a batch dimension weigh by their elements', () => {
  const model = nn
    .Sequential()
    .add(layers([2, 3, 3, 1]))
    .add(nn.View(-1));
  const [x, t] = [torch.randn(5, 2), torch.randn(5)];
  const whole = hessian(model, nn.MSECriterion(), x, t);
  const [loss, v] = [whole.loss, torch.randn(whole.size)];
  const product = whole.apply(v).toArray();
  const parts = [
    [0, 1],
    [1, 4],
  ].map(([at, n]) => ({ input: x.narrow(0, at, n).clone(), target: t.narrow(0, at, n).clone() }));
  const operator = hessian(model, nn.MSECriterion(), parts);
  nearNumbers([operator.loss], [loss], 1e-14, 'loss');
  nearNumbers(operator.apply(v).toArray(), product, 1e-12, 'Hv');
});

test('where every row is ignored all is zero', () => {
  const model = layers([4, 3, 3, 3]).add(nn.LogSoftMax());
  const none = torch.LongTensor([9, 9]);
  const batch = { input: torch.randn(2, 4), target: none };
  const operator = hessian(model, nn.ClassNLLCriterion(undefined, true, 9), [batch, batch]);
  assert.is(operator.loss, 0);
  assert.is(operator.gradient.norm(), 0);
  assert.is(operator.apply(torch.randn(operator.size)).norm(), 0);
});

test('operators on one model are right in turns, and after whatever the user ran', () => {
  torch.manualSeed(2);
  const model = layers([4, 3, 3, 3]).add(nn.LogSoftMax());
  const criterion = nn.ClassNLLCriterion();
  const [x1, x2] = [torch.randn(5, 4), torch.randn(3, 4)];
  const [t1, t2] = [classes, torch.LongTensor([1, 1, 0])];
  const v = torch.randn(model.getParameters()[0].nElement());
  const alone = (make: typeof hessian, x: Tensor, t: Tensor): number[] =>
    make(model.clone(), nn.ClassNLLCriterion(), x, t).apply(v).toArray();
  const expected = [alone(hessian, x1, t1), alone(gaussNewton, x1, t1), alone(hessian, x2, t2)];
  const operators = [
    hessian(model, criterion, x1, t1),
    gaussNewton(model, criterion, x1, t1),
    hessian(model, criterion, x2, t2),
  ];
  const y = torch.randn(5, 3);
  const users: (() => unknown)[] = [
    () => {},
    () => model.forward(x2),
    () => {
      model.forward(x1);
      model.backward(x1, y);
    },
    () => {
      criterion.forward(y, t1);
      criterion.backward(y, t1);
    },
    () => model.get(2).forward(torch.randn(3)),
    () => model.getParameters()[1].zero(),
    () => model.getParameters()[2].zero(),
  ];
  for (const user of users) {
    for (const i of [0, 1, 2, 1, 0, 0, 2, 1, 1]) {
      user();
      nearNumbers(operators[i].apply(v).toArray(), expected[i], 1e-13, `operator ${i}`);
    }
  }
});

test('one criterion may serve several models', () => {
  const criterion = nn.MSECriterion();
  const [a, b] = [layers([3, 2, 2, 2]), layers([3, 2, 2, 2])];
  const [x, t] = [torch.randn(4, 3), torch.randn(4, 2)];
  const first = hessian(a, criterion, x, t);
  const v = torch.randn(first.size);
  const expected = first.apply(v).toArray();
  const second = hessian(b, criterion, x, t);
  second.apply(v);
  nearNumbers(first.apply(v).toArray(), expected, 1e-14, 'Hv');
});

test('after an operator, plain backward gives the input gradient again', () => {
  const model = layers([4, 3, 3, 3]);
  const [x, t, criterion] = [torch.randn(5, 4), torch.randn(5, 3), nn.MSECriterion()];
  const y = model.forward(x);
  criterion.forward(y, t);
  const expected = (model.backward(x, criterion.backward(y, t)) as Tensor).toArray();
  for (const make of [hessian, gaussNewton]) {
    make(model, criterion, x, t).apply(torch.randn(model.getParameters()[0].nElement()));
    (model.gradInput as Tensor).zero();
    gradientOf(model, criterion, x, t);
    assert.equal((model.gradInput as Tensor).toArray(), expected);
  }
});

test('products are of the point of the last evaluation, and say so when the parameters have moved', () => {
  const model = layers([4, 3, 3, 3]);
  const [x, t, criterion] = [torch.randn(5, 4), torch.randn(5, 3), nn.MSECriterion()];
  const [w] = model.getParameters();
  const v = torch.randn(w.nElement());
  for (const operator of [
    hessian(model, criterion, x, t),
    gaussNewton(model, criterion, x, t),
    hessian(model, criterion, batches(x, t, [2, 3])),
  ]) {
    const kept = operator.gradient.toArray();
    w.mul(1.1);
    assert.throws(
      () => operator.apply(v),
      /^Objective: expected the parameters of the last evaluation, got others: call eval/,
    );
    assert.equal(operator.gradient.toArray(), kept);
    operator.evaluate();
    assert.is(operator.loss.toFixed(12), lossOf(model, criterion, x, t).toFixed(12));
    operator.apply(v);
  }
});

test('a model whose parameters were laid out anew needs a new operator', () => {
  const model = layers([4, 3, 3, 3]);
  const operator = hessian(model, nn.MSECriterion(), torch.randn(2, 4), torch.randn(2, 3));
  model.add(nn.Linear(3, 3));
  assert.throws(() => operator.evaluate(), /expected the parameters where they were, got a model that was changed/);
});

test('v may be the result, and has to be a vector of all parameters', () => {
  const model = layers([4, 3, 3, 3]);
  for (const [name, make] of [
    ['hessian', hessian],
    ['gaussNewton', gaussNewton],
  ] as const) {
    const operator = make(model, nn.MSECriterion(), torch.randn(2, 4), torch.randn(2, 3));
    const v = torch.randn(operator.size);
    const expected = operator.apply(v).toArray();
    assert.is(operator.apply(v, v), v);
    assert.equal(v.toArray(), expected);
    for (const bad of [torch.randn(3), torch.randn(1, operator.size)]) {
      assert.throws(
        () => operator.apply(bad),
        (error: Error) =>
          error instanceof RangeError &&
          error.message === `${name}.apply: expected v (${operator.size}), got (${bad.size().join(' × ')})`,
      );
    }
  }
});

test('lossFrom says where the loss begins', () => {
  torch.manualSeed(4);
  const model = layers([4, 3, 3, 3]).add(nn.Sigmoid());
  const [x, t, criterion] = [torch.randn(5, 4), torch.rand(5, 3), nn.MSECriterion()];
  const sigmoid = model.get(5);
  const before = gaussNewton(model, criterion, x, t, { lossFrom: sigmoid });
  const whole = gaussNewton(model, criterion, { input: x, target: t }, { lossFrom: sigmoid });
  const v = torch.randn(before.size);
  assert.equal(before.apply(v).toArray(), whole.apply(v).toArray());
  assert.ok(
    before
      .apply(v)
      .csub(gaussNewton(model, criterion, x, t).apply(v))
      .norm() > 1e-6,
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
    /^gaussNewton: expected lossFrom to be one of the model's modules in sequence, got Tanh$/,
  );
});

test('data that is not a batch, and no batch at all, are refused', () => {
  const model = layers([4, 3, 3]);
  assert.throws(
    () => hessian(model, nn.MSECriterion(), [torch.randn(2, 4)] as unknown as Batch[]),
    /^Objective: expected batches \{ input, target \}, got/,
  );
  assert.throws(
    () => hessian(model, nn.MSECriterion(), torch.randn(2, 4) as unknown as Batch),
    /^Objective: expected batches \{ input, target \}, got/,
  );
  assert.throws(() => hessian(model, nn.MSECriterion(), []), /^Objective: expected at least one batch, got none$/);
});

test('a matrix of more than 5,000 columns is not made', () => {
  const operator = hessian(layers([70, 70, 2]), nn.MSECriterion(), torch.randn(1, 70), torch.randn(1, 2));
  assert.throws(
    () => operator.toDense(),
    /^toDense: expected at most 5000 parameters, got 5112: apply\(\) gives products/,
  );
});

test.run();
