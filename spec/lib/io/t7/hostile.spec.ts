/** @file Files that no Torch wrote: damaged, or made to do harm. Each is refused with its place, or read without any. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { FileFormatError } from '../../../../lib/io/t7/format-error.js';
import { type LuaValue, TorchObject } from '../../../../lib/io/t7/values.js';
import { fails, thrown } from '../../../errors.js';
import { bytes, chars, double, instance, int, long, nil, number, string, table } from './assembler.js';
import { readOpaque, writeOpaque } from './opaque.js';

const golden = (name: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(`../../../golden/torch7/t7/${name}.t7`, import.meta.url)));

const refused: [what: string, file: Uint8Array, message: string][] = [
  ['an empty file', bytes(), 'at byte 0: expected an int of 4 bytes, found the end of the file'],
  ['a file of 3 bytes', Uint8Array.of(1, 0, 0), 'at byte 0: expected an int of 4 bytes, found only 3'],
  ['an unknown type', int(9), 'at byte 0: expected the type of an object, 0 to 8, found 9'],
  ['a type below 0', int(-1), 'at byte 0: expected the type of an object, 0 to 8, found -1'],
  [
    'a file of the other endianness',
    Uint8Array.of(0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0),
    'at byte 0: expected the type of an object, 0 to 8, found 50331648, which is one of the other endianness',
  ],
  ['a number cut off', bytes(int(1), Uint8Array.of(1, 2, 3)), 'at byte 4: expected a double of 8 bytes, found only 3'],
  ['the number 0 for an object', int(3, 0, 0), 'at byte 4: expected the number of an object, 1 or more, found 0'],
  ['a number below 0 for an object', int(4, -5), 'at byte 4: expected the number of an object, 1 or more, found -5'],
  [
    'a string beyond the file',
    bytes(int(2, 2 ** 31 - 1), double(0)),
    'at byte 4: expected a length up to the 8 bytes left, found 2147483647',
  ],
  [
    'a string of a length below 0',
    bytes(int(2, -1), double(0)),
    'at byte 4: expected a length up to the 8 bytes left, found -1',
  ],
  [
    'a table beyond the file',
    bytes(int(3, 1, 3), double(0, 0, 0, 0)),
    'at byte 8: expected a number of entries that 32 bytes can hold, found 3',
  ],
  [
    'a tds.Vec beyond the file',
    instance(1, 'tds.Vec', long(5), double(1, 2)),
    'at byte 26: expected a number of entries that 16 bytes can hold, found 5',
  ],
  ['nil for a key', table(1, 1, nil, number(1)), 'at byte 16: expected the key of a table before this, found nil'],
  ['nan for a key', table(1, 1, number(NaN), nil), 'at byte 24: expected the key of a table before this, found nan'],
  [
    'a reference to what does not exist',
    table(1, 1, number(1), int(3, 7)),
    'at byte 32: expected an int of 4 bytes, found the end of the file',
  ],
  ['an instance without a class', int(4, 1), 'at byte 8: expected an int of 4 bytes, found the end of the file'],
  [
    'an instance without contents',
    instance(1, 'nn.Odd'),
    'at byte 25: expected an int of 4 bytes, found the end of the file',
  ],
  [
    'a class of a name that is no text',
    bytes(int(4, 1), chars('V 1'), chars('\xff')),
    'at byte 8: expected the name of a class in UTF-8, found other bytes',
  ],
];
for (const [what, file, message] of refused) {
  test(`${what}: refused`, () => fails(() => readOpaque(file, 'binary'), FileFormatError, `f.t7: ${message}`));
}

const refusedText: [what: string, text: string, message: string][] = [
  ['no number', '3\n1\nx', 'at byte 4: expected an int, found "x"'],
  ['a number that is cut off', '1\n', 'at byte 2: expected a double, found the end of the file'],
  [
    'an int beyond 32 bits',
    '3\n4294967296\n',
    'at byte 2: expected a number within -2147483648..2147483647, found 4294967296',
  ],
  ['a fraction for an int', '3\n1.5\n', 'at byte 3: expected an int, found ".5\\n"'],
  ['a string beyond the file', '2\n9\nabc\n', 'at byte 2: expected a length up to the 4 bytes left, found 9'],
  [
    'a storage beyond the file',
    '4\n1\n3\nV 1\n19\ntorch.DoubleStorage\n5\n1 2 3\n',
    'at byte 33: expected a size of 0 to the 3 elements of Double that 6 bytes can hold, found 5',
  ],
  [
    'a storage with a word in it',
    '4\n1\n3\nV 1\n16\ntorch.IntStorage\n2\n1 abc\n',
    'at byte 34: expected 2 elements of Int, found 1 of them',
  ],
];
for (const [what, text, message] of refusedText) {
  test(`${what}, in text: refused`, () =>
    fails(() => readOpaque(Buffer.from(text), 'ascii'), FileFormatError, `f.t7: ${message}`));
}

test('an error tells offset, expected and found apart', () => {
  const error = thrown(() => readOpaque(int(9), 'binary')) as FileFormatError;
  assert.equal([error.offset, error.expected, error.found], [0, 'the type of an object, 0 to 8', '9']);
  assert.is(error.name, 'FileFormatError');
});

test('a binary file that is cut off anywhere is refused', () => {
  const whole = golden('values');
  for (let n = 0; n < whole.length; n++) {
    assert.instance(
      thrown(() => readOpaque(whole.subarray(0, n), 'binary')),
      FileFormatError,
    );
  }
});

test('text that is cut off behind any line is refused', () => {
  const whole = golden('mlp-ascii');
  for (let n = whole.indexOf(10); n < whole.length - 1; n = whole.indexOf(10, n + 1)) {
    assert.instance(
      thrown(() => readOpaque(whole.subarray(0, n + 1), 'ascii')),
      FileFormatError,
    );
  }
});

test('names of methods are keys like any others', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const fields = table(2, names.length, ...names.flatMap((name, i) => [string(name), number(i)]));
  const read = readOpaque(table(1, 1, string('__proto__'), fields)) as Map<string, Map<string, number>>;
  assert.instance(read.get('__proto__'), Map);
  assert.equal(
    [...read.get('__proto__')!],
    names.map((name, i) => [name, i]),
  );
  assert.is(({} as { polluted?: boolean }).polluted, undefined);
  for (const name of names) {
    const file = instance(1, name, fields);
    const object = readOpaque(file) as TorchObject;
    assert.instance(object, TorchObject);
    assert.is(object.typename, name);
    assert.equal(writeOpaque(object, 'binary'), file);
  }
});

test('bytes that are no text survive as values and keys', () => {
  const file = table(1, 2, string('\xff\xfe'), string('a\xc3'), string('\xc3\xa9'), string('\xef\xbb\xbfx\0'));
  const [[key, value], text] = [...(readOpaque(file) as Map<LuaValue, LuaValue>)];
  assert.equal([key, value], [Uint8Array.of(0xff, 0xfe), Uint8Array.of(0x61, 0xc3)]);
  assert.equal(text, ['é', '\ufeffx\0']);
  assert.equal(writeOpaque(readOpaque(file), 'binary'), file);
});

test('text with half of a surrogate pair, which UTF-8 cannot hold, is refused', () => {
  const expected = 'nil, booleans, numbers, text, tensors, storages, tables and classes of Torch';
  fails(
    () => writeOpaque([1, { a: '\ud83d' }], 'binary'),
    TypeError,
    `f.t7: expected ${expected}, got text with half of a surrogate pair at [1].a`,
  );
});

for (const [mode, n] of [
  ['binary', 1e6],
  ['ascii', 1e5],
] as const) {
  test(`${n} empty tables, ${mode}`, () => {
    const file = writeOpaque(
      Array.from({ length: n }, () => []),
      mode,
    );
    const read = readOpaque(file) as LuaValue[];
    assert.is(read.length, n);
    assert.is(new Set(read).size, n);
  });

  test(`${n} tables, each in the one before, ${mode}`, () => {
    let nested: unknown[] = [];
    for (let i = 1; i < n; i++) nested = [nested];
    const file = writeOpaque(nested, mode);
    let read = readOpaque(file) as unknown[];
    let depth = 1;
    for (; read.length > 0; depth++) read = read[0] as unknown[];
    assert.is(depth, n);
  });

  test(`${n / 10} instances, each in the fields of the one before, ${mode}`, () => {
    let nested: LuaValue = 'inside';
    for (let i = 0; i < n / 10; i++) nested = new TorchObject('nn.Odd', nested);
    const file = writeOpaque(nested, mode);
    let read = readOpaque(file);
    for (let i = 0; i < n / 10; i++) read = (read as TorchObject).fields;
    assert.is(read, 'inside');
  });
}

test.run();
