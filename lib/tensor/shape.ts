/** @file Sizes and strides: how many elements, in which order, between which bounds. */

/** Sizes given one by one or as one list. */
export type Sizes = number[] | [readonly number[]];

export function listed(sizes: Sizes): readonly number[] {
  return Array.isArray(sizes[0]) ? sizes[0] : (sizes as number[]);
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
