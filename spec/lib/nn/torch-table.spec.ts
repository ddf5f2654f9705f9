/** @file Modules and criteria as Torch's tables of fields: every class comes back as it was, and Torch finds what it expects. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { firstChange, snapshot } from '../../../lib/check/snapshot.js';
import { walk } from '../../../lib/check/walk.js';
import { deserialize, serialize } from '../../../lib/io/t7/save.js';
import type { Activation } from '../../../lib/nn/activation.js';
import type { Component } from '../../../lib/nn/component.js';
import type { Criterion, Target } from '../../../lib/nn/criterion.js';
import { Module } from '../../../lib/nn/module.js';
import { rName } from '../../../lib/nn/parameters.js';
import {
  blank,
  type ComponentClass,
  Filling,
  fillFromTorch,
  torchFields,
  torchTable,
} from '../../../lib/nn/torch-table.js';
import { nn } from '../../../lib/nn.js';
import { Storage, Tensor, torch } from '../../../lib/tensor/index.js';
import { type Example, examples } from '../../../tools/commands/check/examples/index.js';
import { read } from '../../golden.js';
import { printed } from '../../modules/checking.js';
import { filled, long, type Table } from './filled.js';

/** What a class of Torch's has once its constructor has run: always, or perhaps (then it may be nil), and which of it are tables. */
interface Facts {
  always: string[];
  perhaps?: string[];
  /** Made by other methods: buffers of the last input. */
  later?: string[];
  tables?: string[];
  version?: number;
}

const facts = read<Record<string, Facts>>('torch7/fields.json');

/** Every leaf but where labels start, which is 1 for all that comes from Torch, and what is known of the structure. */
const everything = (component: Component): ReturnType<typeof snapshot> =>
  snapshot(
    component,
    () => true,
    (field, value) => value !== undefined && field !== 'indexBase' && field !== 'checkedVersion',
  );

const indexBases = (component: Component): unknown[] => {
  const found: unknown[] = [];
  walk(component, (_, value, field) => field === 'indexBase' && found.push(value));
  return found;
};

/** Labels and indices that count from 0, as those that count from 1. */
function fromOne<T extends Activation | Target>(x: T): T {
  if (typeof x === 'number') return (x + 1) as T;
  if (Array.isArray(x)) return x.map(fromOne) as T;
  return x instanceof Tensor && x.elementType.integer ? (torch.add(x, 1) as T) : x;
}

function shown(x: unknown): unknown {
  return Array.isArray(x) ? x.map(shown) : x instanceof Tensor ? [x.describe(), x.toArray()] : x;
}

/** Output and gradients, from a state of the generator; `shift` makes labels and indices what the component counts from. */
function passes(component: Module | Criterion, example: Example, state: Tensor, shift: typeof fromOne): unknown {
  torch.setRNGState(state);
  if ('module' in example) {
    const [module, input] = [component as Module, shift(example.input)];
    let results: unknown;
    printed(() => {
      results = [module.forward(input), module.backward(input, module.output), ...module.parameters()[1]].map(shown);
    });
    return results;
  }
  const [criterion, { input }, target] = [component as Criterion, example, shift(example.target)];
  return [criterion.forward(input, target), criterion.backward(input, target)].map(shown);
}

for (const [name, make] of examples) {
  test(`${name} is the same after the way through a file, binary and ascii`, () => {
    torch.manualSeed(1);
    for (const example of make()) {
      const component: Module | Criterion = 'module' in example ? example.module : example.criterion;
      if (component instanceof Module) for (const g of component.parameters()[1]) g.uniform(-1, 1);
      const copies = (['binary', 'ascii'] as const).map((mode) => deserialize(serialize(component, mode)));
      const original = everything(component.clearState());
      const state = torch.getRNGState();
      const shift = indexBases(component).includes(0) ? fromOne : <T>(value: T): T => value;
      const expected = passes(component, example, state, (value) => value);
      for (const back of copies as Component[]) {
        assert.is(String(back), String(component));
        const copied = everything(back);
        const lost = firstChange(original, copied)?.element;
        assert.is(lost, undefined, `${name}: expected static torch to declare ${lost} (see CONTRIBUTING.md)`);
        const left = firstChange(copied, original)?.element;
        assert.is(left, undefined, `${name}: expected no ${left}`);
        assert.equal(passes(back as Module | Criterion, example, state, shift), expected);
      }
    }
  });
}

for (const [name, make] of examples) {
  if (!Object.hasOwn(facts, name)) continue;
  const { always, perhaps = [], later = [], tables = [], version = 1 } = facts[name];
  test(`${name} writes what Torch's methods expect to find`, () => {
    torch.manualSeed(1);
    for (const example of make()) {
      const component = 'module' in example ? example.module : example.criterion;
      const [written, declared] = [torchTable(component), new Set(torchFields(component).keys())];
      const parameters = component instanceof Module ? component.parameterNames().flatMap(rName.family) : [];
      for (const field of parameters) declared.add(field);
      assert.equal(
        always.filter((field) => !written.has(field)),
        [],
        'fields that Torch always has',
      );
      assert.equal(
        perhaps.filter((field) => !declared.has(field)),
        [],
        'fields that Torch may have',
      );
      for (const field of tables) assert.ok(Array.isArray(written.get(field)), `a table in ${field}`);
      assert.is((component.constructor as ComponentClass).torchVersion, version, 'version');
      const used = [...written, ...later.map((field): [string, unknown] => [field, torch.ones(2)])];
      assert.is(filled(name, Object.fromEntries(used)).extras, undefined, 'buffers that are kept');
    }
  });
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
