/** @file Models in .t7 files: those of Lua Torch7 compute what they did there, and every class comes back from both modes. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FileFormatError } from '../../../../lib/io/t7/format-error.js';
import type { Mode } from '../../../../lib/io/t7/objects.js';
import { deserialize, serialize } from '../../../../lib/io/t7/save.js';
import { type LuaValue, TorchObject } from '../../../../lib/io/t7/values.js';
import { ForeignModule } from '../../../../lib/nn/foreign-module.js';
import type { Module } from '../../../../lib/nn/module.js';
import { concreteClasses } from '../../../../lib/nn.js';
import { Storage, type Tensor, torch } from '../../../../lib/tensor/index.js';
import { thrown } from '../../../errors.js';
import { EXACT, type GoldenTensor, near, tensor } from '../../../golden.js';
import { readOpaque, writeOpaque } from './opaque.js';

interface Golden {
  class: string;
  input: GoldenTensor;
  output: GoldenTensor;
  parameters: GoldenTensor[];
}

const folder = fileURLToPath(new URL('../../../golden/torch7/t7/', import.meta.url));
const modes: readonly Mode[] = ['binary', 'ascii'];
/** Single precision, where sums may be added up in another order. */
const SINGLE = 1e-6;

const goldens = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => ({ name: file.slice(0, -5), golden: JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as Golden }))
  .filter(({ golden }) => golden.output !== undefined);
const bytesOf = (name: string): Uint8Array => readFileSync(`${folder}${name}.t7`);

/** The classes of an opaque model, from the file itself. */
function classesOf(value: LuaValue, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) for (const child of value) classesOf(child, found);
  if (value instanceof TorchObject) {
    found.add(value.typename.replace('nn.', ''));
    classesOf((value.fields as Map<LuaValue, LuaValue>).get('modules') ?? [], found);
  }
  return found;
}

/** What a model gives for an input, with its gradients. */
function passes(model: Module, input: Tensor): unknown[] {
  model.zeroGradParameters();
  const output = model.forward(input) as Tensor;
  const gradInput = model.backward(input, output.clone().fill(0.5)) as Tensor;
  return [output, gradInput, ...model.parameters()[1]].map((x) => [x.describe(), x.toArray()]);
}

for (const { name, golden } of goldens) {
  const model = (): Module => deserialize(bytesOf(name)) as Module;
  const runs = [...classesOf(readOpaque(bytesOf(name)))].every((kind) => concreteClasses.has(kind));
  const single = model().type() === 'torch.FloatTensor';
  const input = tensor(golden.input).type(model().type());

  test(`${name}.t7 is an ${golden.class} ${runs ? 'that gives the output it gave in Lua' : 'with classes to come'}`, () => {
    const net = model();
    assert.is(`nn.${net.constructor.name}`, golden.class);
    assert.is(
      net.listModules().some((m) => m instanceof ForeignModule),
      !runs,
    );
    if (!runs) return;
    near(net.forward(input), golden.output, single ? SINGLE : EXACT, 'output');
    near(net.parameters()[0], golden.parameters, EXACT, 'parameters');
    assert.is(
      net.getParameters()[0].nElement(),
      golden.parameters.reduce((n, { data }) => n + data.length, 0),
    );
  });

  for (const mode of modes) {
    test(`${name}.t7 survives load, save and load in ${mode} mode`, () => {
      const net = model();
      const again = deserialize(serialize(net, mode)) as Module;
      assert.is(String(again), String(net));
      assert.equal(again.parameters().map(shown), net.parameters().map(shown));
      if (runs) assert.equal(passes(again, input), passes(net, input));
    });
  }
}

function shown(list: readonly Tensor[]): unknown {
  return list.map((x) => [x.describe(), x.toArray()]);
}

test('what stands for classes that nn does not have is written as it was read, sharing and all', () => {
  const weight = torch.ones(2, 2);
  const foreign = new TorchObject('nn.Rotation', new Map<string, LuaValue>([['weight', weight]]), 3);
  const net = new TorchObject('nn.Sequential', new Map([['modules', [new TorchObject('nn.Tanh'), foreign]]]));
  const loaded = deserialize(writeOpaque({ net, foreign, weight }, 'binary')) as Map<string, LuaValue>;
  assert.instance((loaded.get('net') as Module).children()[1], ForeignModule);
  const again = readOpaque(serialize(loaded)) as Map<string, LuaValue>;
  const modules = ((again.get('net') as TorchObject).fields as Map<string, TorchObject[]>).get('modules') ?? [];
  assert.is(modules[1], again.get('foreign'));
  assert.equal([modules[1].typename, modules[1].version], ['nn.Rotation', 3]);
  assert.equal(modules[1].fields, new Map([['weight', again.get('weight')]]));
  assert.is((modules[1].fields as Map<string, LuaValue>).get('weight'), again.get('weight'));
});

