/** @file Files of 2013 to 2017 and of cudnn: fields that were otherwise, or not there, give the module of today. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { deserialize, serialize } from '../../../../lib/io/t7/save.js';
import { type LuaValue, TorchObject } from '../../../../lib/io/t7/values.js';
import type { Activation } from '../../../../lib/nn/activation.js';
import type { Module } from '../../../../lib/nn/module.js';
import { concreteClasses, nn } from '../../../../lib/nn.js';
import { Storage, type Tensor, torch } from '../../../../lib/tensor/index.js';
import { readOpaque, writeOpaque } from './opaque.js';

type Fields = Record<string, LuaValue>;

const { ones, randn } = torch;
torch.manualSeed(5);
const long = (...numbers: number[]): Storage => new Storage('Long', numbers);
const instance = (typename: string, fields: Fields, version = 1): TorchObject =>
  new TorchObject(typename, new Map(Object.entries(fields)), version);
const load = (object: TorchObject): Module => deserialize(writeOpaque(object, 'binary')) as Module;

/** A module of today, which may have to wait for its class. */
const now = (name: string, ...args: unknown[]): Module =>
  Reflect.construct((nn as unknown as Record<string, new () => Module>)[name], args);

const filter = { nInputPlane: 2, nOutputPlane: 3, kW: 3, kH: 3, dW: 1, dH: 1 };
const image = randn(2, 2, 6, 6);
const weight = randn(3, 2, 3, 3);
const bias = randn(3);
const pool = { kW: 2, kH: 2, dW: 2, dH: 2 };
const statistics = { eps: 1e-5, momentum: 0.1, running_mean: randn(2) };
const variance = torch.Tensor([0.5, 2]);
const std = variance.clone().add(1e-5).pow(-0.5);
const normalised = { running_mean: statistics.running_mean, running_var: variance };

/** Title; the class, its fields and its version in the file; the module of today, its parameters, and an input. */
const rows: [string, [string, Fields, number?], () => Module, readonly Tensor[], Activation][] = [
  [
    'a convolution without padding',
    ['nn.SpatialConvolution', { ...filter, weight, bias, finput: ones(9) }],
    () => now('SpatialConvolution', 2, 3, 3, 3),
    [weight, bias],
    image,
  ],
  [
    'a convolution with one number for both paddings, and a weight that is a matrix',
    ['nn.SpatialConvolution', { ...filter, padding: 1, weight: weight.view(3, 18), bias, gradWeight: ones(3, 18) }],
    () => now('SpatialConvolution', 2, 3, 3, 3, 1, 1, 1, 1),
    [weight, bias],
    image,
  ],
  [
    'a convolution as a matrix product, with one number for both paddings',
    ['nn.SpatialConvolutionMM', { ...filter, padding: 1, weight: weight.view(3, 18), bias }],
    () => now('SpatialConvolutionMM', 2, 3, 3, 3, 1, 1, 1, 1),
    [weight, bias],
    image,
  ],
  [
    'a convolution of cudnn, in one group and without bias',
    ['cudnn.SpatialConvolution', { ...filter, padW: 1, padH: 0, groups: 1, weight, fmode: 1, iSize: long(0, 0, 0, 0) }],
    () => (now('SpatialConvolution', 2, 3, 3, 3, 1, 1, 1, 0) as Module & { noBias(): Module }).noBias(),
    [weight],
    image,
  ],
  [
    'a maximum without padding and rounding',
    ['nn.SpatialMaxPooling', { ...pool, indices: ones(3) }],
    () => now('SpatialMaxPooling', 2, 2, 2, 2),
    [],
    image,
  ],
  [
    'a maximum of cudnn',
    ['cudnn.SpatialMaxPooling', { ...pool, padW: 1, padH: 1, ceil_mode: true, mode: 'CUDNN_POOLING_MAX' }],
    () => (now('SpatialMaxPooling', 2, 2, 2, 2, 1, 1) as Module & { ceil(): Module }).ceil(),
    [],
    image,
  ],
  [
    'an average that is a sum',
    ['nn.SpatialAveragePooling', { ...pool }],
    () => Object.assign(now('SpatialAveragePooling', 2, 2, 2, 2), { divide: false }),
    [],
    image,
  ],
  [
    'a maximum in volumes of version 1',
    ['nn.VolumetricMaxPooling', { ...pool, kT: 2, dT: 2, padT: 0, padW: 0, padH: 0 }],
    () => now('VolumetricMaxPooling', 2, 2, 2, 2, 2, 2),
    [],
    randn(1, 2, 4, 4, 4),
  ],
  [
    'normalisation by deviations',
    ['nn.BatchNormalization', { ...statistics, running_std: std, affine: false, train: false }],
    () => Object.assign(now('BatchNormalization', 2, 1e-5, 0.1, false), normalised),
    [],
    randn(3, 2),
  ],
  [
    'normalisation of images by deviations, in cudnn',
    [
      'cudnn.SpatialBatchNormalization',
      { ...statistics, running_std: std, weight: bias.narrow(0, 0, 2), bias: ones(2), mode: 'CUDNN_BATCHNORM_SPATIAL' },
    ],
    () => Object.assign(now('SpatialBatchNormalization', 2, 1e-5, 0.1), normalised),
    [bias.narrow(0, 0, 2), ones(2)],
    image,
  ],
  [
    'a table of vectors, which reads indices from 1',
    ['nn.LookupTable', { weight: randn(4, 3) }],
    () => Object.assign(now('LookupTable', 4, 3), { indexBase: 1 }),
    [],
    torch.LongTensor([1, 4, 2]),
  ],
  ['dropout of version 1', ['nn.Dropout', { p: 0.25 }], () => new nn.Dropout(0.25, true), [], randn(4)],
  [
    'a threshold without inplace',
    ['nn.Threshold', { threshold: 1, val: 2 }],
    () => new nn.Threshold(1, 2),
    [],
    randn(4),
  ],
  ['cudnn.ReLU, which has no threshold', ['cudnn.ReLU', { inplace: true }], () => new nn.ReLU(true), [], randn(4)],
  ['a hard tanh without limits', ['nn.HardTanh', {}], () => new nn.HardTanh(), [], randn(4).mul(2)],
  ['a reshape with sizes alone', ['nn.Reshape', { size: long(2, 2) }], () => new nn.Reshape(2, 2), [], randn(3, 4)],
  ['a view with sizes alone', ['nn.View', { size: long(2, -1) }], () => new nn.View(2, -1), [], randn(4)],
  ['a sum that squeezes', ['nn.Sum', { dimension: 2 }], () => new nn.Sum(1), [], randn(3, 4)],
  ['a mean', ['nn.Mean', { dimension: 1 }], () => new nn.Mean(0), [], randn(3, 4)],
  [
    'a replicate along the first dimension',
    ['nn.Replicate', { nfeatures: 2 }],
    () => new nn.Replicate(2),
    [],
    randn(3),
  ],
  [
    'modules side by side, with their size under another name',
    ['nn.Concat', { dimension: 2, size: long(3), modules: [instance('nn.Tanh', {}), instance('nn.Abs', {})] }],
    () => new nn.Concat(1).add(new nn.Tanh()).add(new nn.Abs()),
    [],
    randn(2, 3),
  ],
];

