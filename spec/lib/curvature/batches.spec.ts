/** @file hessian and gaussNewton over batches: against one big batch, and against PyTorch. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Batch, gaussNewton, hessian } from '../../../lib/curvature/index.js';
import type { Criterion } from '../../../lib/nn/criterion.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { flat, type GoldenTensor, nearNumbers, read, tensor } from '../../golden.js';
import { layers } from '../../networks.js';

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

/** Scores of two heads, and labels of both. */
function twoHeads(): { model: Module; x: Tensor; t: Tensor[]; parts: Batch[] } {
  torch.manualSeed(1);
  const model = layers([4, 3, 3]).add(nn.ConcatTable().add(nn.Linear(3, 2)).add(nn.Linear(3, 3)));
  const x = torch.randn(5, 4);
  const t = [torch.randn(5, 2), torch.LongTensor([0, 2, 1, 1, 0])];
  const parts = [
    [0, 2],
    [2, 3],
  ].map(([at, n]) => ({ input: x.narrow(0, at, n).clone(), target: t.map((part) => part.narrow(0, at, n).clone()) }));
  return { model, x, t, parts };
}

test('criteria of which each averages in its own way have one average over the batches', () => {
  const { model, x, t, parts } = twoHeads();
  const criterion = nn.ParallelCriterion().add(nn.MSECriterion(), 0.5).add(nn.CrossEntropyCriterion());
  const whole = hessian(model, criterion, x, t);
  const [loss, v] = [whole.loss, torch.randn(whole.size)];
  const product = whole.apply(v).toArray();
  const operator = hessian(model, criterion, parts);
  nearNumbers([operator.loss], [loss], 1e-14, 'loss');
  nearNumbers(operator.apply(v).toArray(), product, 1e-12, 'Hv');
});

test('criteria that no one weight of a batch makes average are refused', () => {
  const { model, parts } = twoHeads();
  const weighted = nn.CrossEntropyCriterion(torch.Tensor([1, 2, 4]));
  const uneven = nn.ParallelCriterion().add(nn.MSECriterion()).add(weighted);
  assert.throws(
    () => hessian(model, uneven, parts).loss,
    /^Objective: expected criteria inside ParallelCriterion that share one average over the batches, got weights 6, 5 for a batch and 4, 5 for the first: use one batch, or no class weights$/,
  );
  const both = nn.ParallelCriterion().add(nn.MSECriterion(false)).add(nn.CrossEntropyCriterion());
  assert.throws(
    () => hessian(model, both, parts).loss,
    /^ParallelCriterion: expected criteria that all average or all add up over several batches, got both; use one batch$/,
  );
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
  const later = async function* (): AsyncGenerator<Batch> {};
  assert.throws(
    () => hessian(model, nn.MSECriterion(), later() as unknown as Batch[]),
    /^Objective: expected batches that can be iterated any number of times, got an asynchronous iterable: collect them first$/,
  );
});

test('a model without parameters is refused', () => {
  const model = nn.Sequential().add(nn.Tanh());
  assert.throws(
    () => hessian(model, nn.MSECriterion(), { input: torch.randn(2, 4), target: torch.randn(2, 4) }),
    /^Objective: expected a model with parameters, got Sequential without$/,
  );
});

test('what is no model and no criterion is refused', () => {
  const [model, criterion] = [layers([4, 3, 3]), nn.MSECriterion()];
  const batch = { input: torch.randn(2, 4), target: torch.randn(2, 3) };
  for (const [first, second] of [
    [criterion, model],
    [undefined, criterion],
    [model, undefined],
  ] as unknown as [Module, Criterion][]) {
    assert.throws(
      () => hessian(first, second, batch),
      /^Objective: expected a model, a criterion and data, a module and a criterion first$/,
    );
  }
});

test.run();
