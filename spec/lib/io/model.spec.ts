/** @file Models in files: what comes back, and which files are refused. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decode, encode } from '../../../lib/io/encoding.js';
import { DataError } from '../../../lib/io/index.js';
import { loadModel, modelText, saveModel } from '../../../lib/io/model.js';
import type { Module } from '../../../lib/nn/module.js';
import { nn } from '../../../lib/nn.js';
import { Tensor, torch } from '../../../lib/tensor/index.js';
import { examples } from '../../../tools/commands/check/examples/index.js';
import { temporaryFolder } from '../../tools/world.js';

const test = suite('model files');
const { file, remove } = temporaryFolder();
test.after(remove);

/** Two hidden layers, the second of which shares weights with a branch beside it. */
function nested(): Module {
  torch.manualSeed(3);
  const linear = new nn.Linear(4, 4);
  const twin = linear.clone('weight', 'bias', 'gradWeight', 'gradBias');
  const inner = new nn.Sequential()
    .add(new nn.Linear(3, 4))
    .add(new nn.Tanh())
    .add(linear)
    .add(new nn.Sigmoid())
    .add(twin);
  return new nn.Sequential().add(inner).add(new nn.LogSoftMax());
}

const bits = (x: Tensor): number[] => x.toArray();

test('nested modules with shared parameters compute the same bits and go on sharing', () => {
  const model = nested();
  const input = torch.randn(5, 3);
  const output = bits(model.forward(input) as Tensor);
  const path = file('nested.json');
  saveModel(path, model, { note: 'α' });
  const { model: back, about } = loadModel(path);
  assert.equal(about, { note: 'α' });
  assert.is(back.toString(), model.toString());
  assert.equal(bits(back.forward(input) as Tensor), output);
  const [, , first, , second] = back.children()[0].children() as unknown as { weight: Tensor }[];
  first.weight.set(0, 0, 42);
  assert.is(second.weight.get(0, 0), 42);
  assert.is(back.getParameters()[0].nElement(), 3 * 4 + 4 + 4 * 4 + 4);
});

test('flat parameters stay where they are, and gradients, v and Hv come back as zeros', () => {
  const model = nested();
  for (const x of model.getParameters()) x.fill(0.5);
  const path = file('flat.json');
  saveModel(path, model);
  const { model: back } = loadModel(path);
  const [w] = back.parameters()[0];
  const flat = back.getParameters();
  assert.is(flat[0].storage(), w.storage());
  assert.equal(
    flat.map((x) => x.sum() / x.nElement()),
    [0.5, 0, 0, 0],
  );
});

test('a model that was read trains as the one that was written', () => {
  const model = nested();
  const path = file('train.json');
  saveModel(path, model);
  const { model: back } = loadModel(path);
  const input = torch.randn(5, 3);
  const gradient = torch.randn(5, 4);
  const [a, b] = [model, back].map((m) => {
    m.getParameters()[2].fill(0.25);
    m.forward(input);
    m.backward(input, gradient);
    m.rForward(input);
    m.rBackward(input, undefined, gradient, undefined);
    return m.getParameters().map(bits);
  });
  assert.equal(a, b);
});

test('outputs and gradients that were computed leave no trace in the text', () => {
  // The first child alone: LogSoftMax keeps the shape of its last input.
  const [idle, busy] = [nested(), nested()].map((model) => model.children()[0]);
  for (const rows of [7, 2]) busy.forward(torch.randn(rows, 3));
  busy.backward(torch.randn(2, 3), torch.randn(2, 4));
  assert.is(modelText(busy), modelText(idle));
});

/** They read what their pooling module took, a buffer, which comes with its forward. */
const afterPooling = new Set(['SpatialMaxUnpooling', 'VolumetricMaxUnpooling']);

for (const [name, make] of examples) {
  test(`${name} comes back as it was`, () => {
    torch.manualSeed(1);
    for (const example of make()) {
      const component = 'module' in example ? example.module : example.criterion;
      const back = decode(JSON.parse(JSON.stringify(encode(component))), name);
      assert.is(String(back), String(component));
      if (afterPooling.has(name)) continue;
      if ('module' in example) {
        const { input } = example;
        const state = torch.getRNGState();
        const expected = example.module.forward(input);
        torch.setRNGState(state);
        assert.equal(shown((back as Module).forward(input)), shown(expected));
      } else {
        const { input, target } = example;
        assert.is((back as typeof example.criterion).forward(input, target), example.criterion.forward(input, target));
      }
    }
  });
}

function shown(x: unknown): unknown {
  return x instanceof Tensor ? [x.size(), x.toArray()] : (x as unknown[]).map(shown);
}

