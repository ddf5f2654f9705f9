/** @file NumPy's files of one array. */
import { readFileSync, writeFileSync } from 'node:fs';
import { Storage, Tensor, type TypeName } from '../tensor/index.js';
import { fileFault, replaceAtomically } from './atomic.js';
import { DataError } from './csv.js';

interface Format {
  type: TypeName;
  width: number;
  read: (view: DataView, offset: number, little: boolean) => number;
}

/** By NumPy's letters for kind and width. */
const formats: Readonly<Record<string, Format>> = {
  f8: { type: 'Double', width: 8, read: (view, at, little) => view.getFloat64(at, little) },
  f4: { type: 'Float', width: 4, read: (view, at, little) => view.getFloat32(at, little) },
  i8: { type: 'Long', width: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  i4: { type: 'Int', width: 4, read: (view, at, little) => view.getInt32(at, little) },
  i2: { type: 'Short', width: 2, read: (view, at, little) => view.getInt16(at, little) },
  i1: { type: 'Char', width: 1, read: (view, at) => view.getInt8(at) },
  u1: { type: 'Byte', width: 1, read: (view, at) => view.getUint8(at) },
  b1: { type: 'Byte', width: 1, read: (view, at) => view.getUint8(at) },
};

const magic = '\x93NUMPY';

/** The rest of a line of Python: a dictionary of three entries, as NumPy writes them. */
const header = /^\{'descr': '([<>|=])(\w+)', 'fortran_order': (True|False), 'shape': \(([\d, ]*)\), \}\s*$/;

/**
 * The array in a .npy file, of version 1 to 3: floats of 64 and 32 bits and integers, in either order of bytes, by rows or by columns.
 * An array without dimensions is a tensor of one element.
 *
 * @throws DataError for a file that cannot be read, other contents, element types without a tensor type, and integers beyond ±(2⁵³ − 1)
 */
export function loadNpy(path: string): Tensor {
  let file: Uint8Array;
  try {
    file = readFileSync(path);
  } catch (error) {
    throw new DataError(`cannot read ${path}: ${fileFault(error)}`, { cause: error });
  }
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const text = (from: number, to: number): string => String.fromCharCode(...file.subarray(from, to));
  if (text(0, 6) !== magic || file.length < 12) throw new DataError(`${path}: expected a .npy file, got other bytes`);
  const [start, length] = file[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const head = text(start, Math.min(start + length, start + 65536));
  const [, order, code, columns, sizes] = header.exec(head) ?? [];
  if (sizes === undefined)
    throw new DataError(`${path}: expected the head of one array of numbers, got ${head.trim()}`);
  const format = Object.hasOwn(formats, code) ? formats[code] : undefined;
  if (!format) {
    const known = Object.keys(formats).join(', ');
    throw new DataError(`${path}: expected elements of ${known}, got ${code}`);
  }
  const shape = sizes === '' ? [1] : sizes.split(',').flatMap((n) => (n.trim() === '' ? [] : [Number(n)]));
  const count = shape.reduce((product, n) => product * n, 1);
  const [body, needed] = [start + length, count * format.width];
  if (file.length - body !== needed) {
    throw new DataError(`${path}: expected ${needed} bytes of elements, got ${file.length - body}`);
  }
  const storage = new Storage(format.type, count);
  for (let i = 0; i < count; i++) {
    const x = format.read(view, body + i * format.width, order !== '>');
    if (format.type === 'Long' && !Number.isSafeInteger(x)) {
      throw new DataError(`${path}: expected integers within ±(2^53 − 1), got ${x}`);
    }
    storage.data[i] = x;
  }
  if (columns === 'False') return new Tensor(storage, 0, shape);
  // By columns: the strides grow from the first dimension on.
  const strides = shape.map((_, d) => shape.slice(0, d).reduce((product, n) => product * n, 1));
  return new Tensor(storage, 0, shape, strides);
}

const letters: Readonly<Record<TypeName, string>> = {
  Double: 'f8',
  Float: 'f4',
  Half: 'f4',
  Long: 'i8',
  Int: 'i4',
  Short: 'i2',
  Char: 'i1',
  Byte: 'u1',
};

/** Writes a tensor as a .npy file of version 1, by rows, as `numpy.save` does. The file is replaced in one step. @throws WriteError */
export function saveNpy(path: string, tensor: Tensor): void {
  const data = tensor.contiguous();
  const name = data.elementType.name;
  const count = data.nElement();
  const elements = data.storage().data.subarray(data._offset, data._offset + count);
  const shape = `(${data._size.join(', ')}${data._size.length === 1 ? ',' : ''})`;
  const order = letters[name].endsWith('1') ? '|' : '<';
  const text = `{'descr': '${order}${letters[name]}', 'fortran_order': False, 'shape': ${shape}, }`;
  // Elements begin at a multiple of 64 bytes.
  const padded = `${text.padEnd(Math.ceil((10 + text.length + 1) / 64) * 64 - 11)}\n`;
  const head = new Uint8Array(10 + padded.length);
  head.set(Array.from(magic, (c) => c.charCodeAt(0)));
  head.set([1, 0, padded.length & 255, padded.length >> 8], 6);
  head.set(new TextEncoder().encode(padded), 10);
  const body = name === 'Long' ? BigInt64Array.from(elements, BigInt) : elements;
  replaceAtomically(path, (file) => {
    writeFileSync(file, Buffer.concat([head, new Uint8Array(body.buffer, body.byteOffset, body.byteLength)]));
  });
}
