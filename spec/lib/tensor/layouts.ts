/** @file One tensor in many layouts, and element loops over strides: what the specs of tensors compare with. */
import * as assert from 'uvu/assert';
import { elementTypes, Storage, Tensor, type TypeName } from '../../../lib/tensor/index.js';
import { uniform } from '../kernels/arrays.js';

export const floating: TypeName[] = ['Double', 'Float'];
export const integer: TypeName[] = ['Byte', 'Char', 'Short', 'Int', 'Long'];

/** What stands in a storage where no element of the tensor is. */
const UNUSED = 77;

/** Strides in elements and an offset for given sizes. */
export type Layout = (size: readonly number[]) => { stride: number[]; offset: number };

/** Strides of an array whose sizes are at least these, laid out in the order of `dims`, the first slowest. */
function strides(size: readonly number[], dims: readonly number[]): number[] {
  const stride: number[] = [];
  let step = 1;
  for (const d of [...dims].reverse()) {
    stride[d] = step;
    step *= size[d];
  }
  return stride;
}

const ascending = (size: readonly number[]): number[] => size.map((_, d) => d);

export const layouts: Record<string, Layout> = {
  contiguous: (size) => ({ stride: strides(size, ascending(size)), offset: 0 }),
  transposed: (size) => ({ stride: strides(size, ascending(size).reverse()), offset: 0 }),
  narrowed: (size) => {
    const stride = strides(
      size.map((s) => s + 2),
      ascending(size),
    );
    return { stride, offset: stride.reduce((sum, s) => sum + s, 0) };
  },
  'a row behind others': (size) => ({ stride: strides(size, ascending(size)), offset: 5 }),
  stepped: (size) => ({ stride: strides(size, ascending(size)).map((s) => 3 * s), offset: 1 }),
  reversed: (size) => {
    const stride = strides(size, ascending(size)).map((s) => -s);
    return { stride, offset: size.reduce((sum, s, d) => sum - (s - 1) * stride[d], 0) };
  },
};

/** Every index of the sizes in row-major order. */
export function indices(size: readonly number[]): number[][] {
  return size.reduce<number[][]>((all, s) => all.flatMap((i) => Array.from({ length: s }, (_, j) => [...i, j])), [[]]);
}

function place(x: Tensor, index: readonly number[]): number {
  return index.reduce((sum, i, d) => sum + i * x.stride(d), x.storageOffset());
}

/** The elements in row-major order, by their strides. */
export function read(x: Tensor): number[] {
  return x.dim() === 0 ? [] : indices(x.size()).map((i) => x.storage().data[place(x, i)]);
}

/** A tensor of the given elements in a layout; the rest of its storage is marked. */
export function laidOut(type: TypeName, size: readonly number[], values: readonly number[], layout: Layout): Tensor {
  const { stride, offset } = layout(size);
  const span = size.reduce((sum, s, d) => sum + (s - 1) * Math.max(0, stride[d]), offset) + 1;
  const data = elementTypes[type].allocate(span + 3).fill(UNUSED);
  indices(size).forEach((index, i) => {
    data[index.reduce((sum, k, d) => sum + k * stride[d], offset)] = values[i];
  });
  return new Tensor(new Storage(type, data), offset, size, stride);
}

/** Fails when something was written beside the elements of a tensor that `laidOut` made. */
export function onlyElementsWritten(x: Tensor, where: string): void {
  const own = new Set(indices(x.size()).map((i) => place(x, i)));
  x.storage().data.forEach((value, i) => {
    if (!own.has(i)) assert.is(value, UNUSED, `${where}: storage element ${i} beside the tensor`);
  });
}

/** Numbers that suit a type: fractions of both signs, or small integers (of one sign where there is only one). */
export function numbers(type: TypeName, length: number, seed: number): number[] {
  const draw = uniform(seed);
  const { integer, cast } = elementTypes[type];
  return Array.from({ length }, () => {
    const value = 4 * draw();
    return integer ? Math.round(type === 'Byte' ? Math.abs(value) : value) + (type === 'Byte' ? 1 : 0) : cast(value);
  });
}

/** A check of an error's class and whole message. */
export function refusal(kind: typeof RangeError | typeof TypeError, message: string): (error: unknown) => boolean {
  return (error) => {
    assert.instance(error, kind);
    assert.is((error as Error).message, message);
    return true;
  };
}
