/** @file Hessian-vector products of whole networks against Lua Torch7's rop branch, repaired, and against PyTorch. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as curvature from '../lib/curvature/index.js';
import type { Criterion } from '../lib/nn/criterion.js';
import type { Module } from '../lib/nn/module.js';
import { nn } from '../lib/nn.js';
import type { Tensor } from '../lib/tensor/index.js';
import { EXACT, EXACT_R, flat, type GoldenTensor, namesIn, near, nearNumbers, read, tensor } from './golden.js';
import { layers } from './networks.js';

interface Torch7Row {
  sizes: number[];
  activation: 'Tanh' | 'Sigmoid';
  last: 'LogSoftMax' | '';
  criterion: 'nll' | 'mse';
  parameters: GoldenTensor;
  input: GoldenTensor;
  target: GoldenTensor;
  loss: number;
  gradient: GoldenTensor;
  v: GoldenTensor;
  rOutput: GoldenTensor;
  Hv: GoldenTensor;
}

interface PyTorchNet {
  params: GoldenTensor[];
  inputs: [GoldenTensor];
  target: GoldenTensor;
  outputs: [GoldenTensor];
  loss: number;
  grad: GoldenTensor[];
  v: GoldenTensor[];
  Jv: GoldenTensor;
  Hv: GoldenTensor[];
  GGNv: GoldenTensor[];
  vHv: number;
  vGGNv: number;
  hessian?: GoldenTensor;
}

/** Hv by the four passes, written out. */
function fourPasses(model: Module, criterion: Criterion, x: Tensor, t: Tensor): { rOutput: Tensor; Hv: Tensor } {
  const rGradParameters = model.getParameters()[3];
  const y = model.forward(x);
  criterion.forward(y, t);
  const gy = criterion.backward(y, t);
  model.backward(x, gy);
  const ry = model.rForward(x);
  const rgy = criterion.rBackward(y, ry, t);
  model.zeroRGradParameters();
  model.rBackward(x, undefined, gy, rgy);
  return { rOutput: ry as Tensor, Hv: rGradParameters };
}

for (const [i, row] of read<Torch7Row[]>('torch7/hv.json').entries()) {
  test(`Hv of Torch7 network ${i}, ${row.activation} ${row.sizes.join('-')} with ${row.criterion}, is Torch's`, () => {
    const model = layers(row.sizes, row.activation);
    if (row.last) model.add(nn[row.last]());
    const nll = row.criterion === 'nll';
    const criterion = nll ? nn.ClassNLLCriterion() : nn.MSECriterion();
    const x = tensor(row.input);
    // Class labels count from 0 here, from 1 there.
    const t = nll ? tensor(row.target).add(-1) : tensor(row.target);
    const [parameters, , rParameters] = model.getParameters();
    parameters.copy(tensor(row.parameters));
    rParameters.copy(tensor(row.v));
    const { rOutput, Hv } = fourPasses(model, criterion, x, t);
    near(rOutput, row.rOutput, EXACT_R, 'rOutput');
    near(Hv, row.Hv, EXACT_R, 'Hv');
    const hessian = curvature.hessian(model, criterion, x, t);
    nearNumbers([hessian.loss], [row.loss], EXACT, 'loss');
    near(hessian.gradient, row.gradient, EXACT, 'gradient');
    near(hessian.apply(tensor(row.v)), row.Hv, EXACT_R, 'hessian.apply(v)');
  });
}

/** A convolution that keeps the images' size, its batch normalization, and ReLU. */
function block(from: number, to: number): InstanceType<typeof nn.Sequential> {
  return nn
    .Sequential()
    .add(nn.SpatialConvolution(from, to, 3, 3, 1, 1, 1))
    .add(nn.SpatialBatchNormalization(to))
    .add(nn.ReLU());
}

const networks: Record<string, () => InstanceType<typeof nn.Sequential>> = {
  // In training mode: mean and variance are those of the batch.
  'conv-bn': () =>
    nn
      .Sequential()
      .add(block(3, 4))
      .add(block(4, 4))
      .add(nn.SpatialMaxPooling(2, 2))
      .add(block(4, 6))
      .add(nn.SpatialMaxPooling(2, 2))
      .add(nn.View(-1).setNumInputDims(3))
      .add(nn.Linear(24, 5))
      .add(nn.ReLU())
      .add(nn.Linear(5, 4)),
  lenet: () =>
    nn
      .Sequential()
      .add(nn.SpatialConvolution(1, 3, 3, 3))
      .add(nn.SpatialMaxPooling(2, 2))
      .add(nn.SpatialConvolution(3, 4, 3, 3))
      .add(nn.SpatialMaxPooling(2, 2))
      .add(nn.View(-1).setNumInputDims(3))
      .add(nn.Linear(4, 6))
      .add(nn.Tanh())
      .add(nn.Linear(6, 5)),
  'mlp-mnist': () => layers([12, 9, 7, 5], 'Tanh'),
  'mlp-small': () => layers([6, 5, 4], 'Tanh'),
  'mlp-tiny': () => layers([3, 2, 3], 'Sigmoid'),
};

test('every golden network has an expression, and every expression a file', () => {
  assert.equal(Object.keys(networks).sort(), namesIn('pytorch/nets'));
});

for (const [name, make] of Object.entries(networks)) {
  const net = read<PyTorchNet>(`pytorch/nets/${name}.json`);
  const [x, t, v] = [tensor(net.inputs[0]), tensor(net.target), flat(net.v)];
  const data = (list: GoldenTensor[]): GoldenTensor => {
    const whole = list.flatMap((piece) => piece.data);
    return { shape: [whole.length], data: whole };
  };

  function network(): InstanceType<typeof nn.Sequential> {
    const model = make();
    model.getParameters()[0].copy(flat(net.params));
    return model;
  }

  test(`loss, gradient, Jv and Hv of ${name} are PyTorch's`, () => {
    const model = network();
    model.getParameters()[2].copy(v);
    const criterion = nn.CrossEntropyCriterion();
    near(model.forward(x), net.outputs[0], EXACT, 'z');
    const { rOutput, Hv } = fourPasses(model, criterion, x, t);
    near(rOutput, net.Jv, EXACT_R, 'Jv');
    near(Hv, data(net.Hv), EXACT_R, 'Hv');
    nearNumbers([v.dot(Hv)], [net.vHv], EXACT_R, 'vᵀHv');
    const hessian = curvature.hessian(model, criterion, x, t);
    nearNumbers([hessian.loss], [net.loss], EXACT, 'loss');
    near(hessian.gradient, data(net.grad), EXACT, 'gradient');
    near(hessian.apply(v), data(net.Hv), EXACT_R, 'hessian.apply(v)');
    if (net.hessian) near(hessian.toDense(), net.hessian, EXACT_R, 'H');
  });

  test(`the Gauss-Newton product of ${name} is PyTorch's, wherever log-softmax stands`, () => {
    const inCriterion = curvature.gaussNewton(network(), nn.CrossEntropyCriterion(), x, t);
    const inModel = curvature.gaussNewton(network().add(nn.LogSoftMax()), nn.ClassNLLCriterion(), x, t);
    for (const gaussNewton of [inCriterion, inModel]) {
      const gv = gaussNewton.apply(v);
      near(gv, data(net.GGNv), EXACT_R, 'Gv');
      nearNumbers([v.dot(gv)], [net.vGGNv], EXACT_R, 'vᵀGv');
    }
  });
}

test.run();