test('numbers that JSON does not have, and every type of tensor, come back to the bit', () => {
  const types = ['Double', 'Float', 'Int', 'Long', 'Short', 'Char', 'Byte'] as const;
  const tensors = types.map((type) =>
    Tensor.from(type, [
      [1, 2, 3],
      [4, 5, 6],
    ]),
  );
  tensors[0].set(0, 0, NaN).set(0, 1, -0);
  const column = tensors[0].select(1, 2);
  const value = { numbers: [NaN, -Infinity, -0, 5e-324, 0.1], none: undefined, text: 'é', tensors, column };
  const back = decode(JSON.parse(JSON.stringify(encode(value))), 'x') as typeof value;
  assert.ok(back.numbers.every((x, i) => Object.is(x, value.numbers[i])));
  assert.equal(Object.keys(back), Object.keys(value));
  assert.equal(
    back.tensors.map((x) => [x.type(), bits(x)]),
    tensors.map((x) => [x.type(), bits(x)]),
  );
  assert.ok(Object.is(back.tensors[0].get(0, 1), -0));
  assert.equal([back.column.stride(), bits(back.column)], [[3], [3, 6]]);
  assert.is(back.column.storage(), back.tensors[0].storage());
});

test('what could not be found again is refused by its path', () => {
  class Mine extends nn.Tanh {}
  const model = new nn.Sequential().add(new nn.Tanh()).add(new Mine());
  assert.throws(
    () => modelText(model),
    (error: Error) =>
      error.message === 'root.modules[1]: expected classes of nn, got Mine, which could not be found again',
  );
  assert.throws(
    () => encode({ f: () => 1 }),
    (error: Error) => error.message === 'root.f: expected numbers, text, tensors and modules, got a function',
  );
});

test('a file is replaced in one step, and nothing else is left in the folder', () => {
  const path = file('again.json', 'old');
  saveModel(path, nested());
  assert.equal(
    readdirSync(file('.')).filter((name) => name.includes('again')),
    ['again.json'],
  );
  assert.throws(
    () => saveModel(`${path}/x.json`, nested()),
    /cannot write .*again.json\/x.json: a part of the path is a file/,
  );
});

function refusal(text: string): string {
  const path = file('bad.json');
  writeFileSync(path, text);
  try {
    loadModel(path);
  } catch (error) {
    assert.instance(error, DataError);
    return (error as Error).message.replace(path, 'bad.json');
  }
  return 'no error';
}

const whole = modelText(new nn.Sequential().add(new nn.Linear(2, 3)).add(new nn.Tanh()));
const swap = (from: string | RegExp, to: string): string => whole.replace(from, to);
const refused: [string, string, string | RegExp][] = [
  [
    'a truncated file',
    whole.slice(0, 300),
    'bad.json: expected a torch-rop model in JSON, got text that is cut off or no JSON (300 characters)',
  ],
  ['an empty file', '', 'bad.json: expected a torch-rop model in JSON, got an empty file'],
  ['other JSON', '[1]', "bad.json: expected format 'torch-rop model', got another kind of JSON"],
  ['null', 'null', "bad.json: expected format 'torch-rop model', got another kind of JSON"],
  ['a later version', swap('"version":1', '"version":2'), 'bad.json: expected version 1 of the format, got 2'],
  [
    'an unknown class',
    swap('"Tanh"', '"Tahn"'),
    "bad.json: unknown class 'Tahn'; did you mean 'Tanh'? (at root.modules[1])",
  ],
  ['a name of every object', swap('"Tanh"', '"constructor"'), /unknown class 'constructor'/],
  ['a field that is none', swap('"train"', '"__proto__"'), 'bad.json: root: expected names of fields, got "__proto__"'],
  ['too few bytes', swap(/"base64":"..../, '"base64":"'), /bad\.json: storages\[\d\]: expected \d+ bytes, got \d+/],
  [
    'a tensor beyond its storage',
    swap(/"size":\[3,2\]/, '"size":[30,2]'),
    /bad\.json: root\.\S+: Tensor: expected a view within the 6 elements/,
  ],
  ['a storage that is missing', swap(/"storage":0/, '"storage":99'), /bad\.json: root\.\S+: expected a tensor/],
  [
    'no module',
    JSON.stringify({ format: 'torch-rop model', version: 1, root: 5, storages: [] }),
    'bad.json: expected a module, got number',
  ],
];
for (const [what, text, message] of refused) {
  test(`${what} is refused in one line`, () => {
    if (typeof message === 'string') assert.is(refusal(text), message);
    else assert.match(refusal(text), message);
  });
}

test('a file that does not exist is one line', () => {
  const path = file('nowhere.json');
  assert.throws(
    () => loadModel(path),
    (error: Error) => error.message === `cannot read ${path}: no such file or folder`,
  );
});

test('the format is what its description says: fields by name, bytes in base64', () => {
  const model = new nn.Linear(1, 2);
  model.weight.set(0, 0, 1).set(1, 0, -2);
  const path = file('format.json');
  saveModel(path, model);
  const { format, root, storages } = JSON.parse(readFileSync(path, 'utf8'));
  assert.equal([format, root.class], ['torch-rop model', 'Linear']);
  const { storage } = root.fields.weight.tensor;
  // 1 and −2 as doubles: 3ff0… and c000…, the lowest byte first.
  assert.is(storages[storage].base64, Buffer.from('000000000000f03f00000000000000c0', 'hex').toString('base64'));
});

test.run();
