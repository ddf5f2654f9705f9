/** @file The lines of a tensor along one of its dimensions, and results that are written line by line. */
import { Tensor } from './tensor.js';

/** Calls `visit(place, first element)` for every line of x along d; places count the other indices in row-major order. */
export function lines(x: Tensor, d: number, visit: (place: number, at: number) => void): void {
  const { _size: size, _stride: stride } = x;
  const n = x.nElement() / size[d];
  const index = new Array<number>(size.length).fill(0);
  let at = x._offset;
  for (let place = 0; place < n; place++) {
    visit(place, at);
    for (let k = size.length - 1; k >= 0; k--) {
      if (k === d) continue;
      at += stride[k];
      if (++index[k] < size[k]) break;
      at -= size[k] * stride[k];
      index[k] = 0;
    }
  }
}

/** The sizes of x with `extent` in place d. */
export function sizeWith(x: Tensor, d: number, extent: number): number[] {
  const size = x.size();
  size[d] = extent;
  return size;
}

/**
 * Gives `result` these sizes, and the elements that `write` puts into the tensor it gets: the result, or another of its sizes
 * whose elements lie one after the other, holding whatever they held before. When `write` throws, a Long result is as it was;
 * other types have no errors left after the operands are checked.
 */
export function writeInto(result: Tensor, size: readonly number[], write: (to: Tensor) => void): void {
  if (!result.elementType.checked && result.resize(size).isContiguous()) write(result);
  else {
    const dense = Tensor.zeros(result.elementType, size);
    write(dense);
    result.resize(size).copy(dense);
  }
}

/**
 * Changes the elements of x, which `change` finds one after the other in the tensor it gets: x itself or a copy. When `change`
 * throws, a Long is as it was.
 */
export function changeElements(x: Tensor, change: (to: Tensor) => void): void {
  if (!x.elementType.checked && x.isContiguous()) change(x);
  else {
    const dense = Tensor.zeros(x.elementType.checked ? 'Double' : x.elementType, x._size).copy(x);
    change(dense);
    x.copy(dense);
  }
}
