// Every class of the registry, at each of its examples, is given everything that is wrong; what it refuses changes nothing.
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sameState } from '../lib/check/draws.js';
import { read } from '../lib/check/section.js';
import type { Activation } from '../lib/nn/activation.js';
import type { Criterion, Target } from '../lib/nn/criterion.js';
import { Module } from '../lib/nn/module.js';
import { nn } from '../lib/nn.js';
import { generator, Tensor, torch } from '../lib/tensor/index.js';
import { BatchNormalization } from '../modules/batch-normalization.js';
import { type Example, examples } from '../tools/commands/check/examples/index.js';
import { badLike } from './bad-inputs.js';
import { thrown } from './errors.js';
import { printed } from './modules/checking.js';

/** With the way to a part in front: class and method, what was expected, what came. */
const form = /^(in [^\n]+: )*[A-Z][^\n]*\.(forward|backward|rForward|rBackward): expected [\s\S]+, got [\s\S]+$/;
const callFirst = /^[A-Z].*: call (forward|backward|rForward) first, at the same input$/s;
/** nn.NaN, whose purpose it is to throw, does so in Torch's words. */
const inTorchsWords = /^NaN found in/;

type Call = readonly [what: string, run: (component: Module | Criterion) => unknown];

const clone = (x: Activation): Activation => (x instanceof Tensor ? x.clone() : x.map(clone));

/** Every call with one thing wrong, behind right ones. */
function callsOf(example: Example): Call[] {
  const { input } = example;
  if ('criterion' in example) {
    const { target } = example;
    const of = (component: Module | Criterion): Criterion => component as Criterion;
    const targets = badLike(
      (typeof target === 'number' ? torch.LongTensor([target]) : (target ?? input)) as Activation,
    );
    return [
      ...badLike(input).flatMap(([what, bad]): Call[] => [
        [`forward at ${what}`, (c) => of(c).forward(bad as Activation, target)],
        [`backward at ${what}`, (c) => of(c).backward(bad as Activation, target)],
        [`rForward along ${what}`, (c) => of(c).rForward(input, bad as Activation, target)],
        [`rBackward along ${what}`, (c) => of(c).rBackward(input, bad as Activation, target)],
      ]),
      ...targets.flatMap(([what, bad]): Call[] => [
        [`forward with target ${what}`, (c) => of(c).forward(input, bad as Target)],
        [`backward with target ${what}`, (c) => of(c).backward(input, bad as Target)],
      ]),
    ];
  }
  const module = (component: Module | Criterion): Module => component as Module;
  const gradOutput = clone(example.module.forward(input));
  return [
    ...badLike(input).flatMap(([what, bad]): Call[] => [
      [`forward at ${what}`, (c) => module(c).forward(bad as Activation)],
      [`backward at ${what}`, (c) => module(c).backward(bad as Activation, gradOutput)],
      [`rForward along ${what}`, (c) => module(c).rForward(input, bad as Activation)],
    ]),
    ...badLike(gradOutput).flatMap(([what, bad]): Call[] => [
      [`backward of ${what}`, (c) => module(c).backward(input, bad as Activation)],
      [`rBackward of ${what}`, (c) => module(c).rBackward(input, undefined, bad as Activation, undefined)],
      [`rBackward along ${what}`, (c) => module(c).rBackward(input, undefined, gradOutput, bad as Activation)],
    ]),
    ...['1', null, {}, true].map(
      (scale): Call => [`backward with scale ${scale}`, (c) => module(c).backward(input, gradOutput, scale as number)],
    ),
  ];
}

/** Right passes, behind which wrong calls are made. */
function prepare(component: Module | Criterion, example: Example, gradOutput: Activation | undefined): void {
  if ('criterion' in example) (component as Criterion).forward(example.input, example.target);
  else {
    const module = component as Module;
    module.forward(example.input);
    module.backward(example.input, gradOutput as Activation);
    module.rForward(example.input);
  }
}

/** All that a call which throws may not change. */
function stateOf(component: Module | Criterion): number[][] {
  if (!(component instanceof Module)) return [];
  const lists = component.parameters().flat();
  const statistics = component
    .listModules()
    .flatMap((m) => (m instanceof BatchNormalization ? [m.running_mean, m.running_var] : []));
  return [...lists, ...statistics].map((x) => Array.from(read(x)));
}

/** Throws unless the error is one of ours: of the right kind, in the form of all. */
function checkForm(what: string, error: unknown): void {
  const { message } = error as Error;
  if (callFirst.test(message)) return;
  assert.ok(error instanceof RangeError || error instanceof TypeError, `${what}: ${error}`);
  assert.match(message, form, what);
}

let refused = 0;
/** Every call with one thing wrong, each behind right passes. */
function attack(list: readonly Example[]): void {
  for (const example of list) {
    const component = ('criterion' in example ? example.criterion : example.module).clone();
    const gradOutput = component instanceof Module ? clone(component.forward(example.input)) : undefined;
    for (const [what, run] of callsOf(example)) {
      prepare(component, example, gradOutput);
      const before = stateOf(component);
      const state = generator.getRNGState();
      try {
        run(component);
      } catch (error) {
        if (inTorchsWords.test((error as Error).message)) {
          for (const list of (component as Module).parameters()) for (const x of list) x.fill(1);
          continue;
        }
        checkForm(what, error);
        assert.equal(stateOf(component), before, `${what} changed parameters, gradients or statistics`);
        assert.ok(sameState(generator.getRNGState(), state), `${what} drew random numbers`);
        refused++;
      }
    }
  }
}

for (const [name, make] of examples) {
  test(`${name} refuses what is wrong in words, and stays as it was`, () => {
    torch.manualSeed(1);
    printed(() => attack(make().slice(0, 2)));
  });
}

class Careless extends nn.Linear {
  override updateOutput(input: Activation): Tensor {
    this.gradWeight.zero();
    return super.updateOutput(input);
  }
}

class Speechless extends nn.Linear {
  override updateOutput(input: Activation): Tensor {
    return super.updateOutput((input as Tensor).view(5, 4));
  }
}

const careless: readonly [title: string, make: () => Module, message: RegExp][] = [
  ['a gradient that a failing pass zeroes', () => new Careless(4, 3), /^forward at .* changed parameters/],
  ['an error of what is inside', () => new Speechless(4, 3), /^forward at an empty table/],
];
for (const [title, make, message] of careless) {
  test(`${title} is found`, () => {
    assert.match(thrown(() => attack([{ module: make(), input: torch.randn(5, 4) }])).message, message);
  });
}

test('wrong calls by the thousand have been refused', () => {
  assert.ok(refused > 10000, `${refused}`);
});

test.run();
