/** @file Reductions of a whole tensor to a number, or of each line along a dimension (which stays, with size 1). */
import { kernels, type Vector } from '../kernels/index.js';
import { type Calls, leading, type Makes, making, type Rest, type Returned } from './calls.js';
import { lines, sizeWith, writeInto } from './lines.js';
import { checkArithmetic, checkElements, checkFloating, kindOf, tensorOf } from './operands.js';
import type { Tensor } from './tensor.js';
import { exactInteger, type TypedArray } from './types.js';

type Results = readonly Tensor[];
type List = readonly unknown[];

export interface ReducingMethod<Whole extends List, Along extends List, R extends Results> {
  (...operands: Whole): number;
  (...operands: Along): Returned<R>;
  (...operands: [...Rest<R>, x: Tensor, ...Along]): Returned<R>;
}
export interface ReducingFunction<Whole extends List, Along extends List, R extends Results> {
  (x: Tensor, ...operands: Whole): number;
  (x: Tensor, ...operands: Along): Returned<R>;
  (...operands: [...R, x: Tensor, ...Along]): Returned<R>;
}

/**
 * Declares a reduction: `x.f(…Whole)` and `torch.f(x, …Whole)` are numbers; with a dimension among the operands, `x.f(…Along)`,
 * `r.f(x, …Along)`, `torch.f(x, …Along)` and `torch.f(r, x, …Along)` have one element for each line along it.
 */
export type Reduces<Whole extends List, Along extends List, R extends Results = [result: Tensor]> = Calls<
  ReducingMethod<Whole, Along, R>,
  ReducingFunction<Whole, Along, R>
>;

/** All read x only. Torch has those marked with ℝ for Double and Float; TypeError for other types. */
export interface Reductions {
  /**
   * Σ x. A whole tensor of integers has an exact sum, RangeError beyond ±(2⁵³ − 1); along a dimension sums wrap as elements
   * do, save those of Long, which have to be exact. So with `prod`.
   */
  sum: Reduces<[], [dim: number]>;
  /** Π x. */
  prod: Reduces<[], [dim: number]>;
  /** Σ x / n, ℝ. RangeError for an empty tensor. */
  mean: Reduces<[], [dim: number]>;
  /** Σ (x − mean)² / (n − 1), with the flag / n, ℝ. Of one element it is NaN, with the flag 0. RangeError for an empty tensor. */
  var: Reduces<[biased?: boolean], [dim: number, biased?: boolean]>;
  /** √var, ℝ. */
  std: Reduces<[biased?: boolean], [dim: number, biased?: boolean]>;
  /** (Σ |x|ᵖ)^(1/p), p = 2 by default; p = 0 counts the elements that are not zero, ℝ. RangeError unless p is finite. */
  norm: Reduces<[p?: number], [p: number, dim: number]>;
  /**
   * The largest element; along a dimension also the indices (Long) where they were found, the first among equals: `[values,
   * indices]`. A NaN counts as the extreme. RangeError for an empty tensor.
   */
  max: Reduces<[], [dim: number], [values: Tensor, indices: Tensor]>;
  /** The smallest element; as `max`. */
  min: Reduces<[], [dim: number], [values: Tensor, indices: Tensor]>;
}

/** A reduction of `n` elements, `step` apart. */
type Fold = (n: number, x: TypedArray, at: number, step: number) => number;

/** The operand beside x and the dimension: its type, whether it stands before the dimension, how errors speak of all operands. */
interface Option {
  type: 'undefined' | 'boolean' | 'number';
  first: boolean;
  operands: string;
}
const none: Option = { type: 'undefined', first: false, operands: '(x, [dim])' };
const flag: Option = { type: 'boolean', first: false, operands: '(x, [dim], [biased])' };
const power: Option = { type: 'number', first: true, operands: '(x, [p], [dim])' };

/** The option that a call has; undefined where it was left out. */
type Given = boolean | number | undefined;

function reducing<R extends Results>(
  name: string,
  option: Option,
  whole: (x: Tensor, given: Given) => number,
  along: Makes<[x: Tensor], [dim: number, given: Given], R>,
): { call: (...operands: unknown[]) => unknown } {
  const make = making(name, along);
  const dimAt = option.first ? 1 : 0;
  return {
    call(...operands) {
      const x = tensorOf(name, operands[0]);
      const tensors = leading(operands);
      const rest = operands.slice(tensors);
      const hasDim = tensors > 1 || typeof rest[dimAt] === 'number';
      const given = rest[hasDim ? 1 - dimAt : 0];
      if ((given !== undefined && typeof given !== option.type) || rest.length > 2) {
        throw new TypeError(`torch.${name}: expected ${option.operands}, got ${operands.map(kindOf).join(', ')}`);
      }
      if (hasDim) return make(...operands.slice(0, tensors), rest[dimAt], given);
      return whole(x, given as Given);
    },
  };
}

/** A reduction to one number; `foldOf` gets x, whether its lines are reduced, and the option. */
function folding(
  name: string,
  option: Option,
  foldOf: (x: Tensor, along: boolean, given: Given) => Fold,
): { call: (...operands: unknown[]) => unknown } {
  return reducing(
    name,
    option,
    (x, given) => {
      const fold = foldOf(x, false, given);
      const { _storage, _offset } = x.contiguous();
      return fold(x.nElement(), _storage.data, _offset, 1);
    },
    {
      results: ['same'],
      operands: 1,
      compute([result], x, dim, given) {
        const fold = foldOf(x, true, given);
        const d = x.axis(name, dim);
        const source = ascending(x, d);
        const { data } = source._storage;
        writeInto(result, sizeWith(x, d, 1), ({ _storage: to, _offset: start }) => {
          lines(source, d, (place, at) => {
            to.data[start + place] = fold(source._size[d], data, at, source._stride[d]);
          });
        });
      },
    },
  );
}

