/** @file Elements and slices chosen by index tensors. Indices count from 0; a Long tensor holds them. */
import type { Changes, Makes } from './calls.js';
import type { Tensor } from './tensor.js';

export interface Indexing {
  /**
   * The slices of x along `dim` whose numbers `indices` (1-D, Long) lists, in that order, repeats allowed: x's sizes, with as many
   * as `indices` has in place `dim`. A copy.
   *
   * @throws RangeError for an index outside 0 … size − 1, before anything is written.
   */
  index: Makes<[x: Tensor], [dim: number, indices: Tensor]>;
  /** Fills the slices of x along `dim` that `indices` (1-D, Long) lists with `value`. In place. */
  indexFill: Changes<[dim: number, indices: Tensor, value: number]>;
}

/** The indices as numbers, every one of them in 0 … size − 1. */
function listOf(name: string, indices: Tensor, size: number): number[] {
  if (indices.elementType.name !== 'Long') {
    throw new TypeError(`torch.${name}: expected indices in a LongTensor, got ${indices.describe()}`);
  }
  if (indices.dim() !== 1) throw new RangeError(`torch.${name}: expected 1-D indices, got ${indices.describe()}`);
  const list = indices.toArray();
  for (const i of list) checkIndex(name, i, size);
  return list;
}

function checkIndex(name: string, i: number, size: number): void {
  if (i >= 0 && i < size) return;
  const hint = i === size ? ' (do the indices count from 1?)' : '';
  throw new RangeError(`torch.${name}: expected indices in 0..${size - 1}, got ${i}${hint}`);
}

export const indexing: Indexing = {
  index: {
    results: ['same'],
    operands: 1,
    compute([result], x, dim, indices) {
      const d = x.axis('index', dim);
      const list = listOf('index', indices, x._size[d]);
      const size = x.size();
      size[d] = list.length;
      result.resize(size);
      for (const [place, i] of list.entries()) result.select(d, place).copy(x.select(d, i));
    },
  },
  indexFill: {
    change(x, dim, indices, value) {
      const d = x.axis('indexFill', dim);
      for (const i of listOf('indexFill', indices, x._size[d])) x.select(d, i).fill(value);
    },
  },
};
