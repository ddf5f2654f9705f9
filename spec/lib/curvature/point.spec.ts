/** @file hessian and gaussNewton among other users of a model: each product is of its own operator's point. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { applyBlock, type Batch, gaussNewton, hessian } from '../../../lib/curvature/index.js';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { gradientOf, lossOf } from '../../differences.js';
import { nearNumbers } from '../../golden.js';
import { layers } from '../../networks.js';

const classes = torch.LongTensor([0, 2, 1, 2, 0]);

function batches(x: Tensor, t: Tensor, sizes: readonly number[]): Batch[] {
  let at = 0;
  return sizes.map((n) => {
    const batch = { input: x.narrow(0, at, n).clone(), target: t.narrow(0, at, n).clone() };
    at += n;
    return batch;
  });
}

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

test('vectors of integers are refused: their products would be cut to integers', () => {
  const H = hessian(layers([4, 3, 3]), nn.MSECriterion(), torch.randn(2, 4), torch.randn(2, 3));
  for (const [call, message] of [
    [
      () => H.apply(torch.LongTensor(H.size).fill(1)),
      'hessian.apply: expected v of Double or Float, got LongTensor(27)',
    ],
    [
      () => applyBlock(H, torch.IntTensor(2, H.size).fill(1)),
      'applyBlock: expected V of Double or Float, got IntTensor(2 × 27)',
    ],
  ] as const) {
    assert.throws(call, (error: Error) => error instanceof TypeError && error.message === message);
  }
});

test('a module that comes in or goes is in the next product, or not', () => {
  const model = layers([4, 3, 3]);
  const [criterion, x, t] = [nn.MSECriterion(), torch.randn(2, 4), torch.randn(2, 3)];
  const H = hessian(model, criterion, x, t);
  const v = torch.randn(H.size);
  const before = H.apply(v).toArray();
  model.add(nn.Tanh());
  nearNumbers(H.apply(v).toArray(), hessian(model.clone(), nn.MSECriterion(), x, t).apply(v).toArray(), 1e-12, 'added');
  model.remove();
  nearNumbers(H.apply(v).toArray(), before, 1e-12, 'removed');
});

test.run();
