/** @file Reading and writing in both modes, on disk and in memory, beside what C's printf, scanf and memory hold. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { File } from '../../../../lib/io/file/file.js';
import { FileFormatError } from '../../../../lib/io/t7/format-error.js';
import type { Storage } from '../../../../lib/tensor/index.js';
import { torch } from '../../../../lib/torch.js';
import { fails } from '../../../errors.js';

interface Kind {
  name: string;
  path: string;
  make: () => File;
  /** All bytes of the file, each as one character. */
  content: (file: File) => string;
}

const folder = mkdtempSync(join(tmpdir(), 'file-'));
const path = join(folder, 'f');
const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const kinds: Kind[] = [
  {
    name: 'MemoryFile',
    path: 'MemoryFile',
    make: () => torch.MemoryFile(),
    content: (file) => latin(new Uint8Array((file as ReturnType<typeof torch.MemoryFile>).storage().data).slice(0, -1)),
  },
  {
    name: `DiskFile(${path})`,
    path,
    make: () => {
      rmSync(path, { force: true });
      return torch.DiskFile(path, 'rw');
    },
    content: (file) => {
      file.synchronize();
      return latin(readFileSync(path));
    },
  },
];

const text: [string, (file: File) => unknown, string][] = [
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

const binary: [string, (file: File) => unknown, string][] = [
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

for (const kind of kinds) {
  const test = suite(kind.name);
  test.after(() => rmSync(path, { force: true }));

  for (const [what, write, expected] of text) {
    test(`${what}, as text`, () => {
      const file = kind.make();
      write(file);
      assert.is(kind.content(file), expected);
      file.close();
    });
  }

  for (const [what, write, expected] of binary) {
    test(`${what}, in binary`, () => {
      const file = kind.make().binary();
      write(file);
      assert.is(kind.content(file), expected);
      file.close();
    });
  }

  /** A file that holds `content`, at its beginning. */
  const holding = (content: string): File => {
    const file = kind.make();
    file.writeString(Buffer.from(content, 'latin1'));
    return file.seek(0);
  };
  const numbers = (x: Storage): number[] => [...x.data];

  test('numbers are read one by one, so many, and into a storage', () => {
    const file = holding('1 2\n 3 4 5\n6');
    assert.is(file.readInt(), 1);
    assert.equal(numbers(file.readLong(2)), [2, 3]);
    const storage = torch.ShortStorage(3);
    assert.is(file.readShort(storage), 3);
    assert.equal(numbers(storage), [4, 5, 6]);
    file.close();
  });

  test('what scanf takes for a number is one, and no more', () => {
    const file = holding('+7 -0x1.8p1 .5 inf -infinity nan 1e2e 12abc');
    assert.is(file.readInt(), 7);
    assert.equal(numbers(file.readDouble(6)), [-3, 0.5, Infinity, -Infinity, NaN, 100]);
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
    assert.equal(numbers(file.readChar(3)), [97, 98, 32]);
    assert.equal(numbers(file.readByte(2)), [99, 100]);
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

  test('lines come without their ends, all the rest with them', () => {
    const long = 'x'.repeat(3000);
    const file = holding(`one\n\n${long}\nfour\nfive`);
    assert.is(file.readString('*l'), 'one');
    assert.is(file.readString('*l'), '');
    assert.is(file.readString('*line'), long);
    assert.is(file.readString('*all'), 'four\nfive');
    file.seek(0);
    assert.is(file.readString('*l'), 'one');
    file.seekEnd();
    assert.is(file.position(), 3015);
    file.seek(3011);
    assert.is(file.readString('*l'), 'five');
    file.close();
  });

  test('text that is not UTF-8 is read as bytes', () => {
    const file = holding('\xff\xfe');
    assert.equal(file.readString('*a'), Uint8Array.of(255, 254));
    file.close();
  });

  test('every type comes back as it was written, in both modes and sizes of longs', () => {
    for (const longSize of [4, 8] as const) {
      for (const mode of ['ascii', 'binary'] as const) {
        const file = kind.make().longSize(longSize)[mode]();
        const values = [0, 1, -1, 127, -128];
        file.writeChar(torch.CharStorage(values));
        file.writeShort(torch.ShortStorage(values));
        file.writeInt(torch.IntStorage(values));
        file.writeLong(torch.LongStorage(values));
        file.writeFloat(torch.FloatStorage([Math.fround(Math.PI)]));
        file.writeDouble(torch.DoubleStorage([Math.PI, 1e-310]));
        file.writeBool(true);
        file.writeByte(200);
        file.seek(0);
        assert.equal(numbers(file.readChar(5)), values);
        assert.equal(numbers(file.readShort(5)), values);
        assert.equal(numbers(file.readInt(5)), values);
        assert.equal(numbers(file.readLong(5)), values);
        assert.is(file.readFloat(), Math.fround(Math.PI));
        assert.equal(numbers(file.readDouble(2)), [Math.PI, 1e-310]);
        assert.is(file.readBool(), true);
        assert.is(file.readByte(), 200);
        file.close();
      }
    }
  });

  test('writing in the middle replaces bytes and keeps the rest', () => {
    const file = holding('abcdef');
    file.seek(2).writeString('XY');
    assert.is(file.position(), 4);
    assert.is(file.readString('*a'), 'ef');
    assert.is(kind.content(file), 'abXYef');
    file.close();
  });

  test('the end of the file is an error, with its place', () => {
    const file = holding('1 2 ');
    fails(() => file.readInt(3), FileFormatError, `${kind.path}: at byte 3: expected 3 × Int, found 2`);
    assert.is(file.hasError(), true);
    assert.is(file.clearError().hasError(), false);
    file.seekEnd();
    fails(
      () => file.readString('*a'),
      FileFormatError,
      `${kind.path}: at byte 4: expected text, found the end of the file`,
    );
    file.binary().seek(1);
    fails(() => file.readDouble(), FileFormatError, `${kind.path}: at byte 1: expected 1 × Double, found 0`);
    file.close();
  });

  test('a quiet file says nothing, and remembers', () => {
    const file = holding('1 2 x').quiet();
    assert.is(file.isQuiet(), true);
    assert.equal(numbers(file.readInt(1e15)), [1, 2]);
    assert.is(file.hasError(), true);
    file.clearError();
    assert.ok(Number.isNaN(file.readInt()));
    assert.is(file.readInt(torch.IntStorage(3)), 0);
    assert.is(file.readString('*l'), 'x');
    assert.is(file.readString('*l'), '');
    assert.is(file.hasError(), true);
    assert.is(file.pedantic().isQuiet(), false);
    file.close();
  });

  test('numbers that are out of range are not wrapped', () => {
    const file = holding('40000 99999999999999999999');
    fails(
      () => file.readShort(),
      FileFormatError,
      `${kind.path}: at byte 0: expected a number within -32768..32767, found 40000`,
    );
    assert.is(file.readInt(), 40000);
    fails(
      () => file.readLong(),
      FileFormatError,
      `${kind.path}: at byte 6: expected a number within -9007199254740991..9007199254740991, found 99999999999999999999`,
    );
    assert.equal(numbers(file.quiet().readLong(1)), []);
    file.close();
    const longs = kind.make().binary();
    longs.writeString(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 32, 0));
    longs.seek(0);
    fails(
      () => longs.readLong(2),
      FileFormatError,
      `${kind.path}: at byte 8: expected a long within ±(2^53 − 1), found 9007199254740992`,
    );
    longs.seek(0).longSize(4);
    fails(() => longs.writeLong(2 ** 31), RangeError, `${kind.path}: expected a long of 4 bytes, got 2147483648`);
    longs.close();
  });

  test('what is asked for in vain is said', () => {
    const file = holding('1');
    const as = kind.name;
    fails(
      () => (file as unknown as { readInt(x: unknown): number }).readInt(torch.LongStorage(1)),
      TypeError,
      `${as}.readInt: expected IntStorage, got LongStorage`,
    );
    fails(() => file.readInt(-1), RangeError, `${as}.readInt: expected a number of elements, got -1`);
    fails(
      () => file.writeInt('1' as never),
      TypeError,
      `${as}.writeInt: expected a number or a IntStorage, got string`,
    );
    fails(() => file.readString('*n'), TypeError, `${as}.readString: expected '*a' or '*l', got '*n'`);
    fails(() => file.longSize(2 as 4), RangeError, `${as}.longSize: expected 0, 4 or 8, got 2`);
    fails(() => file.seek(-1), RangeError, `${as}.seek: expected a position of 0 or more, got -1`);
    fails(() => file.seek(0.5), RangeError, `${as}.seek: expected a position of 0 or more, got 0.5`);
    fails(
      () => file.writeString('\ud800'),
      TypeError,
      `${as}.writeString: expected text, got half of a surrogate pair`,
    );
    file.close();
    fails(() => file.readInt(), TypeError, `${as}.readInt: expected an open file, got a closed one`);
    fails(() => file.close(), TypeError, `${as}.close: expected an open file, got a closed one`);
  });

  test('states are told', () => {
    const file = kind.make();
    assert.equal(
      [
        file.isReadable(),
        file.isWritable(),
        file.isBinary(),
        file.isAutoSpacing(),
        file.isQuiet(),
        file.isReferenced(),
      ],
      [true, true, false, true, false, true],
    );
    file.binary().noAutoSpacing().quiet().referenced(false);
    assert.equal(
      [file.isBinary(), file.isAutoSpacing(), file.isQuiet(), file.isReferenced()],
      [true, false, true, false],
    );
    assert.is(file.ascii().isBinary(), false);
    assert.is(file.autoSpacing().isAutoSpacing(), true);
    file.close();
  });

  test('objects are one object on every reading of the file, and are written once', () => {
    for (const mode of ['ascii', 'binary'] as const) {
      const file = kind.make()[mode]();
      const x = torch.DoubleTensor([1, 2]);
      file.writeObject([x, x]).writeObject(x);
      file.seek(0);
      const [a, b] = file.readObject() as [object, object];
      assert.is(a, b);
      assert.is(file.readObject(), a);
      file.close();
    }
  });

  test('without references an object is written as it is each time', () => {
    const file = kind.make().binary().referenced(false);
    const x = torch.DoubleTensor([1]);
    file.writeObject(x);
    x.fill(2);
    file.writeObject(x);
    file.seek(0);
    const read = [file.readObject(), file.readObject()] as (typeof x)[];
    assert.equal(
      read.map((y) => y.toArray()),
      [[1], [2]],
    );
    file.close();
  });

  test('an object that cannot be written leaves nothing behind', () => {
    const file = kind.make().binary();
    const x = torch.DoubleTensor([1]);
    file.writeInt(5);
    assert.throws(() => file.writeObject([x, () => 1]), /got a function at \[1\]$/);
    assert.is(file.position(), 4);
    assert.is(kind.content(file).length, 4);
    // The tensor is not taken for one that is in the file.
    file.writeObject(x).seek(4);
    assert.equal((file.readObject() as typeof x).toArray(), [1]);
    file.close();
  });

  test('an object that cannot be read leaves position and references', () => {
    const written = kind.make().binary();
    const shared = torch.DoubleTensor([1]);
    written.writeObject(shared).writeObject([shared, 2]);
    const whole = kind.content(written);
    const [first, last] = [119, whole.length];
    written.close();
    const file = holding(whole.slice(0, last - 1)).binary();
    const x = file.readObject();
    assert.is(file.position(), first);
    fails(
      () => file.readObject(),
      FileFormatError,
      `${kind.path}: at byte ${last - 8}: expected a double of 8 bytes, found only 7`,
    );
    assert.is(file.position(), first);
    file.seekEnd().writeString(whole.slice(-1));
    file.seek(first);
    assert.is((file.readObject() as unknown[])[0], x);
    file.close();
  });

  test.run();
}
