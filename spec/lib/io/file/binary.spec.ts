/** @file Numbers in binary, beside the bytes of their definitions. */
import type { File } from '../../../../lib/io/file/file.js';
import { FileFormatError } from '../../../../lib/io/t7/format-error.js';
import { torch } from '../../../../lib/torch.js';
import { fails } from '../../../errors.js';
import { onBoth, writesAs } from './kinds.js';

const rows: [string, (file: File) => unknown, string][] = [
  ['an int', (f) => f.writeInt(-2), '\xfe\xff\xff\xff'],
  ['shorts', (f) => f.writeShort(torch.ShortStorage([1, 258])), '\x01\x00\x02\x01'],
  ['a byte', (f) => f.writeByte(255), '\xff'],
  ['a long of 8 bytes', (f) => f.writeLong(-(2 ** 32) - 2), '\xfe\xff\xff\xff\xfe\xff\xff\xff'],
  ['a long of 4 bytes', (f) => f.longSize(4).writeLong(-2), '\xfe\xff\xff\xff'],
  ['longs of 4 bytes', (f) => f.longSize(4).writeLong(torch.LongStorage([1, 2])), '\x01\x00\x00\x00\x02\x00\x00\x00'],
  ['a float', (f) => f.writeFloat(1), '\x00\x00\x80\x3f'],
  ['a double', (f) => f.writeDouble(1), '\x00\x00\x00\x00\x00\x00\xf0\x3f'],
  ['a boolean', (f) => f.writeBool(true), '\x01\x00\x00\x00'],
];

onBoth((test, kind) => {
  const { path, make } = kind;
  writesAs(test, kind, 'binary', rows);

  test('numbers that are out of range are an error', () => {
    const longs = make().binary();
    longs.writeString(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 0));
    longs.seek(0);
    fails(
      () => longs.readLong(2),
      FileFormatError,
      `${path}: at byte 8: expected a long within ±(2^53 − 1), found 9007199254740992`,
    );
    longs.seek(0).longSize(4);
    fails(() => longs.writeLong(2 ** 31), RangeError, `${path}: expected a long of 4 bytes, got 2147483648`);
    longs.close();
  });
});
