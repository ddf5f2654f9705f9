/** @file VolumetricFullConvolution against the checker, the convolution that it is the adjoint of, and its errors. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../lib/nn.js';
import { type Tensor, torch } from '../../lib/tensor/index.js';
import { fails, passesEveryCheck, values } from './checking.js';

passesEveryCheck({
  'a batch': () => [nn.VolumetricFullConvolution(2, 3, 2, 1, 2), torch.randn(2, 2, 2, 1, 2)],
  'one volume': () => [nn.VolumetricFullConvolution(2, 2, 2, 2, 1).noBias(), torch.randn(2, 2, 1, 2)],
  'strides, paddings and adjustments': () => [
    nn.VolumetricFullConvolution(2, 2, 2, 3, 2, 2, 3, 2, 1, 1, 0, 1, 2, 0),
    torch.randn(1, 2, 2, 1, 2),
  ],
  'a reference': () => [
    nn.VolumetricFullConvolution(1, 2, 2, 2, 2, 2, 2, 2),
    [torch.randn(1, 2, 1, 1), torch.randn(3, 4, 3, 2)],
  ],
});

test('strides, padding and adjustment in time, worked out by hand', () => {
  const module = nn.VolumetricFullConvolution(1, 1, 3, 1, 1, 2, 1, 1, 1, 0, 0, 1, 0, 0);
  module.weight.copy(torch.Tensor([1, 10, 100]));
  module.bias?.fill(0.5);
  const y = module.forward(torch.Tensor([1, 2]).view(1, 2, 1, 1)) as Tensor;
  assert.equal(y.size(), [1, 4, 1, 1]);
  assert.equal(values(y), [10.5, 100 + 2.5, 20.5, 200.5]);
});

test('it is the adjoint of the convolution with its weight', () => {
  const module = nn.VolumetricFullConvolution(2, 3, 2, 3, 2, 1, 2, 1, 0, 1, 0, 0, 1, 0).noBias();
  const convolution = nn.VolumetricConvolution(3, 2, 2, 3, 2, 1, 2, 1, 0, 1, 0).noBias();
  convolution.weight.copy(module.weight);
  const x = torch.randn(2, 2, 2, 4, 3);
  const y = module.forward(x) as Tensor;
  convolution.forward(y);
  assert.equal(values(convolution.backward(y, x)), values(y));
});

test('a reference decides the size of y', () => {
  const module = nn.VolumetricFullConvolution(1, 1, 3, 3, 3, 2, 2, 2, 1, 1, 1);
  const y = module.forward([torch.randn(1, 3, 3, 3), torch.randn(4, 5, 6, 5)]) as Tensor;
  assert.equal(y.size(), [1, 5, 6, 5]);
});

test('it prints what Torch prints, and refuses what does not fit', () => {
  assert.equal(
    [
      nn.VolumetricFullConvolution(1, 2, 3, 4, 5),
      nn.VolumetricFullConvolution(1, 2, 3, 4, 5, 1, 2, 3, 0, 0, 1, 0, 1, 2).noBias(),
    ].map(String),
    ['nn.VolumetricFullConvolution(1 -> 2, 3x4x5)', 'nn.VolumetricFullConvolution(1 -> 2, 3x4x5, 1,2,3, 0,0,1, 0,1,2)'],
  );
  fails(
    () => nn.VolumetricFullConvolution(1, 2, 3, 3, 3, 1, 2, 1, 0, 0, 0, 0, 2, 0),
    RangeError,
    'VolumetricFullConvolution: expected adjustments from 0 up, below strides 1,2,1, got 0,2,0',
  );
  fails(
    () => nn.VolumetricFullConvolution(2, 3, 3, 3, 3, 1, 1, 1, 2, 2, 2).forward(torch.zeros(2, 2, 3, 3)),
    RangeError,
    'VolumetricFullConvolution(2 -> 3, 3x3x3, 1,1,1, 2,2,2).forward: expected input large enough for an output, here (3 × 0 × 1 × 1), got (2 × 2 × 3 × 3)',
  );
});

test('older files have other names for paddings, and planes out before planes in', () => {
  const weight = torch.range(1, 6).view(3, 2, 1, 1, 1);
  const fields = new Map<unknown, unknown>(Object.entries({ pT: 0, pW: 1, pH: 2, weight }));
  nn.VolumetricFullConvolution.upgrade(fields);
  assert.equal(
    ['padT', 'padW', 'padH', 'pT'].map((name) => fields.get(name)),
    [0, 1, 2, undefined],
  );
  const upgraded = fields.get('weight') as Tensor;
  assert.equal(
    [upgraded.size(), values(upgraded)],
    [
      [2, 3, 1, 1, 1],
      [1, 3, 5, 2, 4, 6],
    ],
  );
});

test.run();
