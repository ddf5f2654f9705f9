/** @file What other writers of .t7 files leave in them: functions, old versions, tensors of other kinds; and classes through a door. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MemoryBytes } from '../../../../lib/io/file/memory-bytes.js';
import type { ClassDoor, ReadInstance } from '../../../../lib/io/t7/class-door.js';
import { FileFormatError } from '../../../../lib/io/t7/format-error.js';
import { encodingOf, readObject } from '../../../../lib/io/t7/objects.js';
import { ReadReferences } from '../../../../lib/io/t7/references.js';
import { LuaFunction, type LuaValue, TorchObject } from '../../../../lib/io/t7/values.js';
import type { Storage, Tensor } from '../../../../lib/tensor/index.js';
import { fails } from '../../../errors.js';
import { bytes, chars, double, instance, int, long, nil, number, string, table } from './assembler.js';
import { readOpaque, writeOpaque } from './opaque.js';

test('functions are bytes with upvalues, whatever the bytes are', () => {
  const code = '\x1bLua os.execute("boom")';
  const upvalue = table(3, 2, string('name'), string('x'), string('value'), number(1));
  const files: [kind: 6 | 7 | 8, file: Uint8Array][] = [
    [6, bytes(int(6), chars(code), table(1, 1, number(1), number(5)))],
    [7, bytes(int(7, 1), chars(code), table(2, 1, number(1), number(5)))],
    [8, bytes(int(8, 1), chars(code), table(2, 1, number(1), upvalue))],
  ];
  for (const [kind, file] of files) {
    const made = readOpaque(file) as LuaFunction;
    assert.instance(made, LuaFunction);
    assert.is(made.kind, kind);
    assert.is(Buffer.from(made.bytecode).toString('latin1'), code);
    assert.is((made.upvalues as LuaValue[]).length, 1);
    assert.is(String(made), 'function of 23 bytes');
    assert.equal(writeOpaque(made, 'binary'), file);
  }
});

test('a function may refer to itself through an upvalue', () => {
  const file = bytes(int(8, 1), chars('f'), table(2, 1, number(1), int(8, 1)));
  const made = readOpaque(file) as LuaFunction;
  assert.is((made.upvalues as LuaValue[])[0], made);
});

test('a class without a version, as files of 2012 have them, is written so again', () => {
  const file = bytes(int(4, 1), chars('nn.Odd'), table(2, 0));
  const object = readOpaque(file) as TorchObject;
  assert.equal([object.typename, object.version, object.fields], ['nn.Odd', -1, []]);
  assert.is(String(object), 'nn.Odd');
  assert.equal(writeOpaque(object, 'binary'), file);
});

for (const version of [0, 2, 1.5]) {
  test(`version ${version} is kept`, () => {
    const file = bytes(int(4, 1), chars(`V ${version}`), chars('nn.Odd'), table(2, 0));
    assert.is((readOpaque(file) as TorchObject).version, version);
    assert.equal(writeOpaque(readOpaque(file), 'binary'), file);
  });
}

test('tds.Hash and tds.Vec are opaque, with a Map and an array for fields', () => {
  const head = (name: string, size: number): Uint8Array => bytes(int(4, 2), chars('V 0'), chars(name), long(size));
  const hash = bytes(head('tds.Hash', 2), number(2), string('two'), number(1), int(4, 2));
  const vec = bytes(head('tds.Vec', 2), string('a'), int(3, 1));
  const object = (readOpaque(table(1, 1, string('x'), hash)) as Map<string, TorchObject>).get('x')!;
  assert.equal([object.typename, object.version], ['tds.Hash', 0]);
  assert.equal(
    [...(object.fields as Map<LuaValue, LuaValue>)],
    [
      [2, 'two'],
      [1, object],
    ],
  );
  const root = readOpaque(table(1, 1, string('x'), vec)) as Map<string, TorchObject>;
  assert.equal([...(root.get('x')!.fields as LuaValue[])], ['a', root]);
  for (const content of [hash, vec, head('tds.Hash', 0), head('tds.Vec', 0), head('tds_hash', 0)]) {
    const file = table(1, 1, string('x'), content);
    assert.equal(writeOpaque(readOpaque(file), 'binary'), file);
    assert.equal(writeOpaque(readOpaque(writeOpaque(readOpaque(file), 'ascii')), 'binary'), file);
  }
});

const kinds: [stored: string, type: string, elements: Uint8Array, values: number[]][] = [
  ['Cuda', 'Float', new Uint8Array(new Float32Array([1.5, -2]).buffer), [1.5, -2]],
  ['CudaDouble', 'Double', double(1.5, -2), [1.5, -2]],
  ['CudaLong', 'Long', long(3, -4), [3, -4]],
  ['CudaByte', 'Byte', Uint8Array.of(3, 255), [3, 255]],
  // 1, -2, the smallest, the largest, infinity, nan: from the definition of binary16.
  [
    'Half',
    'Half',
    Uint8Array.of(0, 0x3c, 0, 0xc0, 1, 0, 0xff, 0x7b, 0, 0x7c, 0, 0xfc, 1, 0x7e, 0, 0x80),
    [1, -2, 2 ** -24, 65504, Infinity, -Infinity, NaN, -0],
  ],
  ['CudaHalf', 'Half', Uint8Array.of(0x55, 0x35, 0, 4), [0.333251953125, 2 ** -14]],
];
for (const [stored, type, elements, values] of kinds) {
  test(`torch.${stored}Tensor is read as ${type}`, () => {
    const storage = instance(2, `torch.${stored}Storage`, long(values.length), elements);
    const file = instance(1, `torch.${stored}Tensor`, int(1), long(values.length, 1, 1), storage);
    const x = readOpaque(file) as Tensor;
    assert.is(x.type(), `torch.${type}Tensor`);
    assert.equal(x.toArray(), values);
    assert.is((readOpaque(storage) as Storage).type(), `torch.${type}Storage`);
  });
}

test('names that only look like tensors are classes', () => {
  for (const name of ['torch.Tensor', 'torch.Storage', 'torch.CudaFoo', 'xtorch.DoubleTensor', 'torch.DoubleTensorX']) {
    assert.instance(readOpaque(instance(1, name, nil)), TorchObject);
  }
});

class Node {
  children: Node[] = [];
  parent: Node | undefined;
}

/** What is done at the door, in order. */
function doorOf(events: string[], fill: (node: Node, instance: ReadInstance) => void): ClassDoor {
  return {
    create: (typename) => {
      events.push(`create ${typename}`);
      return typename === 'Node' ? new Node() : undefined;
    },
    fill: (object, given) => {
      events.push(`fill ${String(given.fields.get('name'))}, version ${given.version}`);
      fill(object as Node, given);
    },
    write: () => undefined,
  };
}

