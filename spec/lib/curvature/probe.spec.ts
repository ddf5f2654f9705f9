/** @file What operators refuse before or while they compute: passes that differ, data that change, numbers that are not finite. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Batch, type DataOptions, fisher, gaussNewton, hessian } from '../../../lib/curvature/index.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { layers } from '../../networks.js';

torch.manualSeed(1);
const [x, t] = [torch.randn(6, 4), torch.randn(6, 3)];
const halves = [0, 3].map((at) => ({ input: x.narrow(0, at, 3), target: t.narrow(0, at, 3) }));
const mse = nn.MSECriterion();
const makers = {
  hessian,
  gaussNewton,
  fisher: (model: Module, criterion: typeof mse, batches: Batch | Iterable<Batch>) =>
    fisher(model, criterion, batches, { kind: 'mc' }),
};

/** Adds noise that no generator of ours made. */
class Jitter extends nn.Identity {
  override updateOutput(input: Tensor): Tensor {
    this.output = input.clone().add(Math.random());
    return this.output;
  }
}

function deep(module: Module): Module {
  const inner = nn.Sequential().add(nn.Tanh()).add(module).add(nn.Linear(3, 3));
  return nn.Sequential().add(nn.Linear(4, 3)).add(inner).add(nn.Sigmoid()).add(nn.Linear(3, 3));
}

const noisy: [Module, string][] = [
  [nn.Dropout(0.4), 'Dropout(0.400000)'],
  [nn.RReLU(), 'RReLU (l:0.125000, u:0.333333)'],
  [nn.WhiteNoise(0, 1), 'WhiteNoise mean: 0.000000, stdv: 1.000000'],
  [new Jitter(), 'Jitter'],
];

for (const [module, description] of noisy) {
  test(`${description} draws anew in each pass: refused, and named`, () => {
    const model = deep(module);
    const [w, g] = model.getParameters();
    g.fill(3);
    const [parameters, draws] = [w.toArray(), torch.getRNGState().toArray()];
    const where = `module 1 (${module.describe()}) of Sequential, in module 1 (Sequential) of Sequential`;
    for (const [name, make] of Object.entries(makers)) {
      for (const data of [{ input: x, target: t }, halves]) {
        assert.throws(
          () => make(model, mse, data),
          (error: Error) =>
            error.message ===
            `${name}: expected the same output from every pass, got another one each time from ${where}: call model.evaluate(), or leave it out`,
        );
      }
    }
    assert.equal(w.toArray(), parameters);
    assert.equal(g.toArray(), new Array(w.nElement()).fill(3));
    assert.equal(torch.getRNGState().toArray(), draws);
  });
}

test('what draws in training only is welcome in evaluation', () => {
  for (const module of [nn.Dropout(0.4), nn.RReLU(), nn.WhiteNoise()]) {
    const operator = hessian(deep(module).evaluate(), mse, halves);
    const v = torch.randn(operator.size);
    assert.equal(operator.apply(v).toArray(), operator.apply(v).toArray());
  }
});

test('batch normalisation in training is refused over several batches, and left as it was', () => {
  const layer = nn.BatchNormalization(3);
  const model = deep(layer);
  const before = [layer.running_mean.toArray(), layer.running_var.toArray()];
  for (const [name, make] of [
    ['hessian', hessian],
    ['gaussNewton', gaussNewton],
  ] as const) {
    assert.throws(
      () => make(model, mse, halves),
      (error: Error) =>
        error.message ===
        `${name}: expected passes over several batches to leave the model as it is, got other running_mean after each in ` +
          'module 1 (BatchNormalization (2D) (3)) of Sequential, in module 1 (Sequential) of Sequential: call model.evaluate(), or use one batch',
    );
  }
  assert.equal([layer.running_mean.toArray(), layer.running_var.toArray()], before);
  hessian(model.evaluate(), mse, halves).apply(torch.randn(model.getParameters()[0].nElement()));
  assert.equal([layer.running_mean.toArray(), layer.running_var.toArray()], before);
});

test('with one batch, only the evaluation moves its running statistics, once', () => {
  const layer = nn.BatchNormalization(3);
  const model = deep(layer);
  const other = model.clone();
  other.forward(x);
  const expected = other.findModules(nn.BatchNormalization)[0].running_mean.toArray();
  const operator = hessian(model, mse, x, t);
  const v = torch.randn(operator.size);
  const product = operator.apply(v).toArray();
  assert.equal(operator.apply(v).toArray(), product);
  assert.equal(layer.running_mean.toArray(), expected);
});

test('targets that do not fit leave running statistics as they were', () => {
  const layer = nn.BatchNormalization(3);
  const before = layer.running_mean.toArray();
  const wrong = torch.LongTensor([0, 1, 2, 3, 0, 1]);
  assert.throws(() => hessian(deep(layer), nn.CrossEntropyCriterion(), x, wrong), /expected target in 0\.\.2, got 3/);
  assert.equal(layer.running_mean.toArray(), before);
});