/** Kernels take no stride below 1. */
function ascending(x: Tensor, d: number): Tensor {
  return x._stride[d] > 0 ? x : x.clone();
}

/** Of a line, in order, so that it has the bits of adding slice after slice. */
const lineSum: Fold = (n, x, at, step) => {
  let total = 0;
  for (let i = 0; i < n; i++) total += x[at + i * step];
  return total;
};
const wholeSum: Fold = (n, x, at) => kernels.sum(n, x as Vector, at);

/** Sums and products: of reals, of integers that have to be exact, and of integers that wrap. */
const folds: Readonly<Record<'sum' | 'prod', { real: Fold; exact: Fold; wrapping: Fold }>> = {
  sum: {
    real: lineSum,
    exact: (n, x, at, step) => {
      let total = 0;
      for (let i = 0; i < n; i++) total = exactInteger('torch.sum', total + x[at + i * step]);
      return total;
    },
    wrapping: (n, x, at, step) => {
      let total = 0;
      for (let i = 0; i < n; i++) total = (total + x[at + i * step]) | 0;
      return total;
    },
  },
  prod: {
    real: (n, x, at, step) => {
      let product = 1;
      for (let i = 0; i < n; i++) product *= x[at + i * step];
      return product;
    },
    exact: (n, x, at, step) => {
      let product = 1;
      for (let i = 0; i < n; i++) product = exactInteger('torch.prod', product * x[at + i * step]);
      return product;
    },
    wrapping: (n, x, at, step) => {
      let product = 1;
      for (let i = 0; i < n; i++) product = Math.imul(product, x[at + i * step]);
      return product;
    },
  },
};

function arithmetic(name: 'sum' | 'prod'): { call: (...operands: unknown[]) => unknown } {
  const { real, exact, wrapping } = folds[name];
  return folding(name, none, (x, along) => {
    checkArithmetic(name, x);
    const { integer, checked } = x.elementType;
    if (!integer) return name === 'sum' && !along ? wholeSum : real;
    return along && !checked ? wrapping : exact;
  });
}

function squaredDeviations(n: number, x: TypedArray, at: number, step: number): number {
  const middle = lineSum(n, x, at, step) / n;
  let total = 0;
  for (let i = 0; i < n; i++) total += (x[at + i * step] - middle) ** 2;
  return total;
}
const variance: Fold = (n, x, at, step) => squaredDeviations(n, x, at, step) / (n - 1);
const biasedVariance: Fold = (n, x, at, step) => squaredDeviations(n, x, at, step) / n;

function varianceOf(name: string, x: Tensor, given: Given): Fold {
  checkFloating(name, x);
  checkElements(name, x);
  return given ? biasedVariance : variance;
}

function normOf(x: Tensor, p: number): Fold {
  checkFloating('norm', x);
  if (!Number.isFinite(p)) throw new RangeError(`torch.norm: expected a finite p, got ${p}`);
  if (p === 2) return (n, v, at, step) => kernels.nrm2(n, v as Vector, at, step);
  return (n, v, at, step) => {
    let total = 0;
    for (let i = 0; i < n; i++) {
      const size = Math.abs(v[at + i * step]);
      if (p === 0) total += size !== 0 ? 1 : 0;
      else if (p === 1) total += size;
      else total += size ** p;
    }
    return p === 0 ? total : total ** (1 / p);
  };
}

/** The place of the first largest (sign = 1) or smallest (−1) element, or of the first NaN. */
function extreme(sign: 1 | -1, n: number, x: TypedArray, at: number, step: number): number {
  let best = 0;
  let value = x[at];
  for (let i = 1; i < n && value === value; i++) {
    const v = x[at + i * step];
    if (!(sign * v <= sign * value)) {
      best = i;
      value = v;
    }
  }
  return best;
}

function extremes(name: 'max' | 'min'): { call: (...operands: unknown[]) => unknown } {
  const sign = name === 'max' ? 1 : -1;
  return reducing(
    name,
    none,
    (x) => {
      checkElements(name, x);
      const { _storage, _offset } = x.contiguous();
      return _storage.data[_offset + extreme(sign, x.nElement(), _storage.data, _offset, 1)];
    },
    {
      results: ['same', 'Long'],
      operands: 1,
      compute([values, indices]: [Tensor, Tensor], x, dim) {
        checkElements(name, x);
        const d = x.axis(name, dim);
        const { data } = x._storage;
        const [n, step] = [x._size[d], x._stride[d]];
        const size = sizeWith(x, d, 1);
        writeInto(indices, size, ({ _storage: places, _offset: p }) => {
          writeInto(values, size, ({ _storage: to, _offset: v }) => {
            lines(x, d, (place, at) => {
              const i = extreme(sign, n, data, at, step);
              places.data[p + place] = i;
              to.data[v + place] = data[at + i * step];
            });
          });
        });
      },
    },
  );
}

export const reductions: Reductions = {
  sum: arithmetic('sum'),
  prod: arithmetic('prod'),
  mean: folding('mean', none, (x, along) => {
    checkFloating('mean', x);
    checkElements('mean', x);
    const sum = along ? lineSum : wholeSum;
    return (n, v, at, step) => sum(n, v, at, step) / n;
  }),
  var: folding('var', flag, (x, _, given) => varianceOf('var', x, given)),
  std: folding('std', flag, (x, _, given) => {
    const fold = varianceOf('std', x, given);
    return (n, v, at, step) => Math.sqrt(fold(n, v, at, step));
  }),
  norm: folding('norm', power, (x, _, given) => normOf(x, (given as number | undefined) ?? 2)),
  max: extremes('max'),
  min: extremes('min'),
};
