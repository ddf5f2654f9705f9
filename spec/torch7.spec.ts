/** @file Modules and criteria against Lua Torch7: one seed gives the same weights, inputs, outputs, gradients, text. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Activation } from '../lib/nn/activation.js';
import type { Criterion, Target } from '../lib/nn/criterion.js';
import type { Module } from '../lib/nn/module.js';
import { nn } from '../lib/nn.js';
import { torch } from '../lib/tensor/index.js';
import {
  EXACT,
  type GoldenActivation,
  type GoldenTensor,
  listed,
  near,
  nearNumbers,
  offered,
  randnLike,
  read,
} from './golden.js';

interface ModuleRow {
  code: string;
  inputCode: string;
  seed: number;
  parameters: GoldenActivation;
  input: GoldenActivation;
  output: GoldenActivation;
  gradOutput: GoldenActivation;
  gradInput: GoldenActivation;
  gradParameters: GoldenActivation;
  text: string;
}

interface CriterionRow {
  code: string;
  inputCode: string;
  targetCode: string;
  seed: number;
  input: GoldenTensor;
  target: GoldenTensor | number;
  loss: number;
  gradInput: GoldenTensor;
}

const moduleRows = ['modules', 'convolutions', 'windows'].flatMap((file) => read<ModuleRow[]>(`torch7/${file}.json`));
const criterionRows = read<CriterionRow[]>('torch7/criteria.json');

/** Our expression for each of Torch's: dimensions count from 0 here, from 1 there. */
const modules: Record<string, () => Module> = {
  'nn.Linear(4,3)': () => nn.Linear(4, 3),
  'nn.Linear(4,3,false)': () => nn.Linear(4, 3, false),
  'nn.LookupTable(5,3)': () => nn.LookupTable(5, 3, undefined, undefined, 2, 1),
  'nn.Tanh()': () => nn.Tanh(),
  'nn.Sigmoid()': () => nn.Sigmoid(),
  'nn.LogSoftMax()': () => nn.LogSoftMax(),
  'nn.SoftMax()': () => nn.SoftMax(),
  'nn.ReLU()': () => nn.ReLU(),
  'nn.SoftPlus(2)': () => nn.SoftPlus(2),
  'nn.ELU(0.7)': () => nn.ELU(0.7),
  'nn.HardTanh(-0.5,0.5)': () => nn.HardTanh(-0.5, 0.5),
  'nn.Power(3)': () => nn.Power(3),
  'nn.SpatialConvolution(2,3,3,2):noBias()': () => nn.SpatialConvolution(2, 3, 3, 2).noBias(),
  'nn.SpatialConvolutionMM(2,3,3,2,1,2,1)': () => nn.SpatialConvolutionMM(2, 3, 3, 2, 1, 2, 1),
  'nn.SpatialDilatedConvolution(2,3,3,2,1,2,1,0,2,1)': () => nn.SpatialDilatedConvolution(2, 3, 3, 2, 1, 2, 1, 0, 2, 1),
  'nn.SpatialDilatedConvolution(2,2,2,2,1,1,0,0,2,3):noBias()': () =>
    nn.SpatialDilatedConvolution(2, 2, 2, 2, 1, 1, 0, 0, 2, 3).noBias(),
  'nn.SpatialFullConvolution(2,3,3,2,2,3,1,0,1,2)': () => nn.SpatialFullConvolution(2, 3, 3, 2, 2, 3, 1, 0, 1, 2),
  'nn.SpatialFullConvolution(3,2,2,2):noBias()': () => nn.SpatialFullConvolution(3, 2, 2, 2).noBias(),
  'nn.SpatialFullConvolution(2,3,3,3,2,2,1,1)': () => nn.SpatialFullConvolution(2, 3, 3, 3, 2, 2, 1, 1),
  'nn.TemporalConvolution(3,4,2)': () => nn.TemporalConvolution(3, 4, 2),
  'nn.TemporalConvolution(3,2,3,2)': () => nn.TemporalConvolution(3, 2, 3, 2),
  'nn.TemporalRowConvolution(3,2)': () => nn.TemporalRowConvolution(3, 2),
  'nn.TemporalRowConvolution(3,3,2,true)': () => nn.TemporalRowConvolution(3, 3, 2, true),
  'nn.VolumetricConvolution(2,3,2,3,2)': () => nn.VolumetricConvolution(2, 3, 2, 3, 2),
  'nn.VolumetricConvolution(2,2,2,3,2,2,1,2,1,2,0):noBias()': () =>
    nn.VolumetricConvolution(2, 2, 2, 3, 2, 2, 1, 2, 1, 2, 0).noBias(),
  'nn.VolumetricDilatedConvolution(2,2,2,3,2,1,2,1,1,0,2,2,1,3)': () =>
    nn.VolumetricDilatedConvolution(2, 2, 2, 3, 2, 1, 2, 1, 1, 0, 2, 2, 1, 3),
  'nn.VolumetricFullConvolution(2,3,2,3,2,1,2,3,0,1,0,0,1,2)': () =>
    nn.VolumetricFullConvolution(2, 3, 2, 3, 2, 1, 2, 3, 0, 1, 0, 0, 1, 2),
  'nn.VolumetricFullConvolution(2,2,2,3,2,2,2,2):noBias()': () =>
    nn.VolumetricFullConvolution(2, 2, 2, 3, 2, 2, 2, 2).noBias(),
  'nn.SpatialConvolutionLocal(2,3,5,4,3,2)': () => nn.SpatialConvolutionLocal(2, 3, 5, 4, 3, 2),
  'nn.SpatialConvolutionLocal(2,3,5,4,3,2,2,1,1,0)': () => nn.SpatialConvolutionLocal(2, 3, 5, 4, 3, 2, 2, 1, 1, 0),
  'nn.SpatialDepthWiseConvolution(2,3,3,2,1,2,1,0)': () => nn.SpatialDepthWiseConvolution(2, 3, 3, 2, 1, 2, 1, 0),
  'nn.SpatialDepthWiseConvolution(3,1,2,2)': () => nn.SpatialDepthWiseConvolution(3, 1, 2, 2),
  'nn.SpatialConvolutionMap(nn.tables.full(2,3),2,2)': () => nn.SpatialConvolutionMap(nn.tables.full(2, 3), 2, 2),
  'nn.SpatialConvolutionMap(nn.tables.random(4,3,2),3,2,1,2)': () =>
    nn.SpatialConvolutionMap(nn.tables.random(4, 3, 2), 3, 2, 1, 2),
  'nn.SpatialFullConvolutionMap(nn.tables.oneToOne(2),2,2)': () =>
    nn.SpatialFullConvolutionMap(nn.tables.oneToOne(2), 2, 2),
  'nn.SpatialFullConvolutionMap(nn.tables.random(4,3,2),3,2,2,1)': () =>
    nn.SpatialFullConvolutionMap(nn.tables.random(4, 3, 2), 3, 2, 2, 1),
  'nn.SpatialSubSampling(2,2,2)': () => nn.SpatialSubSampling(2, 2, 2),
  'nn.SpatialSubSampling(3,2,3,2,1)': () => nn.SpatialSubSampling(3, 2, 3, 2, 1),
  'nn.TemporalSubSampling(3,2,2)': () => nn.TemporalSubSampling(3, 2, 2),
  'nn.SpatialConvolution(2,3,3,2,2,1,1,1)': () => nn.SpatialConvolution(2, 3, 3, 2, 2, 1, 1, 1),
  'nn.SpatialAveragePooling(3,3,2,2,1,1)': () => nn.SpatialAveragePooling(3, 3, 2, 2, 1, 1),
  'nn.SpatialMaxPooling(2,2,2,2)': () => nn.SpatialMaxPooling(2, 2, 2, 2),
  'nn.SpatialMaxPooling(2,2,2,2):ceil()': () => nn.SpatialMaxPooling(2, 2, 2, 2).ceil(),
  'nn.BatchNormalization(3)': () => nn.BatchNormalization(3),
  'nn.SpatialBatchNormalization(2)': () => nn.SpatialBatchNormalization(2),
  'nn.Normalize(2)': () => nn.Normalize(2),
  'nn.MM(false,true)': () => nn.MM(false, true),
  'nn.Narrow(2,2,2)': () => nn.Narrow(1, 1, 2),
  'nn.Select(1,2)': () => nn.Select(0, 1),
  'nn.Max(2)': () => nn.Max(1),
  'nn.Mean(1)': () => nn.Mean(0),
  'nn.Sum(2)': () => nn.Sum(1),
  'nn.Padding(2,-2,2,0.5)': () => nn.Padding(1, -2, 2, 0.5),
  'nn.JoinTable(2)': () => nn.JoinTable(1),
  'nn.SplitTable(2)': () => nn.SplitTable(1),
  'nn.CAddTable()': () => nn.CAddTable(),
  'nn.CMulTable()': () => nn.CMulTable(),
  'nn.ConcatTable():add(nn.Linear(3,2)):add(nn.Tanh())': () => nn.ConcatTable().add(nn.Linear(3, 2)).add(nn.Tanh()),
  'nn.Concat(2):add(nn.Linear(3,2)):add(nn.Linear(3,1))': () => nn.Concat(1).add(nn.Linear(3, 2)).add(nn.Linear(3, 1)),
  'nn.Reshape(2,3)': () => nn.Reshape(2, 3),
  'nn.View(-1,6):setNumInputDims(2)': () => nn.View(-1, 6).setNumInputDims(2),
  'nn.Dropout(0.5)': () => nn.Dropout(0.5),
  ['nn.Sequential():add(nn.Linear(4,5)):add(nn.Tanh())' +
    ':add(nn.Linear(5,5)):add(nn.Sigmoid()):add(nn.Linear(5,3)):add(nn.LogSoftMax())']: () =>
    nn
      .Sequential()
      .add(nn.Linear(4, 5))
      .add(nn.Tanh())
      .add(nn.Linear(5, 5))
      .add(nn.Sigmoid())
      .add(nn.Linear(5, 3))
      .add(nn.LogSoftMax()),
};

