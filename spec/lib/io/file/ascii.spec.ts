/** @file Numbers as text, beside what C's printf and scanf do. */
import * as assert from 'uvu/assert';
import type { File } from '../../../../lib/io/file/file.js';
import { FileFormatError } from '../../../../lib/io/t7/format-error.js';
import type { Storage } from '../../../../lib/tensor/index.js';
import { torch } from '../../../../lib/torch.js';
import { fails } from '../../../errors.js';
import { onBoth, writesAs } from './kinds.js';

const rows: [string, (file: File) => unknown, string][] = [
  ['an int', (f) => f.writeInt(3.99), '3\n'],
  ['ints', (f) => f.writeInt(torch.IntStorage([1, -2, 3])), '1 -2 3\n'],
  ['a short, wrapped', (f) => f.writeShort(70000), '4464\n'],
  ['a byte as a character', (f) => f.writeByte(321), 'A\n'],
  ['chars', (f) => f.writeChar(torch.CharStorage([104, 105, -1])), 'hi\xff\n'],
  ['a long', (f) => f.writeLong(-(2 ** 53 - 1)), '-9007199254740991\n'],
  ['a float', (f) => f.writeFloat(0.1), '0.100000001\n'],
  [
    'doubles',
    (f) => f.writeDouble(torch.DoubleStorage([0.1, 1e300, NaN])),
    '0.10000000000000001 1.0000000000000001e+300 nan\n',
  ],
  ['booleans', (f) => [f.writeBool(true), f.writeBool(false)], '1\n0\n'],
  ['no number', (f) => f.writeInt(torch.IntStorage(0)), ''],
  ['text as it is', (f) => f.writeString('ü\n'), '\xc3\xbc\n'],
  ['bytes as they are', (f) => f.writeString(Uint8Array.of(255, 0)), '\xff\x00'],
  ['without spaces', (f) => f.noAutoSpacing().writeInt(torch.IntStorage([1, 2])), '12'],
  ['without spaces, chars', (f) => f.noAutoSpacing().writeChar(torch.CharStorage([65])), 'A'],
];

onBoth((test, kind) => {
  const { path, holding } = kind;
  const list = (x: Storage): number[] => [...x.data];
  writesAs(test, kind, 'ascii', rows);

  test('what scanf takes for a number is one, and no more', () => {
    const file = holding('+7 -0x1.8p1 .5 inf -infinity nan 1e2e 12abc');
    assert.is(file.readInt(), 7);
    assert.equal(list(file.readDouble(6)), [-3, 0.5, Infinity, -Infinity, NaN, 100]);
    assert.is(file.readString('*l'), 'e 12abc');
    assert.is(holding('12abc').readInt(), 12);
    file.close();
  });

  test('a float is the nearest one', () => {
    const file = holding('0.100000001');
    assert.is(file.readFloat(), Math.fround(0.1));
    file.close();
  });

  test('characters are taken as they come; the newline behind them is passed', () => {
    const file = holding('ab \ncd\n7');
    assert.equal(list(file.readChar(3)), [97, 98, 32]);
    assert.equal(list(file.readByte(2)), [99, 100]);
    assert.is(file.readInt(), 7);
    file.close();
  });

  test('one newline is passed behind a number, with automatic spaces only', () => {
    const file = holding('1\n\n2\nx');
    assert.is(file.readInt(), 1);
    assert.is(file.position(), 2);
    assert.is(file.noAutoSpacing().readInt(), 2);
    assert.is(file.position(), 4);
    file.close();
  });

  test('numbers that are out of range are an error', () => {
    const file = holding('40000 99999999999999999999');
    fails(
      () => file.readShort(),
      FileFormatError,
      `${path}: at byte 0: expected a number within -32768..32767, found 40000`,
    );
    assert.is(file.readInt(), 40000);
    fails(
      () => file.readLong(),
      FileFormatError,
      `${path}: at byte 6: expected a number within -9007199254740991..9007199254740991, found 99999999999999999999`,
    );
    assert.equal(list(file.quiet().readLong(1)), []);
    file.close();
  });
});