test('making an operator draws nothing', () => {
  torch.manualSeed(4);
  const model = layers([4, 3, 3, 3]);
  const draws = torch.getRNGState().toArray();
  hessian(model, mse, x, t);
  assert.equal(torch.getRNGState().toArray(), draws);
});

test('an iterable that has another number of batches in a later pass is refused, and nothing changes', () => {
  const model = layers([4, 3, 3, 3]);
  for (const make of Object.values(makers)) {
    const batches = [...halves];
    const operator = make(model, mse, batches);
    const [w, g] = model.getParameters();
    const gradient = g.toArray();
    batches.push(halves[0]);
    const message = 'Objective: expected 2 batches, as in the first pass, got 3: every pass has to see the same data';
    assert.throws(
      () => operator.apply(w),
      (error: Error) => error.message === message,
    );
    assert.throws(
      () => operator.evaluate(),
      (error: Error) => error.message === message,
    );
    assert.equal(g.toArray(), gradient);
    assert.equal(operator.gradient.toArray(), gradient);
    batches[1] = { input: x.narrow(0, 3, 2), target: t.narrow(0, 3, 2) };
    batches.length = 2;
    assert.throws(
      () => operator.apply(w),
      /^Objective: expected batches of 18 terms, as in the first pass, got 15: every pass has to see the same data$/,
    );
    batches.length = 0;
    assert.throws(() => operator.apply(w), /^Objective: expected at least one batch, got none$/);
    batches.push(...halves);
    operator.apply(w);
  }
});

test('batches may come in another order in each pass, and in one memory', () => {
  let pass = 0;
  const shuffled = {
    *[Symbol.iterator](): Generator<Batch> {
      const [one, other] = pass++ % 2 === 0 ? halves : [...halves].reverse();
      const input = one.input.clone();
      yield { input, target: one.target };
      input.copy(other.input);
      yield { input, target: other.target };
    },
  };
  for (const [name, make] of Object.entries(makers)) {
    if (name === 'fisher') continue; // Its draws follow the order of the batches.
    const model = layers([4, 3, 3, 3]);
    const v = torch.randn(model.getParameters()[0].nElement());
    const expected = make(model, mse, halves).apply(v);
    const operator = make(model, mse, shuffled);
    for (let i = 0; i < 2; i++) assert.ok(operator.apply(v).csub(expected).abs().max() < 1e-14);
  }
});

test('every pass over several batches tells how far it is', () => {
  const seen: [number, number | undefined][] = [];
  const options: DataOptions = { onBatch: (done, batches) => void seen.push([done, batches]) };
  const model = layers([4, 3, 3, 3]);
  const operator = hessian(model, mse, new Set(halves), options);
  operator.apply(torch.randn(operator.size));
  assert.equal(seen, [
    [1, undefined],
    [2, undefined],
    [1, 2],
    [2, 2],
  ]);
  seen.length = 0;
  gaussNewton(model, mse, x, t, options);
  assert.equal(seen, []);
});

test('a loss that is not finite is refused, with the module and the batch where it begins', () => {
  const model = layers([4, 3, 3, 3]);
  const bad = halves.map(({ input, target }) => ({ input: input.clone(), target }));
  bad[1].input.set(2, 1, Number.NaN);
  assert.throws(
    () => hessian(model, mse, bad),
    /^hessian: expected a finite loss and gradient, got others, first in the input, in batch 1$/,
  );
  const operator = gaussNewton(model, mse, halves);
  const { loss } = operator;
  const gradient = operator.gradient.toArray();
  (model.get(2) as InstanceType<typeof nn.Linear>).weight.set(0, 1, Number.POSITIVE_INFINITY);
  assert.throws(
    () => operator.evaluate(),
    /^gaussNewton: expected a finite loss and gradient, got others, first in a parameter of module 2 \(Linear\(3 -> 3\)\) of Sequential, in batch 0$/,
  );
  assert.is(operator.loss, loss);
  assert.equal(operator.gradient.toArray(), gradient);
  assert.equal(model.getParameters()[1].toArray(), gradient);
  assert.throws(
    () => operator.apply(torch.ones(operator.size)),
    /^Objective: expected the parameters of the last evaluation, got others: call evaluate\(\) first$/,
  );
});

test('a product that is not finite is refused, with what made it so', () => {
  const model = layers([4, 3, 3, 3]);
  const operator = hessian(model, mse, halves);
  const v = torch.randn(operator.size);
  v.set(7, Number.NaN);
  assert.throws(() => operator.apply(v), /^hessian\.apply: expected a finite product, got others, first in v$/);
  v.fill(1e308);
  assert.throws(
    () => operator.apply(v),
    /^hessian\.apply: expected a finite product, got others, first in R of the output of module 0 \(Linear\(4 -> 3\)\) of Sequential, in batch 0$/,
  );
  v.fill(1e160);
  assert.ok(Number.isFinite(operator.apply(v).sum()));
});

test('data that are neither a batch nor batches are refused', () => {
  const model = layers([4, 3, 3, 3]);
  assert.throws(
    () => hessian(model, mse, undefined as unknown as Batch),
    /^Objective: expected batches \{ input, target \}, or an iterable of them, got undefined$/,
  );
});

test.run();
