/** @file Every idx type from bytes written by hand, plain and gzipped, and every refusal to the character. */
import { gzipSync } from 'node:zlib';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { DataError } from '../../../lib/io/csv.js';
import { type IdxType, readIdx } from '../../../lib/io/idx.js';

function refusal(bytes: Uint8Array): string {
  try {
    readIdx(bytes, 'f.idx');
  } catch (error) {
    assert.instance(error, DataError);
    return (error as DataError).message;
  }
  return 'no error';
}

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.split(' '), (byte) => Number.parseInt(byte, 16));

const types: [IdxType, string, number[]][] = [
  ['uint8', '00 00 08 01 00 00 00 03 00 7f ff', [0, 127, 255]],
  ['int8', '00 00 09 01 00 00 00 03 00 7f ff', [0, 127, -1]],
  ['int16', '00 00 0b 01 00 00 00 02 01 02 ff fe', [258, -2]],
  ['int32', '00 00 0c 01 00 00 00 02 00 01 00 02 80 00 00 00', [65538, -2147483648]],
  ['float32', '00 00 0d 01 00 00 00 02 3f c0 00 00 c1 20 00 00', [1.5, -10]],
  ['float64', '00 00 0e 01 00 00 00 01 40 09 21 fb 54 44 2d 18', [Math.PI]],
];
for (const [type, hex, data] of types) {
  test(`${type} is read big-endian, plain and gzipped`, () => {
    for (const bytes of [bytesOf(hex), gzipSync(bytesOf(hex))]) {
      const got = readIdx(bytes, 'f.idx');
      assert.is(got.type, type);
      assert.equal(got.size, [data.length]);
      assert.instance(got.data, Float64Array);
      assert.equal([...got.data], data);
    }
  });
}

test('three dimensions keep their order, row-major', () => {
  const header = '00 00 08 03 00 00 00 02 00 00 00 01 00 00 00 03';
  const got = readIdx(bytesOf(`${header} 01 02 03 04 05 06`), 'f.idx');
  assert.equal(got.size, [2, 1, 3]);
  assert.equal([...got.data], [1, 2, 3, 4, 5, 6]);
});

test('a size of two bytes and more is read whole', () => {
  const bytes = new Uint8Array(8 + 66000);
  bytes.set(bytesOf('00 00 08 01 00 01 01 d0'));
  assert.equal(readIdx(bytes, 'f.idx').size, [66000]);
});

test('bytes that lie inside a larger buffer are read from their own start', () => {
  const bytes = bytesOf('aa bb cc 00 00 0b 01 00 00 00 01 01 02 dd').subarray(3, 13);
  assert.equal([...readIdx(bytes, 'f.idx').data], [258]);
});

const begins = 'f.idx: expected an idx file, which begins with 00 00 and two more bytes, got';
const vector = '00 00 0b 01 00 00 00 02 01 02 ff fe';
const refused: [string, Uint8Array, string][] = [
  ['a wrong magic number', bytesOf('89 50 4e 47 0d 0a'), `${begins} 89 50 4e 47`],
  ['a second byte that is not zero', bytesOf('00 01 08 01 00 00 00 00'), `${begins} 00 01 08 01`],
  ['a file of three bytes', bytesOf('00 00 08'), `${begins} 00 00 08`],
  ['an empty file', new Uint8Array(0), `${begins} an empty file`],
  [
    'an unknown type',
    bytesOf('00 00 0a 01 00 00 00 00'),
    'f.idx: expected an idx type among 08, 09, 0b, 0c, 0d, 0e, got 0a',
  ],
  ['no dimension', bytesOf('00 00 08 00 01'), 'f.idx: expected at least 1 dimension, got 0'],
  [
    'a truncated header',
    bytesOf('00 00 08 03 00 00 00 02 00 00'),
    'f.idx: expected a header of 16 bytes, got a file of 10 bytes',
  ],
  [
    'truncated contents',
    bytesOf(vector).slice(0, -1),
    'f.idx: expected 12 bytes for 2 values of int16, got 11 (truncated)',
  ],
  [
    'trailing bytes',
    bytesOf(`${vector} 00`),
    'f.idx: expected 12 bytes for 2 values of int16, got 13 (trailing bytes)',
  ],
  [
    'trailing bytes inside gzip',
    gzipSync(bytesOf(`${vector} 00`)),
    'f.idx: expected 12 bytes for 2 values of int16, got 13 (trailing bytes)',
  ],
  [
    'sizes far beyond the file',
    bytesOf('00 00 08 02 ff ff ff ff ff ff ff ff 00'),
    'f.idx: expected 18446744065119617000 bytes for 4294967295 × 4294967295 values of uint8, got 13 (truncated)',
  ],
  [
    'a truncated gzip file',
    gzipSync(bytesOf(vector)).subarray(0, 15),
    'f.idx: expected gzip data, got an error from gunzip: unexpected end of file',
  ],
];
for (const [what, bytes, message] of refused) {
  test(`${what}: refused with what was expected and what came`, () => {
    assert.is(refusal(bytes), message);
  });
}

test.run();
