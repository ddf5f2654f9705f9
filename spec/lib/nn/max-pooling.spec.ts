/** @file Max pooling and unpooling of every kind against Lua Torch7: one seed gives the same places, outputs, gradients, text. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { EXACT, type GoldenTensor, near, read } from '../../golden.js';

interface Row {
  code: string;
  seed: number;
  float: boolean;
  /** Of what is pooled, or was pooled before it is unpooled. */
  size: number[];
  text: string;
  output: GoldenTensor;
  gradInput: GoldenTensor;
}

/** Numbers are drawn as doubles and rounded then: the last bit of one may differ. */
const EXACT_FLOAT = 1e-7;

const modules: Record<string, () => Module> = {
  'nn.SpatialMaxPooling(3,2,2,3,1,1):ceil()': () => nn.SpatialMaxPooling(3, 2, 2, 3, 1, 1).ceil(),
  'nn.SpatialDilatedMaxPooling(2,3,1,2,1,1,3,2)': () => nn.SpatialDilatedMaxPooling(2, 3, 1, 2, 1, 1, 3, 2),
  'nn.VolumetricMaxPooling(2,3,2,2,2,3,1,1,1):ceil()': () => nn.VolumetricMaxPooling(2, 3, 2, 2, 2, 3, 1, 1, 1).ceil(),
  'nn.VolumetricDilatedMaxPooling(2,3,2,2,2,3,1,1,1,2,1,2)': () =>
    nn.VolumetricDilatedMaxPooling(2, 3, 2, 2, 2, 3, 1, 1, 1, 2, 1, 2),
  'nn.TemporalMaxPooling(3,2)': () => nn.TemporalMaxPooling(3, 2),
  'nn.SpatialAdaptiveMaxPooling(3,2)': () => nn.SpatialAdaptiveMaxPooling(3, 2),
  'nn.SpatialAdaptiveMaxPooling(4,3)': () => nn.SpatialAdaptiveMaxPooling(4, 3),
  'nn.SpatialFractionalMaxPooling(2,3,3,2)': () => nn.SpatialFractionalMaxPooling(2, 3, 3, 2),
  'nn.SpatialFractionalMaxPooling(2,2,0.6,0.5)': () => nn.SpatialFractionalMaxPooling(2, 2, 0.6, 0.5),
  'nn.SpatialFractionalMaxPooling(2,2,5,4)': () => nn.SpatialFractionalMaxPooling(2, 2, 5, 4),
  'nn.VolumetricFractionalMaxPooling(2,3,2,2,2,3)': () => nn.VolumetricFractionalMaxPooling(2, 3, 2, 2, 2, 3),
  'nn.VolumetricFractionalMaxPooling(2,2,2,0.5,0.6,0.7)': () =>
    nn.VolumetricFractionalMaxPooling(2, 2, 2, 0.5, 0.6, 0.7),
  'nn.SpatialMaxUnpooling(nn.SpatialMaxPooling(2,3):ceil())': () =>
    nn.SpatialMaxUnpooling(nn.SpatialMaxPooling(2, 3).ceil()),
  'nn.VolumetricMaxUnpooling(nn.VolumetricMaxPooling(2,2,3,2,2,3,1,1,0))': () =>
    nn.VolumetricMaxUnpooling(nn.VolumetricMaxPooling(2, 2, 3, 2, 2, 3, 1, 1, 0)),
};

for (const row of read<Row[]>('torch7/max-pooling.json')) {
  test(`${row.code} is Torch's, from the seed on`, () => {
    torch.manualSeed(row.seed);
    const module = modules[row.code]();
    const converted = (x: Tensor): Tensor => (row.float ? x.float() : x);
    if (row.float) module.float();
    const x = converted(torch.randn(row.size));
    const unpools = module instanceof nn.SpatialMaxUnpooling || module instanceof nn.VolumetricMaxUnpooling;
    const input = unpools ? module.pooling.forward(x) : x;
    const bound = row.float ? EXACT_FLOAT : EXACT;
    near(module.forward(input), row.output, bound, 'output');
    const gradOutput = converted(torch.randn((module.output as Tensor).size()));
    near(module.backward(input, gradOutput), row.gradInput, bound, 'gradInput');
    assert.is(module.toString(), row.text);
  });
}

test.run();
