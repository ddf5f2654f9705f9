/** @file opfunc: a model, a criterion and data as a function of a vector. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { gaussNewton } from '../../../lib/curvature/index.js';
import type { Vector } from '../../../lib/kernels/index.js';
import { nn } from '../../../lib/nn.js';
import { adam, NonFiniteLossError, newtonCG, opfunc, sgd } from '../../../lib/optim/index.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { gradientOf, hessianOf, jacobianByDifferences, lossOf, times } from '../../differences.js';
import { fails } from '../../errors.js';
import { nearNumbers } from '../../golden.js';

function mlp(): InstanceType<typeof nn.Sequential> {
  return nn
    .Sequential()
    .add(nn.Linear(3, 3))
    .add(nn.Tanh())
    .add(nn.Linear(3, 3))
    .add(nn.Sigmoid())
    .add(nn.Linear(3, 2));
}

class Exp extends nn.Elementwise {
  protected override f(n: number, x: Vector, xo: number, y: Vector): void {
    for (let i = 0; i < n; i++) y[i] = Math.exp(x[xo + i]);
  }

  protected override df(n: number, _x: Vector, _xo: number, y: Vector, d: Vector): void {
    for (let i = 0; i < n; i++) d[i] = y[i];
  }
}

const input = torch.randn(5, 3);
const target = torch.randn(5, 2);

for (const weightDecay of [0, 0.3]) {
  test(`with weight decay ${weightDecay}, loss, gradient and Hv are of E + λ/2 ‖w‖²`, () => {
    const model = mlp();
    const criterion = nn.MSECriterion();
    const [w] = model.getParameters();
    const squares = w.dot(w);
    const loss = lossOf(model, criterion, input, target) + (weightDecay / 2) * squares;
    const gradient = gradientOf(model, criterion, input, target).map((g, i) => g + weightDecay * w.get(i));
    const v = torch.randn(w.nElement());
    const hv = times(hessianOf(model, criterion, input, target), v).map((h, i) => h + weightDecay * v.get(i));
    const evaluation = opfunc(model, criterion, { input, target }, { weightDecay })(w);
    nearNumbers([evaluation.loss], [loss], 1e-14, 'loss');
    nearNumbers(evaluation.gradient.toArray(), gradient, 1e-13, 'gradient');
    assert.ok(evaluation.hv);
    nearNumbers(evaluation.hv(v).toArray(), hv, 1e-7, 'Hv');
    nearNumbers(evaluation.gradient.toArray(), gradient, 1e-13, 'gradient after Hv');
    const expected = evaluation.hv(v).toArray();
    assert.equal(evaluation.hv(v, v).toArray(), expected);
  });

  test(`with weight decay ${weightDecay}, Gv is JᵀH_LJv + λv, in turns with Hv and losses alone; the gradient stays`, () => {
    const model = mlp();
    const [w] = model.getParameters();
    const start = w.clone();
    const v = torch.randn(w.nElement());
    // MSE averages over 10 numbers: H_L is 2/10 of the identity.
    const jacobian = jacobianByDifferences(() => (model.forward(input) as Tensor).toArray(), w);
    const jv = times(transposed(jacobian), v);
    const gv = jacobian.map((row, i) => row.reduce((sum, a, k) => sum + 0.2 * a * jv[k], 0) + weightDecay * v.get(i));
    const hv = times(hessianOf(model, nn.MSECriterion(), input, target), v).map((h, i) => h + weightDecay * v.get(i));
    for (const data of [{ input, target }, parts([2, 3])]) {
      const f = opfunc(model, nn.MSECriterion(), data, { weightDecay });
      const elsewhere = w.clone().mul(1.1);
      const there = f(elsewhere).loss;
      const here = f(w.copy(start));
      const kept = here.gradient.toArray();
      assert.is(f.lossAt?.(elsewhere), there);
      assert.is(f.lossAt?.(w.copy(start)), here.loss);
      assert.equal(here.gradient.toArray(), kept);
      nearNumbers(here.hv?.(v).toArray() ?? [], hv, 1e-7, 'Hv after a loss elsewhere');
      const evaluation = opfunc(model, nn.MSECriterion(), data, { weightDecay })(w);
      assert.ok(evaluation.gnv && evaluation.hv);
      const gradient = evaluation.gradient.toArray();
      for (const name of ['gnv', 'gnv', 'hv', 'hv', 'gnv', 'hv'] as const) {
        const product = (evaluation[name] as NonNullable<typeof evaluation.hv>)(v).toArray();
        nearNumbers(product, name === 'gnv' ? gv : hv, 1e-7, name);
      }
      assert.equal(evaluation.gradient.toArray(), gradient);
      const expected = evaluation.gnv(v).toArray();
      const same = v.clone();
      assert.is(evaluation.gnv(same, same), same);
      assert.equal(same.toArray(), expected);
    }
  });
}

function transposed(rows: number[][]): number[][] {
  return rows[0].map((_, k) => rows.map((row) => row[k]));
}

function parts(sizes: readonly number[]): { input: Tensor; target: Tensor }[] {
  let at = 0;
  return sizes.map((n) => {
    at += n;
    return { input: input.narrow(0, at - n, n), target: target.narrow(0, at - n, n) };
  });
}

test('lossFrom says where the loss begins, as for gaussNewton', () => {
  const model = mlp().add(nn.Sigmoid());
  const criterion = nn.MSECriterion();
  const [w] = model.getParameters();
  const v = torch.randn(w.nElement());
  const goal = torch.rand(5, 2);
  const product = (lossFrom?: Parameters<typeof opfunc>[3]): number[] =>
    opfunc(model, criterion, { input, target: goal }, lossFrom)(w).gnv?.(v).toArray() as number[];
  for (const lossFrom of [undefined, model.get(5), criterion]) {
    const expected = gaussNewton(model, criterion, { input, target: goal }, { lossFrom }).apply(v);
    assert.equal(product({ lossFrom }), expected.toArray());
  }
  assert.ok(
    torch
      .Tensor(product())
      .csub(torch.Tensor(product({ lossFrom: criterion })))
      .norm() > 1e-6,
  );
  const split = (lossFrom: InstanceType<typeof nn.Module>) => () =>
    opfunc(model, criterion, { input, target: goal }, { lossFrom });
  assert.throws(
    split(nn.Tanh()),
    /^opfunc: expected lossFrom to be the criterion or one of the model's modules in sequence, got Tanh$/,
  );
  assert.throws(
    split(model.get(2)),
    /^opfunc: expected no parameters in the loss part, got some; split at a later mod/,
  );
});

test('products at another point, or after the parameters have moved, are refused', () => {
  const model = mlp();
  const [w, g] = model.getParameters();
  const { gnv } = opfunc(model, nn.MSECriterion(), { input, target })(w);
  const v = torch.randn(w.nElement());
  const gradient = g.toArray();
  w.mul(1.5);
  assert.throws(
    () => gnv?.(v),
    (error: Error) =>
      error.message === 'Objective: expected the parameters of the last evaluation, got others: call evaluate() first',
  );
  assert.equal(g.toArray(), gradient);
});

test('a vector that is not the parameters is copied there', () => {
  const model = mlp();
  const [w] = model.getParameters();
  const f = opfunc(model, nn.MSECriterion(), { input, target });
  const x = torch.randn(w.nElement());
  const { loss } = f(x);
  assert.equal(w.toArray(), x.toArray());
  nearNumbers([loss], [lossOf(model, nn.MSECriterion(), input, target)], 1e-15, 'loss');
});

test('a weight decay that is negative or infinite is refused', () => {
  for (const weightDecay of [-1, Infinity, Number.NaN]) {
    fails(
      () => opfunc(mlp(), nn.MSECriterion(), { input, target }, { weightDecay }),
      RangeError,
      `opfunc: expected a finite weightDecay >= 0, got ${weightDecay}`,
    );
  }
});

test('an x of another size is refused, and the parameters stay', () => {
  const model = mlp();
  const [w] = model.getParameters();
  const [n, before] = [w.nElement(), w.toArray()];
  const f = opfunc(model, nn.MSECriterion(), { input, target });
  fails(() => f(torch.randn(3)), RangeError, `opfunc: expected x of ${n} elements, as the model has parameters, got 3`);
  assert.equal(w.toArray(), before);
});

test('every method names the module where a loss that is not finite began, and leaves x alone', () => {
  const model = nn.Sequential().add(nn.Linear(3, 3)).add(nn.Sequential().add(new Exp())).add(nn.Linear(3, 2));
  const [w] = model.getParameters();
  w.fill(200);
  const f = opfunc(model, nn.MSECriterion(), [
    { input: input.clone().zero(), target },
    { input: torch.ones(5, 3), target },
  ]);
  for (const [name, method] of Object.entries({ sgd, adam, newtonCG })) {
    assert.throws(
      () => method(f, w),
      (error: Error) =>
        error instanceof NonFiniteLossError &&
        error.message.startsWith(`${name}: expected a finite loss, got `) &&
        error.message.endsWith(
          'the first value that is not finite is in the output of module 0 (Exp) of Sequential, in module 1 (Sequential) of Sequential, in batch 1',
        ),
    );
    assert.equal(w.toArray(), new Array(w.nElement()).fill(200));
  }
});

test('a criterion that makes the first such value is named', () => {
  const model = nn.Sequential().add(nn.Linear(1, 1)).add(nn.Tanh()).add(nn.Linear(1, 1));
  const f = opfunc(model, nn.MSECriterion(), { input: torch.ones(1, 1), target: Tensor.from('Double', [[1e300]]) });
  assert.throws(
    () => sgd(f, model.getParameters()[0]),
    /^sgd: expected a finite loss, got Infinity; the first value that is not finite is in MSECriterion$/,
  );
});

test.run();
