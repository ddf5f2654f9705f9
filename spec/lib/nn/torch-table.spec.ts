/** @file Modules and criteria as Torch's tables of fields: what they write, and what is made of what they read. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Component } from '../../../lib/nn/component.js';
import type { Module } from '../../../lib/nn/module.js';
import { blank, type ComponentClass, Filling, fillFromTorch, torchTable } from '../../../lib/nn/torch-table.js';
import { nn } from '../../../lib/nn.js';
import { Storage, Tensor, torch } from '../../../lib/tensor/index.js';
import { filled, long, type Table } from './filled.js';

function shown(x: Tensor): unknown {
  return [x.describe(), x.toArray()];
}

/** Fields that every module has beside its own. */
const ofModules = ['_type', 'output', 'gradInput', 'train'];

/** What Torch's constructor, or its clearState, leaves in the fields of the class itself. */
const tables: [Component, Table][] = [
  [new nn.Tanh(), {}],
  [new nn.SoftPlus(2), { beta: 2, threshold: 20 }],
  [new nn.Threshold(0.5, -1, true), { threshold: 0.5, val: -1, inplace: true }],
  [new nn.ReLU(), { threshold: 0, val: 0, inplace: false }],
  [
    new nn.Dropout(0.25, true, true, true),
    { p: 0.25, v2: false, inplace: true, stochastic_inference: true, noise: new Tensor(new Storage('Double')) },
  ],
  [new nn.SplitTable(0, 2), { dimension: 1, nInputDims: 2 }],
  [new nn.SplitTable(-1), { dimension: -1 }],
  [new nn.JoinTable(2), { dimension: 3, size: long(), gradInput: [] }],
  [new nn.SelectTable(0), { index: 1, gradInput: [] }],
  [new nn.SelectTable(-2), { index: -2, gradInput: [] }],
  [new nn.CAddTable(true), { inplace: true, gradInput: [] }],
  [new nn.CMulTable(), { gradInput: [] }],
  [new nn.Reshape(2, 3), { size: long(2, 3), nelement: 6, batchsize: long(1, 2, 3) }],
  [new nn.Reshape(6, false), { size: long(6), nelement: 6, batchsize: long(1, 6), batchMode: false }],
  [new nn.View(-1, 6).setNumInputDims(2), { size: long(-1, 6), numElements: 6, numInputDims: 2 }],
  [new nn.Sequential(), { modules: [] }],
  [new nn.Concat(1), { modules: [], dimension: 2, outputSize: long() }],
  [new nn.ConcatTable(), { modules: [], output: [] }],
  [new nn.ParallelTable(), { modules: [], output: [], gradInput: [] }],
];

for (const [component, expected] of tables) {
  test(`nn.${component.describe()} writes ${Object.keys(expected).join(', ') || 'nothing of its own'}`, () => {
    const table = torchTable(component);
    assert.equal([...table.keys()].sort(), [...new Set([...ofModules, ...Object.keys(expected)])].sort());
    for (const [name, value] of Object.entries(expected)) assert.equal(table.get(name), value, name);
    assert.equal([table.get('_type'), table.get('train')], ['torch.DoubleTensor', true]);
    for (const name of ['output', 'gradInput']) {
      if (!(name in expected)) assert.is((table.get(name) as Tensor).describe(), 'DoubleTensor()', name);
    }
  });
}

test('parameters and gradients are written with their values, v and Hv and buffers are not', () => {
  const linear = new nn.Linear(3, 2).float();
  linear.gradWeight.fill(5);
  linear.forward(torch.FloatTensor(4, 3).zero());
  const table = torchTable(linear);
  assert.equal([...table.keys()].sort(), [...ofModules, 'weight', 'bias', 'gradWeight', 'gradBias'].sort());
  for (const name of ['weight', 'bias', 'gradWeight', 'gradBias'] as const) assert.is(table.get(name), linear[name]);
  assert.is((table.get('output') as Tensor).describe(), 'FloatTensor()');
  assert.not(torchTable(new nn.Linear(3, 2, false)).has('bias'));
});

