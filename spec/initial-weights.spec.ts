/** @file Initial weights against those that Lua Torch7 draws with the same seed. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Module } from '../lib/nn/module.js';
import { nn } from '../lib/nn.js';
import { torch } from '../lib/tensor/index.js';
import { EXACT, type GoldenTensor, near, offered, read } from './golden.js';

interface Row {
  code: string;
  seed: number;
  parameters: GoldenTensor[];
}

const rows = read<Row[]>('torch7/initial-weights.json');

/** Our expression for each of Torch's. */
const expressions: Record<string, () => Module> = {
  'nn.Linear(4,3)': () => nn.Linear(4, 3),
  'nn.Sequential():add(nn.Linear(3,4)):add(nn.Tanh()):add(nn.Linear(4,2))': () =>
    nn.Sequential().add(nn.Linear(3, 4)).add(nn.Tanh()).add(nn.Linear(4, 2)),
  'nn.LookupTable(5,3)': () => nn.LookupTable(5, 3),
  'nn.CMul(3)': () => nn.CMul(3),
  'nn.Add(4)': () => nn.Add(4),
  'nn.Mul()': () => nn.Mul(),
  'nn.PReLU(3)': () => nn.PReLU(3),
  'nn.SpatialConvolution(2,3,3,3)': () => nn.SpatialConvolution(2, 3, 3, 3),
  'nn.TemporalConvolution(4,3,2)': () => nn.TemporalConvolution(4, 3, 2),
  'nn.BatchNormalization(4)': () => nn.BatchNormalization(4),
};

test('every golden row of offered classes has an expression, and every expression a row', () => {
  assert.equal(
    Object.keys(expressions).sort(),
    offered(rows)
      .map((row) => row.code)
      .sort(),
  );
});

for (const [code, make] of Object.entries(expressions)) {
  test(`${code} draws Torch's initial weights`, () => {
    const row = rows.find((candidate) => candidate.code === code) as Row;
    torch.manualSeed(row.seed);
    near(make().parameters()[0], row.parameters, EXACT, 'parameters');
  });
}

test.run();