const criteria: Record<string, () => Criterion> = {
  'nn.ClassNLLCriterion()': () => nn.ClassNLLCriterion(),
  'nn.ClassNLLCriterion(torch.Tensor{1,2,0.5,3})': () => nn.ClassNLLCriterion(torch.Tensor([1, 2, 0.5, 3])),
  'nn.ClassNLLCriterion(nil,false)': () => nn.ClassNLLCriterion(undefined, false),
  'nn.MSECriterion()': () => nn.MSECriterion(),
  'nn.MSECriterion(false)': () => nn.MSECriterion(false),
  'nn.BCECriterion()': () => nn.BCECriterion(),
  'nn.CrossEntropyCriterion()': () => nn.CrossEntropyCriterion(),
  'nn.AbsCriterion()': () => nn.AbsCriterion(),
  'nn.SmoothL1Criterion()': () => nn.SmoothL1Criterion(),
  'nn.MultiMarginCriterion()': () => nn.MultiMarginCriterion(),
};

/** Inputs and targets; class labels count from 0 here, from 1 there. */
const values: Record<string, () => Activation> = {
  'torch.LongTensor{1,5,2,2}': () => torch.LongTensor([1, 5, 2, 2]),
  '{torch.randn(2,3),torch.randn(4,3)}': () => [torch.randn(2, 3), torch.randn(4, 3)],
  '{torch.randn(2,2,2,3),torch.randn(2,1,4,5)}': () => [torch.randn(2, 2, 2, 3), torch.randn(2, 1, 4, 5)],
  '{torch.randn(2,2,2,1),torch.randn(1,5,5,3)}': () => [torch.randn(2, 2, 2, 1), torch.randn(1, 5, 5, 3)],
  '{torch.randn(2,2),torch.randn(2,3)}': () => [torch.randn(2, 2), torch.randn(2, 3)],
  '{torch.randn(2,2),torch.randn(2,2)}': () => [torch.randn(2, 2), torch.randn(2, 2)],
  '{torch.randn(2,2),torch.randn(2,2),torch.randn(2,2)}': () => [
    torch.randn(2, 2),
    torch.randn(2, 2),
    torch.randn(2, 2),
  ],
};
const labels: Record<string, () => Target> = {
  'torch.Tensor{1,4,2}': () => torch.Tensor([0, 3, 1]),
  '3': () => 2,
};