test('criteria write what Torch expects to find, and no type', () => {
  const weights = torch.Tensor([1, 2]);
  const nll = torchTable(new nn.ClassNLLCriterion(weights, false, 3));
  // ignoreIndex is a label: of class 3 here, which is Torch's fourth.
  assert.is(nll.get('ignoreIndex'), 4);
  assert.is(torchTable(new nn.ClassNLLCriterion(weights, false, 3, 1)).get('ignoreIndex'), 3);
  assert.is(torchTable(new nn.ClassNLLCriterion()).get('ignoreIndex'), -100);
  assert.is(nll.get('weights'), weights);
  assert.is((nll.get('target') as Tensor).describe(), 'LongTensor(1)');
  for (const name of ['output_tensor', 'total_weight_tensor']) {
    assert.is((nll.get(name) as Tensor).describe(), 'DoubleTensor(1)');
  }
  const expected = ['gradInput', 'ignoreIndex', 'output', 'output_tensor', 'sizeAverage', 'target'];
  assert.equal([...nll.keys()].sort(), [...expected, 'total_weight_tensor', 'weights']);
  const entropy = torchTable(new nn.CrossEntropyCriterion(weights, false));
  assert.equal([...entropy.keys()].sort(), ['gradInput', 'lsm', 'nll', 'oldSizeAverage', 'output', 'sizeAverage']);
  assert.equal([entropy.get('sizeAverage'), entropy.get('oldSizeAverage')], [false, false]);
});

test('what comes from Torch reads labels that count from 1, whatever ignoreIndex there is', () => {
  const old = filled('ClassNLLCriterion', { sizeAverage: true, gradInput: torch.FloatTensor(2) });
  assert.equal([old.type(), (old as { indexBase?: number }).indexBase], ['torch.FloatTensor', 1]);
  assert.is((old as { ignoreIndex?: number }).ignoreIndex, -100);
  const again = filled('ClassNLLCriterion', Object.fromEntries(torchTable(old)));
  assert.is((again as { ignoreIndex?: number }).ignoreIndex, -100);
});

const wb = (): Table => ({ weight: torch.ones(2, 3), bias: torch.ones(2) });

test('gradients that are missing or emptied, v and Hv come as zeros', () => {
  for (const gradients of [{}, { gradWeight: torch.Tensor(), gradBias: null }]) {
    const linear = filled('Linear', { ...wb(), ...gradients }) as Module;
    const [values, ...zeros] = linear.parameters();
    assert.equal(values.map(shown), [shown(torch.ones(2, 3)), shown(torch.ones(2))]);
    for (const list of zeros) assert.equal(list.map(shown), [shown(torch.zeros(2, 3)), shown(torch.zeros(2))]);
  }
});

test('what parameters share, and how they lie, holds for gradients, v and Hv', () => {
  const filling = new Filling();
  const flat = torch.ones(4);
  const weight = new Tensor(flat.storage(), 0, [2, 2]);
  const [a, b] = [weight, weight.t()].map((w) => filled('Linear', { weight: w }, filling) as Module);
  for (const k of [0, 1, 2, 3]) {
    a.parameters()[k][0].set(0, 1, 7);
    assert.is(b.parameters()[k][0].get(1, 0), 7);
  }
  const memory = new Set(a.parameters().map(([x]) => x.storage()));
  assert.is(memory.size, 4);
});

test('tensors of another type than the module become its own, and go on sharing', () => {
  const filling = new Filling();
  const weight = torch.ones(2, 2);
  const modules = [weight, weight, weight.view(2, 2)].map(
    (w) => filled('Linear', { _type: 'torch.FloatTensor', weight: w }, filling) as Module,
  );
  const [first, ...others] = modules.map((m) => m.parameters().map(([x]) => [x.describe(), x.storage()]));
  assert.equal(
    first.map(([what]) => what),
    Array(4).fill('FloatTensor(2 × 2)'),
  );
  for (const other of others) for (const k of [0, 1, 2, 3]) assert.is(other[k][1], first[k][1]);
});

test("users' own fields are kept, names that mean something here are not", () => {
  const table = new Map<unknown, unknown>(Object.entries({ ...wb(), name: 'fc6', lr: 0.1, _input: torch.ones(9) }));
  for (const name of ['__proto__', 'constructor', 'toString', 'rWeight', 'addBuffer', 7]) table.set(name, 1);
  const linear = blank(nn.Linear as unknown as ComponentClass) as Module;
  fillFromTorch(linear, table, new Filling());
  assert.equal(linear.extras, { name: 'fc6', lr: 0.1 });
  assert.is(linear.constructor, nn.Linear);
  const written = torchTable(linear.clone());
  assert.equal([written.get('name'), written.get('lr'), written.has('addBuffer')], ['fc6', 0.1, false]);
});

test.run();
