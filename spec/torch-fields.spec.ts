/** @file Every class of the registry in Torch's files: it comes back as it was, and Torch finds what it expects. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { firstChange, snapshot } from '../lib/check/snapshot.js';
import { walk } from '../lib/check/walk.js';
import { deserialize, serialize } from '../lib/io/t7/save.js';
import type { Activation } from '../lib/nn/activation.js';
import type { Component } from '../lib/nn/component.js';
import type { Criterion, Target } from '../lib/nn/criterion.js';
import { Module } from '../lib/nn/module.js';
import { rName } from '../lib/nn/parameters.js';
import { type ComponentClass, torchFields, torchTable } from '../lib/nn/torch-table.js';
import { Tensor, torch } from '../lib/tensor/index.js';
import { type Example, examples } from '../tools/commands/check/examples/index.js';
import { read } from './golden.js';
import { filled } from './lib/nn/filled.js';
import { printed } from './modules/checking.js';

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

test.run();