/** `torch.randn(2,3)`, `torch.randn(2,3):mul(20)`, `torch.rand(3,4):round()`, or an entry of the table. */
function evaluate(code: string): Activation {
  const [, draw, sizes, then, factor] = /^torch\.(randn|rand)\(([\d,]+)\)(?::(mul|round)\((\d*)\))?$/.exec(code) ?? [];
  if (draw === undefined) return values[code]();
  const drawn = torch[draw as 'rand' | 'randn'](sizes.split(',').map(Number));
  if (then === 'round') return drawn.round();
  return then === 'mul' ? drawn.mul(Number(factor)) : drawn;
}

test('every golden row of offered classes has an expression, and every expression a row', () => {
  const named = (rows: { code: string }[]): string[] => [...new Set(rows.map(({ code }) => code))].sort();
  assert.equal(Object.keys(modules).sort(), named(offered(moduleRows)));
  assert.equal(Object.keys(criteria).sort(), named(offered(criterionRows)));
});

for (const row of offered(moduleRows)) {
  test(`${row.code} on ${row.inputCode} is Torch's, from the seed on`, () => {
    torch.manualSeed(row.seed);
    const module = modules[row.code]();
    near(module.parameters()[0], listed(row.parameters), EXACT, 'parameters');
    const input = evaluate(row.inputCode);
    near(input, row.input, EXACT, 'input');
    near(module.forward(input), row.output, EXACT, 'output');
    const gradOutput = randnLike(module.output);
    near(gradOutput, row.gradOutput, EXACT, 'gradOutput');
    module.zeroGradParameters();
    near(module.backward(input, gradOutput), row.gradInput, EXACT, 'gradInput');
    near(module.parameters()[1], listed(row.gradParameters), EXACT, 'gradParameters');
    assert.is(module.toString(), row.text);
  });
}

for (const row of offered(criterionRows)) {
  test(`${row.code} on ${row.inputCode}, ${row.targetCode} is Torch's, from the seed on`, () => {
    torch.manualSeed(row.seed);
    const criterion = criteria[row.code]();
    const input = evaluate(row.inputCode);
    near(input, row.input, EXACT, 'input');
    const isLabel = Object.hasOwn(labels, row.targetCode);
    const target = isLabel ? labels[row.targetCode]() : (evaluate(row.targetCode) as Target);
    if (!isLabel) near(target as Activation, row.target as GoldenTensor, EXACT, 'target');
    nearNumbers([criterion.forward(input, target)], [row.loss], EXACT, 'loss');
    near(criterion.backward(input, target), row.gradInput, EXACT, 'gradInput');
  });
}

test.run();
