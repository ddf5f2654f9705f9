/** @file Elements of each line along a dimension, chosen by a tensor of indices. */
import type { Changes, Makes } from './calls.js';
import { checkIndices, checkLong, slices } from './indexing.js';
import { changeElements, sizeWith, writeInto } from './lines.js';
import { apart, checkType, kindOf } from './operands.js';
import { Tensor } from './tensor.js';

/**
 * `indices` is Long, with as many dimensions as x and x's sizes in all but `dim`: so many indices for each line of x along
 * `dim`. They count from 0; RangeError for one that is not there, before anything is written.
 */
export interface Gathering {
  /** Place k of a line of the result is the element `indices[k]` of that line of x; sizes of `indices`. A copy. */
  gather: Makes<[x: Tensor], [dim: number, indices: Tensor]>;
  /**
   * Writes element k of each line of `source` (of x's type, and of the sizes of `indices`, or more along `dim`), or one number, to
   * the place `indices[k]` of that line of x; the last that goes to a place stays. In place.
   */
  scatter: Changes<[dim: number, indices: Tensor, source: Tensor | number]>;
}

/** The indices, contiguous and checked, where x has the dimension d. */
function indicesOf(name: string, x: Tensor, d: number, given: Tensor): Tensor {
  const indices = checkLong(name, given);
  if (indices.dim() !== x.dim() || indices._size.some((s, k) => k !== d && s !== x._size[k])) {
    const expected = sizeWith(x, d, indices._size[d] ?? 1).join(' × ');
    throw new RangeError(`torch.${name}: expected indices of size (${expected}), got ${indices.describe()}`);
  }
  const list = indices.contiguous();
  checkIndices(name, list.nElement(), list._storage.data, list._offset, x._size[d]);
  return list;
}

/** The elements to scatter, as many as there are indices. */
function sourceOf(x: Tensor, d: number, indices: Tensor, source: unknown): Tensor {
  if (!(source instanceof Tensor)) {
    throw new TypeError(`torch.scatter: expected a number or a tensor to write, got ${kindOf(source)}`);
  }
  checkType('scatter', x, source);
  const n = indices._size[d];
  const fits =
    source.dim() === x.dim() && indices._size.every((s, k) => (k === d ? source._size[k] >= s : source._size[k] === s));
  if (!fits) {
    throw new RangeError(
      `torch.scatter: expected a source of size (${indices._size.join(' × ')}), got ${source.describe()}`,
    );
  }
  return apart(source.narrow(d, 0, n), x).contiguous();
}

export const gathering: Gathering = {
  gather: {
    results: ['same'],
    operands: 1,
    compute([result], x, dim, given) {
      const d = x.axis('gather', dim);
      const indices = indicesOf('gather', x, d, given);
      const { outer, size, inner } = slices(indices, d);
      const source = x.contiguous();
      writeInto(result, given._size, ({ _storage: { bits: to }, _offset: start }) => {
        const [list, from] = [indices._storage.data, source._storage.bits];
        for (let o = 0, t = 0; o < outer; o++) {
          const block = source._offset + o * x._size[d] * inner;
          for (let k = 0; k < size; k++) {
            for (let i = 0; i < inner; i++, t++) to[start + t] = from[block + list[indices._offset + t] * inner + i];
          }
        }
      });
    },
  },
  scatter: {
    change(x, dim, given, source) {
      const d = x.axis('scatter', dim);
      const indices = indicesOf('scatter', x, d, apart(given, x));
      const values = typeof source === 'number' ? Tensor.zeros(x.elementType, given._size).fill(source) : source;
      const chosen = sourceOf(x, d, given, values);
      const { outer, size, inner } = slices(indices, d);
      changeElements(x, ({ _storage: { bits: to }, _offset: start }) => {
        const [list, from] = [indices._storage.data, chosen._storage.bits];
        for (let o = 0, f = 0; o < outer; o++) {
          const block = start + o * x._size[d] * inner;
          for (let k = 0; k < size; k++) {
            for (let i = 0; i < inner; i++, f++)
              to[block + list[indices._offset + f] * inner + i] = from[chosen._offset + f];
          }
        }
      });
    },
  },
};
