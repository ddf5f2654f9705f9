/** @file Reductions of a whole tensor to a number, or of one dimension (which stays, with size 1). */
import { kernels, type Vector } from '../kernels/index.js';
import { checkFloating, checkType } from './operands.js';
import { Tensor } from './tensor.js';
import { exactInteger, type TypedArray } from './types.js';

/** `x.f()` is a number; `x.f(dim)` a tensor whose dimension `dim` has size 1; `x.f(y, dim)` writes that of y into x. */
export interface Reduction {
  (): number;
  (dim: number): Tensor;
  (source: Tensor, dim: number): Tensor;
}
/** `torch.f(x)`, `torch.f(x, dim)` and, into the first, `torch.f(result, x, dim)`. */
export interface ReductionFunction {
  (x: Tensor): number;
  (x: Tensor, dim: number): Tensor;
  (result: Tensor, x: Tensor, dim: number): Tensor;
}
/** `x.f()` is a number; `x.f(dim)` the values and the indices (Long) where they were found, the first among equals. */
export interface Extreme {
  (): number;
  (dim: number): [Tensor, Tensor];
}
/** `torch.f(x)`, `torch.f(x, dim)` and, into the first two, `torch.f(values, indices, x, dim)`. */
export interface ExtremeFunction {
  (x: Tensor): number;
  (x: Tensor, dim: number): [Tensor, Tensor];
  (values: Tensor, indices: Tensor, x: Tensor, dim: number): [Tensor, Tensor];
}
/** (Σ |x|ᵖ)^(1/p), p = 2 by default; p = 0 counts the elements that are not zero. p is finite. Double and Float only. */
export interface Norm {
  (p?: number): number;
  (p: number, dim: number): Tensor;
}
export interface NormFunction {
  (x: Tensor, p?: number): number;
  (x: Tensor, p: number, dim: number): Tensor;
}

/** Sums and products of integers have to be exact. */
export interface Reductions {
  sum: Reduction;
  /** Of at least one element; Double and Float only, as in Torch. */
  mean: Reduction;
  prod: Reduction;
  /** A NaN counts as the extreme. */
  max: Extreme;
  min: Extreme;
  norm: Norm;
}

/** A reduction of `n` elements, `step` apart. */
type Fold = (n: number, x: TypedArray, at: number, step: number) => number;
type FoldName = 'sum' | 'mean' | 'prod';

const floatSum: Fold = (n, x, at, step) => {
  if (step === 1) return kernels.sum(n, x as Vector, at);
  let total = 0;
  for (let i = 0; i < n; i++) total += x[at + i * step];
  return total;
};

const floatFolds: Readonly<Record<FoldName, Fold>> = {
  sum: floatSum,
  mean: (n, x, at, step) => floatSum(n, x, at, step) / n,
  prod: (n, x, at, step) => {
    let product = 1;
    for (let i = 0; i < n; i++) product *= x[at + i * step];
    return product;
  },
};

const integerFolds: Readonly<Record<Exclude<FoldName, 'mean'>, Fold>> = {
  sum: (n, x, at, step) => {
    let total = 0;
    for (let i = 0; i < n; i++) total = exactInteger('torch.sum', total + x[at + i * step]);
    return total;
  },
  prod: (n, x, at, step) => {
    let product = 1;
    for (let i = 0; i < n; i++) product = exactInteger('torch.prod', product * x[at + i * step]);
    return product;
  },
};

function foldOf(name: FoldName, x: Tensor): Fold {
  if (name === 'mean') checkFloating(name, x);
  else if (x.elementType.integer) return integerFolds[name];
  return floatFolds[name];
}

function normOf(p: number, x: Tensor): Fold {
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

function checkElements(name: string, x: Tensor): void {
  if (x.nElement() === 0) throw new RangeError(`torch.${name}: expected at least one element, got an empty tensor`);
}

function whole(x: Tensor, fold: Fold): number {
  const source = x.contiguous();
  return fold(source.nElement(), source._storage.data, source._offset, 1);
}

/** Calls `visit(place in the result, first element)` for every line of x along d, the other indices in row-major order. */
function lines(x: Tensor, d: number, visit: (place: number, at: number) => void): void {
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

/** Kernels take no stride below 1. */
function ascending(x: Tensor, d: number): Tensor {
  return x._stride[d] > 0 ? x : x.clone();
}

function withoutExtent(x: Tensor, d: number): number[] {
  const size = x.size();
  size[d] = 1;
  return size;
}

function foldLines(x: Tensor, d: number, fold: Fold): Tensor {
  const source = ascending(x, d);
  const result = Tensor.zeros(x.elementType, withoutExtent(x, d));
  const { data } = result._storage;
  lines(source, d, (place, at) => {
    data[place] = fold(source._size[d], source._storage.data, at, source._stride[d]);
  });
  return result;
}

function reduction(name: FoldName): Reduction {
  function reduce(this: Tensor): number;
  function reduce(this: Tensor, dim: number): Tensor;
  function reduce(this: Tensor, source: Tensor, dim: number): Tensor;
  function reduce(this: Tensor, first?: number | Tensor, second?: number): number | Tensor {
    const source = first instanceof Tensor ? first : this;
    const dim = first instanceof Tensor ? second : first;
    if (name === 'mean') checkElements(name, source);
    const fold = foldOf(name, source);
    if (dim === undefined) return whole(source, fold);
    checkType(name, this, source);
    const result = foldLines(source, source.axis(name, dim), fold);
    return first instanceof Tensor ? this.resizeAs(result).copy(result) : result;
  }
  return reduce;
}

function extremes(name: 'max' | 'min'): Extreme {
  const sign = name === 'max' ? 1 : -1;
  function reduce(this: Tensor): number;
  function reduce(this: Tensor, dim: number): [Tensor, Tensor];
  function reduce(this: Tensor, dim?: number): number | [Tensor, Tensor] {
    checkElements(name, this);
    if (dim === undefined) return whole(this, (n, x, at, step) => x[at + extreme(sign, n, x, at, step) * step]);
    const d = this.axis(name, dim);
    const { data } = this._storage;
    const n = this._size[d];
    const step = this._stride[d];
    const values = Tensor.zeros(this.elementType, withoutExtent(this, d));
    const indices = Tensor.zeros('Long', values._size);
    lines(this, d, (place, at) => {
      const i = extreme(sign, n, data, at, step);
      values._storage.data[place] = data[at + i * step];
      indices._storage.data[place] = i;
    });
    return [values, indices];
  }
  return reduce;
}

function norm(this: Tensor, p?: number): number;
function norm(this: Tensor, p: number, dim: number): Tensor;
function norm(this: Tensor, p: number = 2, dim?: number): number | Tensor {
  const fold = normOf(p, this);
  return dim === undefined ? whole(this, fold) : foldLines(this, this.axis('norm', dim), fold);
}

export const reductions: Reductions & ThisType<Tensor> = {
  sum: reduction('sum'),
  mean: reduction('mean'),
  prod: reduction('prod'),
  max: extremes('max'),
  min: extremes('min'),
  norm,
};
