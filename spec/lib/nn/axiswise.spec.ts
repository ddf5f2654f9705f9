/** @file Maps that work axis by axis, against Lua Torch7: average pooling, padding and up-sampling of images and volumes. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { torch } from '../../../lib/tensor/index.js';
import { EXACT, type GoldenTensor, near, randnLike, read } from '../../golden.js';
import { values } from '../../modules/checking.js';

interface Row {
  code: string;
  inputCode: string;
  seed: number;
  output: GoldenTensor;
  gradInput: GoldenTensor;
  text: string;
}

/** Torch finds the places of interpolated elements in single precision. */
const PLACES_IN_FLOATS = 1e-6;

const modules: Record<string, () => Module> = {
  'nn.SpatialAveragePooling(3,2,2,1)': () => nn.SpatialAveragePooling(3, 2, 2, 1),
  'nn.SpatialAveragePooling(3,3,2,2,1,1)': () => nn.SpatialAveragePooling(3, 3, 2, 2, 1, 1),
  'nn.SpatialAveragePooling(3,3,2,2,1,1):ceil()': () => nn.SpatialAveragePooling(3, 3, 2, 2, 1, 1).ceil(),
  'nn.SpatialAveragePooling(3,3,2,2,1,1):ceil():setCountExcludePad()': () =>
    nn.SpatialAveragePooling(3, 3, 2, 2, 1, 1).ceil().setCountExcludePad(),
  'nn.SpatialAveragePooling(2,3,3,2,0,1):ceil()': () => nn.SpatialAveragePooling(2, 3, 3, 2, 0, 1).ceil(),
  'nn.SpatialAveragePooling(2,2,3,3,0,1):ceil()': () => nn.SpatialAveragePooling(2, 2, 3, 3, 0, 1).ceil(),
  'nn.SpatialAdaptiveAveragePooling(3,4)': () => nn.SpatialAdaptiveAveragePooling(3, 4),
  'nn.VolumetricAveragePooling(2,3,2,1,2,2)': () => nn.VolumetricAveragePooling(2, 3, 2, 1, 2, 2),
  'nn.VolumetricAveragePooling(2,2,2)': () => nn.VolumetricAveragePooling(2, 2, 2),
  'nn.SpatialUpSamplingNearest(3)': () => nn.SpatialUpSamplingNearest(3),
  'nn.SpatialUpSamplingNearest(2)': () => nn.SpatialUpSamplingNearest(2),
  'nn.SpatialUpSamplingBilinear(3)': () => nn.SpatialUpSamplingBilinear(3),
  'nn.SpatialUpSamplingBilinear(2)': () => nn.SpatialUpSamplingBilinear(2),
  'nn.SpatialUpSamplingBilinear({oheight=2,owidth=5})': () => nn.SpatialUpSamplingBilinear({ oheight: 2, owidth: 5 }),
  'nn.SpatialUpSamplingBilinear({oheight=1,owidth=3})': () => nn.SpatialUpSamplingBilinear({ oheight: 1, owidth: 3 }),
  'nn.UpSampling(2)': () => nn.UpSampling(2),
  "nn.UpSampling(2,'linear')": () => nn.UpSampling(2, 'linear'),
  "nn.UpSampling(2,'trilinear')": () => nn.UpSampling(2, 'trilinear'),
  "nn.UpSampling({odepth=3,oheight=2,owidth=4},'linear')": () =>
    nn.UpSampling({ odepth: 3, oheight: 2, owidth: 4 }, 'linear'),
  "nn.UpSampling({oheight=2,owidth=4},'linear')": () => nn.UpSampling({ oheight: 2, owidth: 4 }, 'linear'),
  'nn.SpatialZeroPadding(1,2,0,-1)': () => nn.SpatialZeroPadding(1, 2, 0, -1),
  'nn.SpatialZeroPadding(-1,-1,2)': () => nn.SpatialZeroPadding(-1, -1, 2),
  'nn.SpatialReflectionPadding(2,1,-1,2)': () => nn.SpatialReflectionPadding(2, 1, -1, 2),
  'nn.SpatialReflectionPadding(-1,2)': () => nn.SpatialReflectionPadding(-1, 2),
  'nn.SpatialReplicationPadding(4,1,-1,2)': () => nn.SpatialReplicationPadding(4, 1, -1, 2),
  'nn.SpatialReplicationPadding(-1,-2,3)': () => nn.SpatialReplicationPadding(-1, -2, 3),
  'nn.VolumetricReplicationPadding(1,-1,2,0,3,1)': () => nn.VolumetricReplicationPadding(1, -1, 2, 0, 3, 1),
  'nn.VolumetricReplicationPadding(-1)': () => nn.VolumetricReplicationPadding(-1),
};

for (const row of read<Row[]>('torch7/axiswise.json')) {
  test(`${row.code} on ${row.inputCode} is Torch's, from the seed on`, () => {
    torch.manualSeed(row.seed);
    const module = modules[row.code]();
    const input = torch.randn(row.inputCode.slice('torch.randn('.length, -1).split(',').map(Number));
    const exact = /linear/i.test(row.code) ? PLACES_IN_FLOATS : EXACT;
    near(module.forward(input), row.output, exact, 'output');
    near(module.backward(input, randnLike(module.output)), row.gradInput, exact, 'gradInput');
    assert.is(String(module), row.text);
  });
}

test('a module follows its sizes and arguments, whatever its clone does', () => {
  const module = nn.SpatialZeroPadding(1, 0, 0, 0);
  const [wide, narrow] = [torch.ones(1, 1, 3), torch.ones(1, 1, 2)];
  module.forward(wide);
  assert.equal(values(module.clone().forward(narrow)), [0, 1, 1]);
  assert.equal(values(module.backward(wide, torch.Tensor([[[1, 2, 3, 4]]]))), [2, 3, 4]);
  [module.pad_l, module.pad_r] = [0, 1];
  assert.equal(values(module.forward(narrow)), [1, 1, 0]);
});

test.run();