function readThrough(door: ClassDoor, file: Uint8Array): LuaValue {
  const source = MemoryBytes.of('f.t7', file);
  return readObject(source, encodingOf(source), new ReadReferences(), door);
}

const node = (index: number, name: string, ...entries: Uint8Array[]): Uint8Array =>
  instance(index, 'Node', table(index + 1, 1 + entries.length / 2, string('name'), string(name), ...entries));

test('what a door knows is made where it stands and filled behind what it holds, once everything is read', () => {
  const events: string[] = [];
  const door = doorOf(events, (made, { fields }) => {
    made.parent = fields.get('parent') as Node | undefined;
    made.children = (fields.get('children') as Node[] | undefined) ?? [];
  });
  const child = node(4, 'child', string('parent'), int(4, 1));
  const odd = instance(6, 'Odd', table(7, 1, string('root'), int(4, 1)));
  const file = node(1, 'root', string('children'), table(3, 2, number(1), child, number(2), odd));
  const root = readThrough(door, file) as Node;
  assert.equal(events, ['create Node', 'create Node', 'create Odd', 'fill child, version 1', 'fill root, version 1']);
  assert.instance(root, Node);
  assert.is(root.children[0].parent, root);
  const other = root.children[1] as unknown as TorchObject;
  assert.is((other.fields as Map<string, LuaValue>).get('root'), root);
});

test('a door may be given an empty table of fields, and fields that lead back to the table around them', () => {
  const seen: ReadonlyMap<LuaValue, LuaValue>[] = [];
  const door = doorOf([], (_, { fields }) => seen.push(fields));
  readThrough(door, instance(1, 'Node', table(2, 0)));
  const root = readThrough(door, table(1, 1, string('x'), instance(2, 'Node', int(3, 1)))) as Map<LuaValue, LuaValue>;
  assert.equal(seen[0], new Map());
  assert.is(seen[1], root);
});

test("what a door throws is the file's fault, at the instance's place", () => {
  const door = doorOf([], () => {
    throw new RangeError('Node: expected a weight');
  });
  const file = table(1, 1, string('x'), node(2, 'bad'));
  fails(
    () => readThrough(door, file),
    FileFormatError,
    'f.t7: at byte 29: expected an instance of Node, found Node: expected a weight',
  );
  fails(
    () => readThrough(door, instance(1, 'Node', number(1))),
    FileFormatError,
    'f.t7: at byte 8: expected an instance of Node, found no table of fields',
  );
});

test.run();