for (const [title, [typename, fields, version], today, parameters, input] of rows) {
  if (!concreteClasses.has(typename.replace(/^\w+\./, ''))) continue;
  test(`${title}: ${typename} of ${Object.keys(fields).join(', ')}`, () => {
    const old = load(instance(typename, fields, version));
    const module = today();
    const own = parameters.length > 0 ? parameters : old.parameters()[0];
    module.parameters()[0].forEach((x, i) => {
      x.copy(own[i]);
    });
    assert.is(String(old), String(module));
    const [got, expected] = [old, module].map((m) => m.evaluate().forward(input) as Tensor);
    assert.is(got.describe(), expected.describe());
    assert.ok(got.dist(expected) <= 1e-12 * expected.norm(), `${got} against ${expected}`);
    assert.is(old.extras, undefined);
    // What is written has the fields of today.
    const again = deserialize(serialize(old)) as Module;
    assert.equal((again.evaluate().forward(input) as Tensor).toArray(), got.toArray());
  });
}

test('a gradient was reversed by 1 before version 2, whatever the file says', () => {
  for (const [version, lambda] of [
    [-1, 1],
    [1, 1],
    [2, 0.5],
  ]) {
    const module = load(instance('nn.GradientReversal', { lambda: 0.5 }, version)) as InstanceType<
      typeof nn.GradientReversal
    >;
    assert.is(module.lambda, lambda, `version ${version}`);
  }
});

test('a criterion hands a sizeAverage on that Torch had not handed on yet', () => {
  const nll = instance('nn.ClassNLLCriterion', { sizeAverage: true });
  const fields = { lsm: instance('nn.LogSoftMax', {}), nll, sizeAverage: false, oldSizeAverage: true };
  const criterion = deserialize(writeOpaque(instance('nn.CrossEntropyCriterion', fields), 'binary'));
  assert.is((criterion as InstanceType<typeof nn.CrossEntropyCriterion>).sizeAverage, false);
});

test('a normalised weight, which Torch leaves out of files, is made again', () => {
  const module = new nn.WeightNorm(new nn.Linear(3, 2));
  const object = readOpaque(serialize(module)) as TorchObject;
  const table = object.fields as Map<string, LuaValue>;
  const inside = (table.get('modules') as TorchObject[])[0].fields as Map<string, LuaValue>;
  for (const fields of [table, inside]) for (const name of ['weight', 'gradWeight']) fields.delete(name);
  const x = randn(4, 3);
  assert.equal((load(object).forward(x) as Tensor).toArray(), (module.forward(x) as Tensor).toArray());
});

test('a module on a device has something before its fields, which nn.GPU in Torch reads and writes', () => {
  const object = instance('nn.GPU', { device: 2, outdevice: 1, modules: [instance('nn.Tanh', {})] });
  object.header = ['torch.CudaTensor', 2];
  const module = load(object);
  assert.is(String(module), 'nn.GPU(2) @ nn.Tanh');
  const written = readOpaque(serialize([module, 'behind'])) as LuaValue[];
  assert.equal([(written[0] as TorchObject).header, written[1]], [[], 'behind']);
  const same = readOpaque(writeOpaque([object, 'behind'], 'ascii')) as LuaValue[];
  assert.equal([(same[0] as TorchObject).header, same[1]], [['torch.CudaTensor', 2], 'behind']);
});

test('what was on a GPU is of type Float', () => {
  const linear = load(instance('nn.Linear', { _type: 'torch.CudaTensor', weight: torch.FloatTensor(2, 3) }));
  assert.is(linear.type(), 'torch.FloatTensor');
});

test.run();
