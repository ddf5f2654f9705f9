/** @file Normalisation by neighbours and p-norm pooling against Lua Torch7: from the seed on, draws of the constructor among it. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Module } from '../lib/nn/module.js';
import { nn } from '../lib/nn.js';
import { type Tensor, torch } from '../lib/tensor/index.js';
import { EXACT, type GoldenTensor, near, read } from './golden.js';

interface Row {
  code: string;
  inputCode: string;
  seed: number;
  input: GoldenTensor;
  output: GoldenTensor;
  gradOutput: GoldenTensor;
  gradInput: GoldenTensor;
  /** Nothing where Torch's tostring fails. */
  text: string | null;
}

const rows = read<Row[]>('torch7/local-normalisation.json');

const square = (): Tensor =>
  torch.Tensor([
    [1, 2, 1],
    [2, 5, 2],
    [1, 2, 3],
  ]);
const line = (): Tensor => torch.Tensor([1, 4, 2]);
const SQUARE = 'torch.Tensor{{1,2,1},{2,5,2},{1,2,3}}';
const LINE = 'torch.Tensor{1,4,2}';

/** Our expression for each of Torch's. */
const modules: Record<string, () => Module> = {
  'nn.SpatialCrossMapLRN(3,0.5,0.75,2)': () => nn.SpatialCrossMapLRN(3, 0.5, 0.75, 2),
  'nn.SpatialCrossMapLRN(5)': () => nn.SpatialCrossMapLRN(5),
  'nn.FeatureLPPooling(3,2,2,false)': () => nn.FeatureLPPooling(3, 2, 2, false),
  'nn.FeatureLPPooling(2,1,4,true)': () => nn.FeatureLPPooling(2, 1, 4, true),
  'nn.SpatialLPPooling(2,2,3,2,2,1)': () => nn.SpatialLPPooling(2, 2, 3, 2, 2, 1),
  'nn.SpatialLPPooling(2,3,2,2)': () => nn.SpatialLPPooling(2, 3, 2, 2),
  'nn.SpatialLPPooling(2,4,2,2)': () => nn.SpatialLPPooling(2, 4, 2, 2),
  [`nn.SpatialSubtractiveNormalization(2,${SQUARE})`]: () => nn.SpatialSubtractiveNormalization(2, square()),
  [`nn.SpatialSubtractiveNormalization(3,${LINE})`]: () => nn.SpatialSubtractiveNormalization(3, line()),
  'nn.SpatialSubtractiveNormalization(1)': () => nn.SpatialSubtractiveNormalization(1),
  [`nn.SpatialDivisiveNormalization(2,${SQUARE})`]: () => nn.SpatialDivisiveNormalization(2, square()),
  [`nn.SpatialDivisiveNormalization(3,${LINE})`]: () => nn.SpatialDivisiveNormalization(3, line()),
  'nn.SpatialDivisiveNormalization(2,torch.Tensor{{1,2,1}},1.2,0.7)': () =>
    nn.SpatialDivisiveNormalization(2, torch.Tensor([[1, 2, 1]]), 1.2, 0.7),
  [`nn.SpatialContrastiveNormalization(2,${SQUARE})`]: () => nn.SpatialContrastiveNormalization(2, square()),
  [`nn.SpatialContrastiveNormalization(3,${LINE})`]: () => nn.SpatialContrastiveNormalization(3, line()),
};

test('every row has an expression, and every expression a row', () => {
  assert.equal(Object.keys(modules).sort(), rows.map(({ code }) => code).sort());
});

for (const row of rows) {
  test(`${row.code} on ${row.inputCode} is Torch's`, () => {
    torch.manualSeed(row.seed);
    const module = modules[row.code]();
    const [, draw, sizes] = /^torch\.(randn?)\(([\d,]+)\)$/.exec(row.inputCode) as RegExpExecArray;
    const input = torch[draw as 'rand' | 'randn'](sizes.split(',').map(Number));
    near(input, row.input, EXACT, 'input');
    const output = module.forward(input) as Tensor;
    near(output, row.output, EXACT, 'output');
    const gradOutput = torch.randn(output.size());
    near(gradOutput, row.gradOutput, EXACT, 'gradOutput');
    near(module.backward(input, gradOutput), row.gradInput, EXACT, 'gradInput');
    if (row.text !== null) assert.is(String(module), row.text);
  });
}

test.run();
