/** @file Tensors and storages in .t7 files. */
import { type ElementType, elementTypes, Storage, Tensor, type TypeName } from '../../tensor/index.js';
import type { Bytes } from '../file/bytes.js';
import type { Encoding, Kind } from '../file/encoding.js';
import { FileFormatError } from './format-error.js';

/** What a class of tensors or storages holds: what was on a GPU is what it is without one. */
export interface TensorClass {
  readonly type: ElementType;
  readonly of: 'Tensor' | 'Storage';
}

const className = /^torch\.(Cuda)?(Byte|Char|Short|Int|Long|Float|Double|Half)?(Tensor|Storage)$/;

/** `torch.DoubleTensor`, `torch.HalfStorage`, `torch.CudaTensor` (of floats), `torch.CudaLongStorage`, …; undefined for other classes. */
export function tensorClass(typename: string): TensorClass | undefined {
  const match = className.exec(typename);
  if (!match || !(match[1] ?? match[2])) return undefined;
  return { type: elementTypes[(match[2] ?? 'Float') as TypeName], of: match[3] as 'Tensor' | 'Storage' };
}

/** How many, then the elements, straight into the storage's memory. */
export function readStorage(bytes: Bytes, encoding: Encoding, { type }: TensorClass, kind: Kind = type.name): Storage {
  const { position } = bytes;
  const n = encoding.readLong();
  const most = encoding.most(kind);
  if (n < 0 || n > most) {
    const expected = `a size of 0 to the ${most} elements of ${kind} that ${bytes.left} bytes can hold`;
    throw new FileFormatError(bytes.name, position, expected, String(n));
  }
  const storage = new Storage(type, n);
  const got = encoding.read(kind, storage.data, n);
  if (got < n) throw new FileFormatError(bytes.name, bytes.position, `${n} elements of ${kind}`, `${got} of them`);
  return storage;
}

/** What comes before a tensor's storage. */
export interface TensorHeader {
  readonly position: number;
  readonly size: readonly number[];
  readonly stride: readonly number[];
  readonly offset: number;
}

/** The number of dimensions, the sizes, the strides, and the place of the first element, which counts from 1. */
export function readTensorHeader(bytes: Bytes, encoding: Encoding): TensorHeader {
  const { position } = bytes;
  const dimensions = encoding.readInt();
  if (dimensions < 0 || 2 * dimensions > encoding.most('Long')) {
    throw new FileFormatError(bytes.name, position, 'a number of dimensions', String(dimensions));
  }
  const longs = (): number[] => {
    const numbers = new Float64Array(dimensions);
    const start = bytes.position;
    const got = encoding.read('Long', numbers, dimensions);
    if (got < dimensions) throw new FileFormatError(bytes.name, start, `${dimensions} longs`, `${got} of them`);
    return Array.from(numbers);
  };
  return { position, size: longs(), stride: longs(), offset: encoding.readLong() - 1 };
}

/** The tensor, once its storage is known. A size of 0 makes it empty. @throws FileFormatError for a view that leaves the storage */
export function tensorOf(bytes: Bytes, header: TensorHeader, storage: Storage): Tensor {
  const { position, size, stride, offset } = header;
  const fail = (expected: string, found: string): never => {
    throw new FileFormatError(bytes.name, position, expected, found);
  };
  const length = storage.data.length;
  if (size.some((n) => n < 0)) fail('sizes that are not negative', size.join(' × '));
  if (size.includes(0) || size.length === 0) {
    if (offset < 0 || offset > length) fail(`a first element in 1..${length + 1}`, String(offset + 1));
    return new Tensor(storage, offset);
  }
  const elements = size.reduce((product, n) => product * n, 1);
  if (!Number.isSafeInteger(elements)) fail('fewer than 2^53 elements', size.join(' × '));
  let [first, last] = [offset, offset];
  size.forEach((n, d) => {
    const span = (n - 1) * stride[d];
    if (span > 0) last += span;
    else first += span;
  });
  if (!(first >= 0 && last < length))
    fail(`a view of a storage's ${length} elements`, `one of ${first + 1}..${last + 1}`);
  return new Tensor(storage, offset, size, stride);
}
