/** @file Sizes and strides: how many elements, in which order, between which bounds. */
import { Storage } from './storage.js';

/** Sizes given one by one, or as one list or LongStorage. */
export type Sizes = number[] | [readonly number[] | Storage];

export function listed(sizes: Sizes): readonly number[] {
  const [first] = sizes;
  return typeof first === 'number' || first === undefined ? (sizes as number[]) : numbersOf(first);
}

/** A list of sizes, strides or indices, which a LongStorage holds as well. */
export function numbersOf(list: readonly number[] | Storage): readonly number[] {
  if (list instanceof Storage) return list.totable();
  if (!Array.isArray(list))
    throw new TypeError(`Tensor: expected numbers, a list or a LongStorage, got ${typeof list}`);
  return list;
}

/** A copy, by Torch's rule that the sizes end before the first one that is not positive. */
export function dimensions(size: readonly number[]): number[] {
  let n = size.length;
  for (let d = size.length - 1; d >= 0; d--) {
    if (!Number.isInteger(size[d])) throw new RangeError(`Tensor: expected whole sizes, got ${size.join(' × ')}`);
    if (size[d] <= 0) n = d;
  }
  return size.slice(0, n);
}

/** The strides that lay the elements out one after the other, the last index running fastest. */
export function contiguousStride(size: readonly number[]): number[] {
  // Not a new Array, whose holes would make every later read of a stride slower.
  const stride = size.slice();
  let step = 1;
  for (let d = size.length - 1; d >= 0; d--) {
    stride[d] = step;
    step *= size[d];
  }
  return stride;
}

/** The places, counted from the offset, of the first and the last element in memory. Of no element both are the offset. */
export function span(
  offset: number,
  size: readonly number[],
  stride: readonly number[],
): [first: number, last: number] {
  let first = offset;
  let last = offset;
  for (let d = 0; d < size.length; d++) {
    const extent = (size[d] - 1) * stride[d];
    if (extent > 0) last += extent;
    else first += extent;
  }
  return [first, last];
}
