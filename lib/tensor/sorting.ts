/** @file Order statistics of each line along a dimension: sort, topk, kthvalue, median, mode. */
import type { Makes } from './calls.js';
import { lines, sizeWith, writeInto } from './lines.js';
import { kindOf } from './operands.js';
import { Keys } from './quicksort.js';
import { Tensor } from './tensor.js';

type Ordered<A extends readonly unknown[]> = Makes<[x: Tensor], A, [values: Tensor, indices: Tensor]>;

/**
 * For every type; `dim` is the last dimension by default. All give `[values, indices]`, where in its line of x each value was
 * (Long). Sorting is not stable: which of equal elements comes first is what it is in Torch, and so is where a NaN comes, which
 * is neither less nor greater than anything.
 */
export interface Sorting {
  /** Each line in ascending order, or descending. Sizes of x. */
  sort: Ordered<[dim?: number, descending?: boolean] | [descending: boolean]>;
  /**
   * The k smallest of each line, or largest; k = 1 by default. In no order unless `sorted`, and then with the smallest (largest)
   * first. Sizes of x, with k in place `dim`. RangeError unless 1 ≤ k ≤ size.
   */
  topk: Ordered<
    | [k?: number, dim?: number, largest?: boolean, sorted?: boolean]
    | [k: number, largest: boolean, sorted?: boolean]
    | [largest: boolean, sorted?: boolean]
  >;
  /** The k-th smallest of each line, from k = 1 for the smallest. Size 1 in place `dim`. RangeError unless 1 ≤ k ≤ size. */
  kthvalue: Ordered<[k: number, dim?: number]>;
  /** The middle one of each line, of two the lower. Size 1 in place `dim`. */
  median: Ordered<[dim?: number]>;
  /** The most frequent of each line, the smallest of several, and the last place it has once the line is sorted. Size 1 in place `dim`. */
  mode: Ordered<[dim?: number]>;
}

/** Numbers, then flags; any may be left out. */
function options(
  name: string,
  form: string,
  most: { numbers: number; flags: number },
  given: readonly unknown[],
): [numbers: (number | undefined)[], flags: (boolean | undefined)[]] {
  let n = 0;
  while (n < most.numbers && n < given.length && typeof given[n] !== 'boolean') n++;
  const is = (type: string) => (option: unknown) => option === undefined || typeof option === type;
  const [numbers, flags] = [given.slice(0, n), given.slice(n)];
  if (flags.length > most.flags || !numbers.every(is('number')) || !flags.every(is('boolean'))) {
    throw new TypeError(`torch.${name}: expected ${form}, got (${given.map(kindOf).join(', ')})`);
  }
  return [numbers as (number | undefined)[], flags as (boolean | undefined)[]];
}

/**
 * Of each line of x along d, arranged as `arrange` does, which returns a place: the m keys from that place on, and where they
 * were.
 */
function arranged(
  [values, indices]: readonly [Tensor, Tensor],
  x: Tensor,
  d: number,
  m: number,
  arrange: (keys: Keys, n: number) => number,
): void {
  if (!(x._storage.data instanceof Float64Array)) {
    const wide = Tensor.zeros('Double', []);
    arranged([wide, indices], x.double(), d, m, arrange);
    values.resize(wide._size).copy(wide);
    return;
  }
  const [n, step] = [x._size[d], x._stride[d]];
  const line = new Keys(n);
  const inner = x._size.slice(d + 1).reduce((product, s) => product * s, 1);
  writeInto(indices, sizeWith(x, d, m), ({ _storage: { data: to }, _offset: t }) => {
    writeInto(values, sizeWith(x, d, m), ({ _storage: { data }, _offset: v }) => {
      lines(x, d, (place, at) => {
        line.load(n, x._storage.data, at, step);
        const from = arrange(line, n);
        const first = Math.floor(place / inner) * m * inner + (place % inner);
        for (let i = 0; i < m; i++) {
          data[v + first + i * inner] = line.keys[from + i];
          to[t + first + i * inner] = line.places[from + i];
        }
      });
    });
  });
}

function rankOf(name: string, x: Tensor, d: number, k: unknown): number {
  if (typeof k !== 'number') throw new TypeError(`torch.${name}: expected a number k, got ${kindOf(k)}`);
  if (Number.isInteger(k) && k >= 1 && k <= x._size[d]) return k;
  throw new RangeError(`torch.${name}: expected k in 1..${x._size[d]}, got ${k}`);
}

function kth(results: readonly [Tensor, Tensor], x: Tensor, d: number, k: number): void {
  arranged(results, x, d, 1, (line, n) => {
    line.select(k - 1, n);
    return k - 1;
  });
}

/** The last place of the longest run of equal keys, the first of the longest ones. */
function longestRun(keys: Float64Array, n: number): number {
  let [best, longest] = [0, 0];
  for (let i = 0, start = 0; i < n; i++) {
    if (i < n - 1 && keys[i] === keys[i + 1]) continue;
    if (i + 1 - start > longest) [best, longest] = [i, i + 1 - start];
    start = i + 1;
  }
  return best;
}

export const sorting: Sorting = {
  sort: {
    results: ['same', 'Long'],
    operands: 1,
    compute(results, x, ...given) {
      const most = { numbers: 1, flags: 1 };
      const [[dim = -1], [descending]] = options('sort', '([dim], [descending])', most, given);
      const d = x.axis('sort', dim);
      arranged(results, x, d, x._size[d], (line, n) => {
        if (descending) line.sortDescending(0, n);
        else line.sort(0, n);
        return 0;
      });
    },
  },
  topk: {
    results: ['same', 'Long'],
    operands: 1,
    compute(results, x, ...given) {
      const most = { numbers: 2, flags: 2 };
      const [[k = 1, dim = -1], [largest, sorted]] = options('topk', '([k], [dim], [largest], [sorted])', most, given);
      const d = x.axis('topk', dim);
      const m = rankOf('topk', x, d, k);
      arranged(results, x, d, m, (line, n) => {
        const from = largest ? n - m : 0;
        const last = largest ? from - 1 : m - 1;
        if (last >= 0) line.select(last, n);
        if (sorted && largest) line.sortDescending(from, m);
        // The greatest of the smallest has its place.
        else if (sorted) line.sort(0, m - 1);
        return from;
      });
    },
  },
  kthvalue: {
    results: ['same', 'Long'],
    operands: 1,
    compute(results, x, k, dim = -1) {
      const d = x.axis('kthvalue', dim);
      kth(results, x, d, rankOf('kthvalue', x, d, k));
    },
  },
  median: {
    results: ['same', 'Long'],
    operands: 1,
    compute(results, x, dim = -1) {
      const d = x.axis('median', dim);
      kth(results, x, d, (x._size[d] + 1) >> 1);
    },
  },
  mode: {
    results: ['same', 'Long'],
    operands: 1,
    compute(results, x, dim = -1) {
      arranged(results, x, x.axis('mode', dim), 1, (line, n) => {
        line.sort(0, n);
        return longestRun(line.keys, n);
      });
    },
  },
};
