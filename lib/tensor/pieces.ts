/** @file A tensor cut into pieces, which are views of it, and copies of it in other shapes. */
import type { Makes } from './calls.js';
import { listed, type Sizes } from './shape.js';
import { type Lists, listing } from './showing.js';
import type { Tensor } from './tensor.js';

export interface Pieces {
  /** Views of `size` along `dim` (0); the last may be smaller. RangeError unless size is a whole number of 1 or more. */
  split: Lists<[size: number, dim?: number]>;
  /** Views along `dim` (0), `n` at most, all of ⌈size / n⌉ but the last, which may be smaller. */
  chunk: Lists<[n: number, dim?: number]>;
  /** A copy with other sizes. RangeError unless they have as many elements as x. */
  reshape: Makes<[x: Tensor], Sizes>;
  /**
   * A copy with x counts[d] times along dimension d, one behind the other. More counts than dimensions put new dimensions in
   * front. RangeError for fewer, and for counts that are not 1 or more.
   */
  repeatTensor: Makes<[x: Tensor], Sizes>;
}

function counted(name: string, what: string, n: number): number {
  if (!(Number.isInteger(n) && n >= 1)) throw new RangeError(`Tensor.${name}: expected ${what} of 1 or more, got ${n}`);
  return n;
}

function split(x: Tensor, size: number, dim: number = 0): Tensor[] {
  const d = x.axis('split', dim);
  counted('split', 'a size', size);
  const available = x._size[d];
  const pieces: Tensor[] = [];
  for (let at = 0; at < available; at += size) pieces.push(x.narrow(d, at, Math.min(size, available - at)));
  return pieces;
}

function chunk(x: Tensor, n: number, dim: number = 0): Tensor[] {
  const d = x.axis('chunk', dim);
  return split(x, Math.ceil(x._size[d] / counted('chunk', 'a number of pieces', n)), d);
}

function repeat(result: Tensor, x: Tensor, counts: readonly number[]): void {
  const added = counts.length - x.dim();
  if (x.dim() === 0 || added < 0 || counts.some((n) => !(Number.isInteger(n) && n >= 1))) {
    const expected = `${x.dim()} or more counts of 1 or more`;
    throw new RangeError(`Tensor.repeatTensor: expected ${expected} for ${x.describe()}, got ${counts.join(', ')}`);
  }
  const size = counts.map((_, d) => (d < added ? 1 : x._size[d - added]));
  result.resize(counts.map((n, d) => n * size[d]));
  // One dimension for the count and one for the copy: (n₀·s₀ × n₁·s₁) is (n₀ × s₀ × n₁ × s₁), and x is spread over the n.
  const twice = (a: readonly number[], b: readonly number[]): number[] => a.flatMap((n, d) => [n, b[d]]);
  const ones = size.map(() => 1);
  result.copy(x.contiguous().view(twice(ones, size)).expand(twice(counts, size)));
}

export const pieces: Pieces = {
  split: listing('split', split),
  chunk: listing('chunk', chunk),
  reshape: {
    results: ['same'],
    operands: 1,
    compute([result], x, ...sizes: Sizes) {
      const size = listed(sizes);
      if (size.reduce((product, s) => product * Math.max(0, s), Math.min(1, size.length)) !== x.nElement()) {
        throw new RangeError(`torch.reshape: expected sizes of ${x.nElement()} elements, got ${size.join(' × ')}`);
      }
      result.resize(size).copy(x);
    },
  },
  repeatTensor: {
    results: ['same'],
    operands: 1,
    compute: ([result], x, ...counts: Sizes) => repeat(result, x, listed(counts)),
  },
};
