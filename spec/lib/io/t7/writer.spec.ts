/** @file What is written of JavaScript's values, beside the bytes that Torch has for them, and what is refused. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MemoryBytes } from '../../../../lib/io/file/memory-bytes.js';
import type { ClassDoor } from '../../../../lib/io/t7/class-door.js';
import { encodingOf, writeObject } from '../../../../lib/io/t7/objects.js';
import { WriteReferences } from '../../../../lib/io/t7/references.js';
import { TorchObject } from '../../../../lib/io/t7/values.js';
import { Storage as MemoryStorage } from '../../../../lib/tensor/index.js';
import { torch } from '../../../../lib/torch.js';
import { fails } from '../../../errors.js';
import { bytes, chars, double, instance, int, long, nil, number, string, table } from './assembler.js';
import { writeOpaque } from './opaque.js';

const x = torch.FloatTensor([1, 2]);
const floats = (...values: number[]): Uint8Array => new Uint8Array(new Float32Array(values).buffer);
const written: [what: string, value: unknown, file: Uint8Array][] = [
  ['null', null, nil],
  ['undefined', undefined, nil],
  ['true', true, int(5, 1)],
  ['false', false, int(5, 0)],
  ['a number', -0.5, number(-0.5)],
  ['text', 'grün', string('gr\xc3\xbcn')],
  ['bytes', Uint8Array.of(255, 0), string('\xff\0')],
  ['an array', [true, 'a'], table(1, 2, number(1), int(5, 1), number(2), string('a'))],
  ['an array with gaps', [undefined, 7, null], table(1, 1, number(2), number(7))],
  ['a plain object', { a: 1, b: undefined, __proto__: null }, table(1, 1, string('a'), number(1))],
  [
    'a Map',
    new Map<unknown, unknown>([
      [1, 2],
      ['x', null],
      [true, []],
    ]),
    table(1, 2, number(1), number(2), int(5, 1), table(2, 0)),
  ],
  [
    'an object twice',
    Array(2).fill(x.storage()),
    table(1, 2, number(1), instance(2, 'torch.FloatStorage', long(2), floats(1, 2)), number(2), int(4, 2)),
  ],
  [
    'a tensor',
    x,
    instance(1, 'torch.FloatTensor', int(1), long(2, 1, 1), instance(2, 'torch.FloatStorage', long(2), floats(1, 2))),
  ],
  ['an empty tensor', torch.FloatTensor(), instance(1, 'torch.FloatTensor', int(0), long(1), nil)],
  [
    "a tensor of a tensor's storage",
    [x, x.narrow(0, 1, 1)],
    table(
      1,
      2,
      number(1),
      instance(2, 'torch.FloatTensor', int(1), long(2, 1, 1), instance(3, 'torch.FloatStorage', long(2), floats(1, 2))),
      number(2),
      instance(4, 'torch.FloatTensor', int(1), long(1, 1, 2), int(4, 3)),
    ),
  ],
  ['an empty storage', torch.LongStorage(), instance(1, 'torch.LongStorage', long(0))],
  ['an opaque instance', new TorchObject('nn.Odd'), instance(1, 'nn.Odd', table(2, 0))],
];
for (const [what, value, file] of written) {
  test(`${what}: as Torch writes it`, () => assert.equal(writeOpaque(value, 'binary'), file));
}

const text: [what: string, value: unknown, file: string][] = [
  ['a table', [0.1, false], '3\n1\n2\n1\n1\n1\n0.10000000000000001\n1\n2\n5\n0\n'],
  ['text', 'ab\n', '2\n3\nab\n\n'],
  ['no text', '', '2\n0\n'],
  ['a tensor', x, '4\n1\n3\nV 1\n17\ntorch.FloatTensor\n1\n2\n1\n1\n4\n2\n3\nV 1\n18\ntorch.FloatStorage\n2\n1 2\n'],
  [
    'two dimensions',
    torch.ByteTensor([[65], [66]]),
    '4\n1\n3\nV 1\n16\ntorch.ByteTensor\n2\n2 1\n1 1\n1\n4\n2\n3\nV 1\n17\ntorch.ByteStorage\n2\nAB\n',
  ],
];
for (const [what, value, file] of text) {
  test(`${what}, as text: as Torch writes it`, () =>
    assert.is(Buffer.from(writeOpaque(value, 'ascii')).toString(), file));
}

const sym = Symbol('s');
const expected = 'expected nil, booleans, numbers, text, tensors, storages, tables and classes of Torch, got';
const refused: [what: string, value: unknown, message: string][] = [
  ['a function', () => 1, 'a function at the root'],
  ['a bigint', [1n], 'a bigint at [0]'],
  ['a symbol', { a: { b: [0, sym] } }, 'a symbol at .a.b[1]'],
  ['a date', new Map([['when', new Date(0)]]), 'a Date at .when'],
  ['an array of floats', { w: Float64Array.of(1) }, 'a Float64Array at .w'],
  ['a set in an instance', new TorchObject('nn.Odd', new Map([['s', new Set()]])), 'a Set at .s'],
  ['a tds.Vec without an array', new TorchObject('tds.Vec', new Map()), 'a tds.Vec whose fields are none at the root'],
  ['a key that is nan', new Map([[NaN, 1]]), 'the key NaN at the root'],
  ['a key that is null', [new Map([[null, 1]])], 'the key null at [0]'],
  ['a key that is a function', new Map([[test, 1]]), `a function at [${String(test)}]`],
];
for (const [what, value, message] of refused) {
  test(`${what}: refused, with its place`, () =>
    fails(() => writeOpaque(value, 'binary'), TypeError, `f.t7: ${expected} ${message}`));
}

function writeThrough(door: ClassDoor, value: unknown, referenced: boolean): Uint8Array {
  const target = new MemoryBytes('f.t7', new MemoryStorage('Char', 1), 1);
  writeObject(target, encodingOf(target, 'binary'), new WriteReferences(), referenced, value, door);
  return target.window.slice(0, target.size);
}

class Pair {
  left: Pair | undefined;
}

test('a door says what to write for its objects, once for each', () => {
  let asked = 0;
  const door: ClassDoor = {
    create: () => undefined,
    fill: () => undefined,
    write: (object) => {
      asked++;
      return object instanceof Pair ? { typename: 'Pair', version: 3, fields: { left: object.left } } : undefined;
    },
  };
  const pair = new Pair();
  pair.left = pair;
  const file = bytes(int(4, 2), chars('V 3'), chars('Pair'), table(3, 1, string('left'), int(4, 2)));
  assert.equal(writeThrough(door, [pair, pair], true), table(1, 2, number(1), file, number(2), int(4, 2)));
  assert.is(asked, 1);
});

test('without references an object is written as often as it is met, and one that contains itself is refused', () => {
  const door: ClassDoor = { create: () => undefined, fill: () => undefined, write: () => undefined };
  const inner = ['a'];
  const once = (index: number): Uint8Array => table(index, 1, number(1), string('a'));
  assert.equal(writeThrough(door, [inner, inner], false), table(1, 2, number(1), once(2), number(2), once(3)));
  const loop: unknown[] = [];
  loop.push([loop]);
  fails(
    () => writeThrough(door, loop, false),
    TypeError,
    `f.t7: ${expected} an object that contains itself, in a file without references at [0][0]`,
  );
});

test('longs that 4 bytes cannot hold are refused', () => {
  assert.equal(writeOpaque(torch.LongStorage([1, -2]), 'b32'), instance(1, 'torch.LongStorage', int(2), int(1, -2)));
  fails(
    () => writeOpaque(torch.LongStorage([2 ** 31]), 'b32'),
    RangeError,
    'f.t7: expected a long of 4 bytes, got 2147483648',
  );
});

test('the bytes of a double are written as they are, whatever nan they are', () => {
  const data = new Float64Array(new Uint8Array([1, 2, 3, 4, 5, 6, 0xf8, 0xff]).buffer);
  assert.equal(
    writeOpaque(torch.DoubleStorage(data), 'binary').slice(-8),
    new Uint8Array([1, 2, 3, 4, 5, 6, 0xf8, 0xff]),
  );
  assert.equal(double(1).length, 8);
});

test.run();
