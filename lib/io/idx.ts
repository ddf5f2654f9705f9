/** @file The idx format of the MNIST files: a tensor of one number type, big-endian. */
import { gunzipSync } from 'node:zlib';
import { DataError } from './csv.js';

export type IdxType = 'uint8' | 'int8' | 'int16' | 'int32' | 'float32' | 'float64';

/** `data` holds the elements in row-major order; `size` the dimensions, slowest first. */
export interface IdxArray {
  type: IdxType;
  size: number[];
  data: Float64Array;
}

interface Format {
  type: IdxType;
  width: number;
  read: (view: DataView, offset: number) => number;
}

const formats: ReadonlyMap<number, Format> = new Map<number, Format>([
  [0x08, { type: 'uint8', width: 1, read: (view, offset) => view.getUint8(offset) }],
  [0x09, { type: 'int8', width: 1, read: (view, offset) => view.getInt8(offset) }],
  [0x0b, { type: 'int16', width: 2, read: (view, offset) => view.getInt16(offset) }],
  [0x0c, { type: 'int32', width: 4, read: (view, offset) => view.getInt32(offset) }],
  [0x0d, { type: 'float32', width: 4, read: (view, offset) => view.getFloat32(offset) }],
  [0x0e, { type: 'float64', width: 8, read: (view, offset) => view.getFloat64(offset) }],
]);

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** An error of node:zlib as one line about the file. */
export function gzipError(error: unknown, name: string): DataError {
  const reason = error instanceof Error ? error.message : String(error);
  return new DataError(`${name}: expected gzip data, got an error from gunzip: ${reason}`, { cause: error });
}

function unpacked(bytes: Uint8Array, name: string): Uint8Array {
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw gzipError(error, name);
  }
}

/**
 * Layout: 0, 0, type, number of dimensions d; d sizes of 4 bytes; the elements. All numbers are big-endian, the types
 * 08 uint8, 09 int8, 0b int16, 0c int32, 0d float32, 0e float64. Bytes that begin with 1f 8b are gunzipped first.
 * Format: http://yann.lecun.com/exdb/mnist/
 *
 * Throws DataError, naming `name`, for another magic number, truncated contents and trailing bytes.
 */
export function readIdx(bytes: Uint8Array, name: string): IdxArray {
  const file = unpacked(bytes, name);
  if (file.length < 4 || file[0] !== 0 || file[1] !== 0) {
    const got = file.length === 0 ? 'an empty file' : Array.from(file.subarray(0, 4), hex).join(' ');
    throw new DataError(`${name}: expected an idx file, which begins with 00 00 and two more bytes, got ${got}`);
  }
  const format = formats.get(file[2]);
  if (format === undefined) {
    const known = Array.from(formats.keys(), hex).join(', ');
    throw new DataError(`${name}: expected an idx type among ${known}, got ${hex(file[2])}`);
  }
  const dimensions = file[3];
  if (dimensions === 0) throw new DataError(`${name}: expected at least 1 dimension, got 0`);
  const header = 4 + 4 * dimensions;
  if (file.length < header) {
    throw new DataError(`${name}: expected a header of ${header} bytes, got a file of ${file.length} bytes`);
  }
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const size = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const count = size.reduce((product, n) => product * n, 1);
  const total = header + count * format.width;
  if (file.length !== total) {
    const fault = file.length < total ? 'truncated' : 'trailing bytes';
    throw new DataError(
      `${name}: expected ${total} bytes for ${size.join(' × ')} values of ${format.type}, ` +
        `got ${file.length} (${fault})`,
    );
  }
  const data = new Float64Array(count);
  for (let i = 0; i < count; i++) data[i] = format.read(view, header + i * format.width);
  return { type: format.type, size, data };
}
