/** @file Comparisons, element by element and of whole tensors. */
import type { Reads } from '../calls.js';
import { checkElements, checkType, tensorOf } from '../operands.js';
import type { Tensor } from '../tensor.js';
import { Lane } from './lane.js';
import { constant, every, type Loop, PIECE } from './loop.js';
import type { Maps } from './maps.js';

type Comparison = Maps<[x: Tensor, value: number] | [x: Tensor, a: Tensor]>;

/**
 * y has the sizes of x, ones where the relation holds and zeros elsewhere, as where an element is NaN (but of `ne`); a
 * is of x's type, with as many elements, in any shape, and a number is first made an element of it. `x.f(…)` and
 * `torch.f(x, …)` make a new ByteTensor, `r.f(x, …)` and `torch.f(r, x, …)` write into r, a ByteTensor or one of x's
 * type.
 */
export interface Comparisons {
  /**
   * y (x's sizes) = x < value, or x < a: a new ByteTensor, or into r by `r.lt(x, …)`. a has as many elements, else a
   * RangeError.
   */
  lt: Comparison;
  /**
   * y (x's sizes) = x ≤ value, or x ≤ a: a new ByteTensor, or into r by `r.le(x, …)`. a has as many elements, else a
   * RangeError.
   */
  le: Comparison;
  /**
   * y (x's sizes) = x > value, or x > a: a new ByteTensor, or into r by `r.gt(x, …)`. a has as many elements, else a
   * RangeError.
   */
  gt: Comparison;
  /**
   * y (x's sizes) = x ≥ value, or x ≥ a: a new ByteTensor, or into r by `r.ge(x, …)`. a has as many elements, else a
   * RangeError.
   */
  ge: Comparison;
  /**
   * y (x's sizes) = x is value, or a: a new ByteTensor, or into r by `r.eq(x, …)`. a has as many elements, else a
   * RangeError.
   */
  eq: Comparison;
  /**
   * y (x's sizes) = x is not value, or a: a new ByteTensor, or into r by `r.ne(x, …)`. a has as many elements, else a
   * RangeError.
   */
  ne: Comparison;
  /** Whether x and a have the same sizes and elements. A TypeError where they have not the same type. */
  equal: Reads<[a: Tensor], boolean>;
  /** Whether no element of a ByteTensor is 0. A RangeError of an empty one, a TypeError of other types. */
  all: Reads<[], boolean>;
  /** Whether an element of a ByteTensor is not 0. A RangeError of an empty one, a TypeError of other types. */
  any: Reads<[], boolean>;
}

const comparison = (loop: Loop): Comparison => ({
  maps: { tn: constant(every(loop)), tt: every(loop) },
  compares: true,
});

function bytes(name: string, x: Tensor): Tensor {
  if (x.elementType.name !== 'Byte') throw new TypeError(`torch.${name}: expected a ByteTensor, got ${x.describe()}`);
  checkElements(name, x);
  return x;
}

/** Piece by piece, as far as they are alike. */
function alike(x: Tensor, y: Tensor): boolean {
  const [a, b] = [new Lane(x, undefined, 0, false), new Lane(y, undefined, 1, false)];
  const n = x.nElement();
  for (let done = 0; done < n; ) {
    const k = a.fitting(b.fitting(Math.min(PIECE, n - done)));
    a.load(k);
    b.load(k);
    for (let i = 0; i < k; i++) if (a.data[a.at + i] !== b.data[b.at + i]) return false;
    done += k;
  }
  return true;
}

// biome-ignore format: one function a line
export const comparisons: Comparisons = {
  lt: comparison(({ n, x, xo, a, ao, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = +(x[xo + i] < a[ao + i]); }),
  le: comparison(({ n, x, xo, a, ao, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = +(x[xo + i] <= a[ao + i]); }),
  gt: comparison(({ n, x, xo, a, ao, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = +(x[xo + i] > a[ao + i]); }),
  ge: comparison(({ n, x, xo, a, ao, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = +(x[xo + i] >= a[ao + i]); }),
  eq: comparison(({ n, x, xo, a, ao, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = +(x[xo + i] === a[ao + i]); }),
  ne: comparison(({ n, x, xo, a, ao, y, yo }) => { for (let i = 0; i < n; i++) y[yo + i] = +(x[xo + i] !== a[ao + i]); }),
  equal: {
    read(x, a) {
      checkType('equal', x, tensorOf('equal', a));
      return x.isSameSizeAs(a) && alike(x, a);
    },
  },
  all: { read: (x) => bytes('all', x).min() > 0 },
  any: { read: (x) => bytes('any', x).max() > 0 },
};
