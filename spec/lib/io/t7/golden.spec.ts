/** @file Files that Lua Torch7 wrote: what they hold, and that writing it gives their bytes again. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type LuaValue, TorchObject } from '../../../../lib/io/t7/values.js';
import { type Storage, Tensor } from '../../../../lib/tensor/index.js';
import { readOpaque, writeOpaque } from './opaque.js';

const folder = fileURLToPath(new URL('../../../golden/torch7/t7/', import.meta.url));
const bytesOf = (name: string): Uint8Array => readFileSync(`${folder}${name}.t7`);
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.t7') ? [file.slice(0, -3)] : []));
const tableOf = (name: string): Map<LuaValue, LuaValue> => readOpaque(bytesOf(name)) as Map<LuaValue, LuaValue>;

interface Model {
  class: string;
  parameters?: { type: string; size: number[]; data: number[] }[];
}

/** The tensors `weight` and `bias` of an opaque model, in the order of its modules; of a WeightNorm v, g, a column in files, and the bias. */
function parametersOf(value: LuaValue, found: Tensor[] = []): Tensor[] {
  const { fields, typename } = value as TorchObject;
  const table = fields as Map<string, LuaValue>;
  const isNormed = typename === 'nn.WeightNorm';
  for (const name of isNormed ? ['v', 'g', 'bias'] : ['weight', 'bias']) {
    const parameter = table.get(name);
    if (parameter instanceof Tensor) found.push(name === 'g' ? parameter.view(parameter.nElement()) : parameter);
  }
  if (isNormed) return found;
  for (const child of (table.get('modules') as LuaValue[] | undefined) ?? []) parametersOf(child, found);
  return found;
}

test('there are golden files', () => assert.ok(names.length >= 9));

for (const name of names) {
  test(`${name}.t7: writing what was read gives the bytes that Torch wrote`, () => {
    const mode = name.endsWith('ascii') ? 'ascii' : 'binary';
    assert.equal(writeOpaque(readOpaque(bytesOf(name)), mode), new Uint8Array(bytesOf(name)));
  });

  test(`${name}.t7: the bytes are the same after the other mode in between`, () => {
    const mode = name.endsWith('ascii') ? 'ascii' : 'binary';
    const between = writeOpaque(readOpaque(bytesOf(name)), mode === 'ascii' ? 'binary' : 'ascii');
    assert.equal(writeOpaque(readOpaque(between), mode), new Uint8Array(bytesOf(name)));
  });

  const model = JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')) as Model;
  if (model.parameters === undefined) continue;
  test(`${name}.t7: the class and its parameters are those of the json`, () => {
    const root = readOpaque(bytesOf(name)) as TorchObject;
    assert.instance(root, TorchObject);
    assert.is(root.typename, model.class);
    const got = parametersOf(root).map((x) => ({ size: x.size(), data: x.toArray() }));
    assert.equal(
      got,
      model.parameters!.map(({ size, data }) => ({ size, data })),
    );
  });
}

test('values.t7: a value of every type', () => {
  const values = tableOf('values');
  const tensors: Record<string, [string, number[], number[]]> = {
    float: ['torch.FloatTensor', [2], [1.5, -2]],
    long: ['torch.LongTensor', [3], [1, -2, 2 ** 53 - 1]],
    short: ['torch.ShortTensor', [2], [-7, 8]],
    byte: ['torch.ByteTensor', [2], [0, 255]],
    char: ['torch.CharTensor', [2], [-128, 127]],
    int32: ['torch.IntTensor', [2], [-5, 6]],
    empty: ['torch.DoubleTensor', [], []],
    view: ['torch.DoubleTensor', [3, 2], [2, 3, 6, 7, 10, 11]],
    transposed: ['torch.DoubleTensor', [3, 2], [1, 4, 2, 5, 3, 6]],
    tensor: ['torch.DoubleTensor', [2, 3], [1, 2, 3, 4, 5, 6]],
  };
  for (const [name, [type, size, data]] of Object.entries(tensors)) {
    const x = values.get(name) as Tensor;
    assert.is(x.type(), type);
    assert.equal(x.size(), size);
    assert.equal(x.toArray(), data);
  }
  const storage = values.get('storage') as Storage;
  assert.is(storage.type(), 'torch.LongStorage');
  assert.equal([...storage.data], [4, 5]);
  assert.is(values.get('number'), 3.25);
  assert.is(values.get('int'), 7);
  assert.is(values.get('yes'), true);
  assert.is(values.get('no'), false);
  assert.is(values.get('text'), 'grüße');
  assert.equal(values.get('list'), [1, 2, 3]);
  assert.equal(values.get('nested'), new Map([['a', new Map([['b', ['deep']]])]]));
});

test('cycle.t7: the table holds itself', () => {
  const table = tableOf('cycle');
  assert.is(table.get('self'), table);
  assert.is(table.get('name'), 'cycle');
});

test('shared-storage.t7: writing one tensor changes the other', () => {
  const table = tableOf('shared-storage');
  const [a, b] = ['a', 'b'].map((name) => table.get(name) as Tensor);
  assert.equal(
    [a.toArray(), b.toArray()],
    [
      [1, 2, 3],
      [3, 4, 5],
    ],
  );
  b.set(0, 9);
  assert.is(a.get(2), 9);
});

test('criterion.t7: the weights lie in an instance of its class', () => {
  const criterion = readOpaque(bytesOf('criterion')) as TorchObject;
  assert.is(criterion.typename, 'nn.ClassNLLCriterion');
  assert.equal(((criterion.fields as Map<string, LuaValue>).get('weights') as Tensor).toArray(), [1, 2, 3]);
});

test.run();
