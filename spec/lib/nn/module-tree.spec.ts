/** @file Module: traversal, replacement, copies and types. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nn } from '../../../lib/nn.js';
import { type Tensor, torch } from '../../../lib/tensor/index.js';
import { fails } from '../../errors.js';
import { layers } from '../../networks.js';

type Linear = InstanceType<typeof nn.Linear>;

/** Two hidden layers. */
function mlp(): InstanceType<typeof nn.Sequential> {
  return layers([3, 4, 5, 2]);
}

const x = torch.randn(2, 3);
const gy = torch.randn(2, 2);

test('training and evaluate reach every module', () => {
  const model = nn
    .Sequential()
    .add(nn.Concat(1).add(nn.Sequential().add(nn.Dropout(0.5))))
    .add(nn.Dropout(0.2));
  model.evaluate();
  assert.equal(
    model.listModules().map((m) => m.train),
    new Array(5).fill(false),
  );
  model.training();
  assert.equal(
    model.listModules().map((m) => m.train),
    new Array(5).fill(true),
  );
});

test('listModules and apply go through a tree parents first', () => {
  const inner = nn.Sequential().add(nn.Tanh()).add(nn.Linear(2, 2));
  const model = nn.Sequential().add(nn.Linear(3, 2)).add(inner).add(nn.Sigmoid());
  const expected = [model, model.get(0), inner, inner.get(0), inner.get(1), model.get(2)];
  assert.ok(model.listModules().every((m, i) => m === expected[i]));
  assert.is(model.listModules().length, expected.length);
  const names: string[] = [];
  assert.is(
    model.apply((m) => void names.push(m.describe())),
    model,
  );
  assert.equal(names, ['Sequential', 'Linear(3 -> 2)', 'Sequential', 'Tanh', 'Linear(2 -> 2)', 'Sigmoid']);
});

test('findModules takes a class, called or not, and a name', () => {
  class Wide extends nn.Linear {}
  const model = nn
    .Sequential()
    .add(nn.Sequential().add(nn.Linear(3, 2)))
    .add(new Wide(2, 2))
    .add(nn.Tanh());
  const found: Linear[] = model.findModules(nn.Linear);
  assert.equal(
    found.map((m) => m.describe()),
    ['Linear(3 -> 2)', 'Wide(2 -> 2)'],
  );
  assert.is(model.findModules(Wide).length, 1);
  assert.is(model.findModules('nn.Linear').length, 1);
  assert.is(model.findModules('Tanh')[0], model.get(2));
  assert.is(model.findModules('Sequential').length, 2);
  assert.equal(model.findModules('Dropout'), []);
});

test('replace puts what f returns in the place of every module, inner ones first', () => {
  const model = nn.Sequential().add(nn.Sequential().add(nn.Tanh())).add(nn.Linear(3, 2));
  const order: string[] = [];
  const replaced = model.replace((m) => {
    order.push(m.describe());
    return m instanceof nn.Tanh ? nn.Sigmoid() : m;
  });
  assert.is(replaced, model);
  assert.equal(order, ['Tanh', 'Sequential', 'Linear(3 -> 2)', 'Sequential']);
  assert.is(model.findModules(nn.Sigmoid).length, 1);
  assert.is(model.findModules(nn.Tanh).length, 0);
  const shared = nn.Tanh();
  assert.throws(
    () =>
      nn
        .Sequential()
        .add(nn.Sigmoid())
        .add(nn.Sigmoid())
        .replace((m) => (m instanceof nn.Sigmoid ? shared : m))
        .forward(x),
    /expected every module once, got Tanh twice/,
  );
});

test('clearState drops the buffers and keeps what was learned', () => {
  const model = mlp();
  const y = (model.forward(x) as Tensor).clone();
  model.backward(x, gy);
  model.clearState();
  for (const module of model.listModules()) {
    assert.is((module.output as Tensor).nElement(), 0);
    assert.is((module.gradInput as Tensor).nElement(), 0);
  }
  assert.throws(() => model.backward(x, gy), /call forward first/);
  assert.equal((model.forward(x) as Tensor).toArray(), y.toArray());
});

test('a clone shares nothing, and starts before any forward', () => {
  const model = mlp();
  const y = (model.forward(x) as Tensor).toArray();
  const copy = model.clone();
  assert.throws(() => copy.backward(x, gy), /call forward first/);
  assert.equal((copy.forward(x) as Tensor).toArray(), y);
  for (const w of copy.parameters()[0]) w.zero();
  assert.equal((model.forward(x) as Tensor).toArray(), y);
  assert.instance(copy.get(0), nn.Linear);
  assert.is(copy.get(0).describe(), 'Linear(3 -> 4)');
});

class Remembering extends nn.Sequential {
  owner: Remembering = this;
  counts: Int32Array = Int32Array.of(1, 2);
  options: { history: Tensor[] } = { history: [torch.ones(2)] };
}

test('a clone keeps cycles, and copies fields of every kind', () => {
  const model = new Remembering();
  const copy = model.clone();
  assert.is(copy.owner, copy);
  copy.counts[0] = 7;
  copy.options.history[0].zero();
  assert.is(model.counts[0], 1);
  assert.is(model.options.history[0].sum(), 2);
  assert.is(copy.type(), 'torch.DoubleTensor');
  assert.is(copy._type, model._type);
});

test('a change of type goes through cycles, and back', () => {
  const model = new Remembering();
  model.add(nn.Linear(3, 2)).float();
  assert.is(model.type(), 'torch.FloatTensor');
  const y = model.forward(x.float()) as Tensor;
  assert.is(y.type(), 'torch.FloatTensor');
  model.double();
  assert.is((model.forward(x) as Tensor).type(), 'torch.DoubleTensor');
  fails(() => model.type('Long'), TypeError, 'Remembering.type: expected Double or Float, got Long');
});

test('a change of type keeps what is shared shared', () => {
  const first = nn.Linear(3, 3);
  const model = nn.Sequential().add(first).add(nn.Tanh()).add(first.clone('weight', 'bias'));
  model.float();
  const last = model.get(2) as Linear;
  first.weight.set(0, 0, 42);
  assert.is(last.weight.get(0, 0), 42);
  assert.is(last.rWeight._storage, first.rWeight._storage);
  assert.is.not(last.gradWeight._storage, first.gradWeight._storage);
});

test('an input of the user is not converted with the module', () => {
  const layer = nn.Linear(3, 2);
  layer.forward(x);
  layer.float();
  assert.is(x.type(), 'torch.DoubleTensor');
});

test.run();