for (const name of ['unpooled-volumes', 'unpooled-volumes-ascii']) {
  test(`${name}.t7: indices of which Torch wrote the lower half of each long are read, other longs as large are refused`, () => {
    const bytes = bytesOf(`../t7-uninitialised/${name}`);
    const net = deserialize(bytes) as Module;
    // 5, 4, 8 and 9 were the largest of [[1, 2], [3, 4]], [[5, 0], [0, 0]], [[0, 9], [8, 0]], [[0, 0], [0, 7]].
    const y = (net.children()[1] as Module).forward(torch.Tensor([[[[1, 2]], [[3, 4]]]])) as Tensor;
    assert.equal(y.view(16).toArray(), [0, 0, 0, 2, 1, 0, 0, 0, 0, 4, 3, 0, 0, 0, 0, 0]);
    assert.match(
      thrown(() => readOpaque(bytes)).message,
      /: expected a (?:long|number) within .*, found -1152921487\d+$/,
    );
  });
}

/** A file with one instance. */
const file = (typename: string, fields: Record<string, LuaValue>, version = 1): Uint8Array =>
  writeOpaque(new TorchObject(typename, new Map(Object.entries(fields)), version), 'binary');

test('cudnn and CUDA become nn and Float', () => {
  const weight = torch.FloatTensor(2, 2).fill(1);
  const bytes = file('cudnn.ReLU', { _type: 'torch.CudaTensor', inplace: true, mode: 'CUDNN_ACTIVATION_RELU' });
  const relu = deserialize(bytes) as Module;
  assert.equal([String(relu), relu.type(), relu.extras], ['nn.ReLU', 'torch.FloatTensor', undefined]);
  const linear = deserialize(file('nn.Linear', { _type: 'torch.CudaTensor', weight })) as Module;
  assert.equal((linear.forward(torch.FloatTensor([1, 2])) as Tensor).toArray(), [3, 3]);
});

test('an error says where the instance is, which field is wrong, what was expected and what found', () => {
  const bytes = writeOpaque(
    ['x', new TorchObject('nn.Linear', new Map([['weight', new Storage('Long', 2)]]))],
    'binary',
  );
  const error = thrown(() => deserialize(bytes)) as FileFormatError;
  assert.instance(error, FileFormatError);
  // Table: type, number, size; key: type, double; 'x': type, length, text; key; type and number of the instance.
  assert.is(error.offset, 12 + 12 + 9 + 12 + 8);
  assert.is(
    error.message,
    'deserialize: at byte 53: expected an instance of nn.Linear, found nn.Linear: expected field weight to be a tensor of ' +
      '2 dimensions of Double or Float, got LongStorage of 2',
  );
});

test('a container that contains itself, at once or further in, is refused', () => {
  const outer = new TorchObject('nn.Sequential');
  const inner = new TorchObject('nn.Sequential', new Map([['modules', [outer]]]));
  for (const child of [outer, inner]) {
    outer.fields = new Map([['modules', [child]]]);
    const { message } = thrown(() => deserialize(writeOpaque(outer, 'binary')));
    assert.match(message, /expected field modules to be a list of modules, got one of a container around it$/);
  }
});

test('a module that knows its container is not one that contains it', () => {
  const child = new TorchObject('nn.Tanh');
  const parent = new TorchObject('nn.Sequential', new Map([['modules', [child]]]));
  child.fields = new Map([['parent', parent]]);
  const net = deserialize(writeOpaque(parent, 'binary')) as Module;
  assert.is(net.children()[0].extras?.parent, net);
  assert.equal((net.clone().forward(torch.zeros(2)) as Tensor).toArray(), [0, 0]);
  assert.is(String(deserialize(serialize(net))), String(net));
});

test('a module that stands twice is loaded, and refused when it is run', () => {
  const child = new TorchObject('nn.Tanh');
  const net = deserialize(
    writeOpaque(new TorchObject('nn.Sequential', new Map([['modules', [child, child]]])), 'binary'),
  );
  assert.is((net as Module).children()[0], (net as Module).children()[1]);
  assert.match(
    thrown(() => (net as Module).forward(torch.zeros(2))).message,
    /expected every module once, got Tanh twice/,
  );
});

test('nesting that no recursion could follow is loaded and saved', () => {
  let inner = new TorchObject('nn.Tanh');
  for (let depth = 0; depth < 1e4; depth++) inner = new TorchObject('nn.Sequential', new Map([['modules', [inner]]]));
  let net = readOpaque(serialize(deserialize(writeOpaque(inner, 'binary')))) as TorchObject;
  let depth = 0;
  for (; net.typename === 'nn.Sequential'; depth++)
    [net] = (net.fields as Map<string, TorchObject[]>).get('modules') ?? [];
  assert.equal([net.typename, depth], ['nn.Tanh', 1e4]);
});

test.run();
