/** @file Slices along a dimension, chosen by a list of indices. */
import type { Changes, Makes } from './calls.js';
import { changeElements, sizeWith, writeInto } from './lines.js';
import { apart, checkType, numberOf, tensorOf } from './operands.js';
import type { Tensor } from './tensor.js';
import type { TypedArray } from './types.js';

/** `indices` is 1-D and Long, counts from 0, and may repeat. RangeError for an index that is not there, before anything is written. */
export interface Indexing {
  /** The slices of x along `dim` that `indices` lists, in that order: x's sizes, with as many as it lists in place `dim`. A copy. */
  index: Makes<[x: Tensor], [dim: number, indices: Tensor]>;
  /**
   * Writes the slices of `source` along `dim` to the places that `indices` lists; the last that goes to a place stays. In place.
   * `source` has x's type, as many slices as `indices` lists, and as many elements in each as x.
   */
  indexCopy: Changes<[dim: number, indices: Tensor, source: Tensor]>;
  /** As `indexCopy`, but adds: all that goes to one place. */
  indexAdd: Changes<[dim: number, indices: Tensor, source: Tensor]>;
  /** Fills the slices of x along `dim` that `indices` lists with `value`. In place. */
  indexFill: Changes<[dim: number, indices: Tensor, value: number]>;
}

/** Throws unless all n indices from `at` on are in 0 … size − 1. */
export function checkIndices(name: string, n: number, indices: TypedArray, at: number, size: number): void {
  const end = at + n;
  let k = at;
  for (; k < end; k++) {
    const i = indices[k];
    if (!(i >= 0 && i < size)) break;
  }
  if (k === end) return;
  const hint = indices[k] === size ? ' (do the indices count from 1?)' : '';
  throw new RangeError(`torch.${name}: expected indices in 0..${size - 1}, got ${indices[k]}${hint}`);
}

/** Throws unless x holds indices: is Long. */
export function checkLong(name: string, x: unknown): Tensor {
  const indices = tensorOf(name, x);
  if (indices.elementType.name !== 'Long') {
    throw new TypeError(`torch.${name}: expected indices in a LongTensor, got ${indices.describe()}`);
  }
  return indices;
}

/** Indices one after the other, every one of them in 0 … size − 1. */
interface List {
  n: number;
  indices: TypedArray;
  at: number;
}

function listOf(name: string, given: unknown, size: number): List {
  const indices = checkLong(name, given);
  if (indices.dim() !== 1) throw new RangeError(`torch.${name}: expected 1-D indices, got ${indices.describe()}`);
  const { _storage, _offset } = indices.contiguous();
  const list = { n: indices._size[0], indices: _storage.data, at: _offset };
  checkIndices(name, list.n, list.indices, list.at, size);
  return list;
}

/** A tensor as outer × size × inner elements: size slices along d, each in outer pieces of inner. */
export interface Slices {
  outer: number;
  size: number;
  inner: number;
}

export function slices(x: Tensor, d: number): Slices {
  const outer = x._size.slice(0, d).reduce((product, s) => product * s, 1);
  const inner = x._size.slice(d + 1).reduce((product, s) => product * s, 1);
  return { outer, size: x._size[d], inner };
}

/** What is written into x: contiguous slices of its type, one for each index, safe from what is written. */
function sourceOf(name: string, x: Tensor, d: number, n: number, given: unknown): Tensor {
  const source = tensorOf(name, given);
  checkType(name, x, source);
  const [own, other] = [slices(x, d), slices(source, d)];
  if (other.outer !== own.outer || other.size !== n || other.inner !== own.inner) {
    const expected = sizeWith(x, d, n).join(' × ');
    throw new RangeError(`torch.${name}: expected a source of size (${expected}), got ${source.describe()}`);
  }
  return apart(source, x).contiguous();
}

function takeSlices({ outer, size, inner }: Slices, list: List, source: Tensor, result: Tensor): void {
  const { n, indices, at } = list;
  const [from, to] = [source._storage.bits, result._storage.bits];
  for (let o = 0, t = result._offset; o < outer; o++, t += n * inner) {
    const block = source._offset + o * size * inner;
    if (inner === 1) takeElements(n, indices, at, from, block, to, t);
    else {
      for (let k = 0; k < n; k++) {
        const f = block + indices[at + k] * inner;
        for (let i = 0; i < inner; i++) to[t + k * inner + i] = from[f + i];
      }
    }
  }
}

/** The common case of a vector, without a loop of one round for every element. */
function takeElements(
  n: number,
  indices: TypedArray,
  at: number,
  from: TypedArray,
  first: number,
  to: TypedArray,
  start: number,
): void {
  const end = at + n;
  for (let k = at, t = start; k < end; k++, t++) to[t] = from[first + indices[k]];
}

type Write = (slices: Slices, list: List, source: Tensor, target: Tensor) => void;

const copySlices: Write = ({ outer, size, inner }, { n, indices, at }, source, target) => {
  const [from, to] = [source._storage.bits, target._storage.bits];
  for (let o = 0, f = source._offset; o < outer; o++) {
    for (let k = 0; k < n; k++) {
      const t = target._offset + (o * size + indices[at + k]) * inner;
      for (let i = 0; i < inner; i++) to[t + i] = from[f++];
    }
  }
};
const addSlices: Write = ({ outer, size, inner }, { n, indices, at }, source, target) => {
  const [from, to] = [source._storage.data, target._storage.data];
  for (let o = 0, f = source._offset; o < outer; o++) {
    for (let k = 0; k < n; k++) {
      const t = target._offset + (o * size + indices[at + k]) * inner;
      for (let i = 0; i < inner; i++) to[t + i] += from[f++];
    }
  }
};

function writing(
  name: 'indexCopy' | 'indexAdd',
  write: Write,
): Changes<[dim: number, indices: Tensor, source: Tensor]> {
  return {
    change(x, dim, indices, source) {
      const d = x.axis(name, dim);
      const list = listOf(name, apart(indices, x), x._size[d]);
      const from = sourceOf(name, x, d, list.n, source);
      changeElements(x, (to) => write(slices(x, d), list, from, to));
    },
  };
}

export const indexing: Indexing = {
  index: {
    results: ['same'],
    operands: 1,
    compute([result], x, dim, indices) {
      const d = x.axis('index', dim);
      const list = listOf('index', indices, x._size[d]);
      const from = x.contiguous();
      writeInto(result, sizeWith(x, d, list.n), (to) => takeSlices(slices(x, d), list, from, to));
    },
  },
  indexCopy: writing('indexCopy', copySlices),
  indexAdd: writing('indexAdd', addSlices),
  indexFill: {
    change(x, dim, indices, value) {
      const d = x.axis('indexFill', dim);
      const { n, indices: list, at } = listOf('indexFill', apart(indices, x), x._size[d]);
      const element = x.elementType.cast(numberOf('indexFill', value));
      const { outer, size, inner } = slices(x, d);
      changeElements(x, ({ _storage: { data: to }, _offset: start }) => {
        for (let o = 0; o < outer; o++) {
          for (let k = 0; k < n; k++) {
            const t = start + (o * size + list[at + k]) * inner;
            to.fill(element, t, t + inner);
          }
        }
      });
    },
  },
};
