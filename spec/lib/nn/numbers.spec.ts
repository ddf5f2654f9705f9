/** @file The rule for numbers: kinds, ranges, numbers that may be left out, and the setters that keep it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  anyNumber,
  checkNumber,
  checkNumbers,
  count,
  from,
  orNone,
  positive,
  wholeNumber,
} from '../../../lib/nn/numbers.js';
import { nn } from '../../../lib/nn.js';
import { torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';

test('numbers of a kind pass, others are told by name', () => {
  for (const [rule, right, wrong, words] of [
    [anyNumber, [0, -1, Infinity], [Number.NaN], 'to be a number'],
    [wholeNumber, [0, -3], [1.5, Infinity, Number.NaN], 'to be a whole number'],
    [count, [1, 7], [0, -1, 1.5], 'from 1 up'],
    [from(0), [0], [-1], 'from 0 up'],
    [positive, [0.5, Infinity], [0, -1, Number.NaN], '> 0'],
  ] as const) {
    for (const value of right) checkNumber('X', 'a', value, rule);
    for (const value of wrong) {
      fails(() => checkNumber('X', 'a', value, rule), RangeError, `X: expected a ${words}, got ${value}`);
    }
    fails(() => checkNumber('X', 'a', '1', rule), TypeError, 'X: expected a to be a number, got string');
  }
  fails(() => checkNumbers('X', { a: 1, b: null }), TypeError, 'X: expected b to be a number, got null');
});

test('what may be left out may be undefined, and nothing else', () => {
  checkNumber('X', 'a', undefined, orNone(count));
  fails(() => checkNumber('X', 'a', null, orNone(count)), TypeError, 'X: expected a to be a number, got null');
  fails(() => checkNumber('X', 'a', 0, orNone(count)), RangeError, 'X: expected a from 1 up, got 0');
  fails(() => checkNumber('X', 'a', undefined, count), TypeError, 'X: expected a to be a number, got undefined');
});

/** A call with a number of the caller's, and how errors name both. */
const setters: readonly [who: string, what: string, call: (x: number) => unknown][] = [
  ['Linear.reset', 'stdv', (x) => nn.Linear(2, 3).reset(x)],
  ['Add.reset', 'stdv', (x) => nn.Add(2).reset(x)],
  ['CMul.reset', 'stdv', (x) => nn.CMul(2).reset(x)],
  ['Mul.reset', 'stdv', (x) => nn.Mul().reset(x)],
  ['Bilinear.reset', 'stdv', (x) => nn.Bilinear(2, 2, 2).reset(x)],
  ['Cosine.reset', 'stdv', (x) => nn.Cosine(2, 2).reset(x)],
  ['Euclidean.reset', 'stdv', (x) => nn.Euclidean(2, 2).reset(x)],
  ['SparseLinear.reset', 'stdv', (x) => nn.SparseLinear(2, 2).reset(x)],
  ['Kmeans.reset', 'stdev', (x) => nn.Kmeans(2, 2).reset(x)],
  ['LookupTable.reset', 'stdv', (x) => nn.LookupTable(2, 2).reset(x)],
  ['LookupTable.setMaxNorm', 'maxNorm', (x) => nn.LookupTable(2, 2).setMaxNorm(x)],
  ['LookupTable.setPadding', 'paddingValue', (x) => nn.LookupTable(2, 2).setPadding(x)],
  ['LookupTable.setNormType', 'p', (x) => nn.LookupTable(2, 2).setNormType(x)],
  ['Dropout', 'p', (x) => nn.Dropout().setp(x)],
  ['SpatialDropout', 'p', (x) => nn.SpatialDropout().setp(x)],
  ['GPU.setDevice', 'device', (x) => nn.GPU(nn.Identity(), 1).setDevice(x)],
  ['GradientReversal.setLambda', 'lambda', (x) => nn.GradientReversal().setLambda(x)],
  ['MapTable.resize', 'n', (x) => nn.MapTable(nn.Identity()).resize(x)],
  ['View.setNumInputDims', 'numInputDims', (x) => nn.View(2).setNumInputDims(x)],
  ['Squeeze.setNumInputDims', 'numInputDims', (x) => nn.Squeeze().setNumInputDims(x)],
  ['Unsqueeze.setNumInputDims', 'numInputDims', (x) => nn.Unsqueeze(0).setNumInputDims(x)],
  ['Transpose.setNumInputDims', 'numInputDims', (x) => nn.Transpose([0, 1]).setNumInputDims(x)],
  [
    'SpatialConvolutionMap.decayParameters',
    'decay',
    (x) => nn.SpatialConvolutionMap(nn.tables.full(2, 2), 2, 2).decayParameters(x),
  ],
  ['Linear(2 -> 3).updateParameters', 'learningRate', (x) => nn.Linear(2, 3).updateParameters(x)],
  ['ParallelCriterion.add', 'weight', (x) => nn.ParallelCriterion().add(nn.MSECriterion(), x)],
];

for (const [who, what, call] of setters) {
  test(`${who} asks for a number`, () => {
    call(/^(p|decay)$/.test(what) ? 0.5 : 1);
    fails(() => call('1' as unknown as number), TypeError, `${who}: expected ${what} to be a number, got string`);
    assert.throws(
      () => call(Number.NaN),
      (error: Error) => error instanceof RangeError && error.message.endsWith(', got NaN'),
    );
  });
}

test('weights stay as they were where a deviation is none', () => {
  torch.manualSeed(1);
  const module = nn.Linear(2, 3);
  const before = module.weight.toArray();
  const next = torch.getRNGState();
  fails(() => module.reset(Number.NaN), RangeError, 'Linear.reset: expected stdv to be a number, got NaN');
  assert.equal(module.weight.toArray(), before);
  assert.equal(torch.getRNGState(), next);
});

test.run();
