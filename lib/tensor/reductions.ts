/** @file Reductions of a whole tensor to a number, or of one dimension (which stays, with size 1). */
import { kernels, type Vector } from '../kernels/index.js';
import type { Tensor } from './tensor.js';
import type { TypedArray } from './types.js';

/** `x.f()` is a number; `x.f(dim)` a tensor whose dimension `dim` has size 1. */
export interface Reduction {
  (): number;
  (dim: number): Tensor;
}
/** `x.f()` is a number; `x.f(dim)` the values and the indices (Long) where they were found, the first among equals. */
export interface Extreme {
  (): number;
  (dim: number): [Tensor, Tensor];
}

export interface Reductions {
  sum: Reduction;
  mean: Reduction;
  prod: Reduction;
  max: Extreme;
  min: Extreme;
  /** (Σ |x|ᵖ)^(1/p), p = 2 by default; p = 0 counts the elements that are not zero. */
  norm(p?: number, dim?: undefined): number;
  norm(p: number, dim: number): Tensor;
}

/** A reduction of `n` elements, `step` apart. */
type Fold = (n: number, x: TypedArray, at: number, step: number) => number;

const sum: Fold = (n, x, at, step) => {
  if (step === 1 && (x instanceof Float64Array || x instanceof Float32Array)) return kernels.sum(n, x, at);
  let total = 0;
  for (let i = 0; i < n; i++) total += x[at + i * step];
  return total;
};

const folds: Readonly<Record<'sum' | 'mean' | 'prod', Fold>> = {
  sum,
  mean: (n, x, at, step) => sum(n, x, at, step) / n,
  prod: (n, x, at, step) => {
    let product = 1;
    for (let i = 0; i < n; i++) product *= x[at + i * step];
    return product;
  },
};

function normFold(p: number): Fold {
  return (n, x, at, step) => {
    if (p === 2 && (x instanceof Float64Array || x instanceof Float32Array)) return kernels.nrm2(n, x as Vector, at, step);
    let total = 0;
    for (let i = 0; i < n; i++) {
      const v = Math.abs(x[at + i * step]);
      if (p === 0) total += v !== 0 ? 1 : 0;
      else total += v ** p;
    }
    return p === 0 ? total : total ** (1 / p);
  };
}

/** The place of the first largest (sign = 1) or smallest (−1) element; a NaN counts as the extreme, as in Torch. */
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

function needElements(name: string, x: Tensor): void {
  if (x.nElement() === 0) throw new RangeError(`torch.${name}: expected at least one element, got an empty tensor`);
}

function whole(x: Tensor, fold: Fold): number {
  const source = x.contiguous();
  return fold(source.nElement(), source._storage.data, source._offset, 1);
}

/** Calls `visit(position in the result, first element)` for every line of `x` along `d`. `x` is contiguous. */
function lines(x: Tensor, d: number, visit: (place: number, at: number) => void): void {
  const n = x._size[d];
  const step = x._stride[d];
  const outer = x.nElement() / (n * step);
  for (let o = 0, place = 0; o < outer; o++) {
    for (let i = 0; i < step; i++) visit(place++, x._offset + o * n * step + i);
  }
}

/** The contiguous source, its dimension, and a result of type `like` with size 1 there. */
function along(name: string, x: Tensor, dim: number): { source: Tensor; d: number; step: number; result: Tensor } {
  const d = x.axis(name, dim);
  // A clone, not contiguous(): its strides are those of its sizes even where a size is 1.
  const source = x.clone();
  const size = x.size();
  size[d] = 1;
  return { source, d, step: source._stride[d], result: x.new().resize(size) };
}

function fold(name: string, f: Fold, x: Tensor, dim: number): Tensor {
  const { source, d, step, result } = along(name, x, dim);
  const n = source._size[d];
  lines(source, d, (place, at) => result._storage.set(place, f(n, source._storage.data, at, step)));
  return result;
}

function reduction(name: keyof typeof folds): Reduction {
  function reduce(this: Tensor): number;
  function reduce(this: Tensor, dim: number): Tensor;
  function reduce(this: Tensor, dim?: number): number | Tensor {
    return dim === undefined ? whole(this, folds[name]) : fold(name, folds[name], this, dim);
  }
  return reduce;
}

function extremes(name: 'max' | 'min'): Extreme {
  const sign = name === 'max' ? 1 : -1;
  function reduce(this: Tensor): number;
  function reduce(this: Tensor, dim: number): [Tensor, Tensor];
  function reduce(this: Tensor, dim?: number): number | [Tensor, Tensor] {
    needElements(name, this);
    if (dim === undefined) {
      return whole(this, (n, x, at, step) => x[at + extreme(sign, n, x, at, step) * step]);
    }
    const { source, d, step, result } = along(name, this, dim);
    const { data } = source._storage;
    const n = source._size[d];
    const indices = result.clone().long();
    lines(source, d, (place, at) => {
      const i = extreme(sign, n, data, at, step);
      result._storage.data[place] = data[at + i * step];
      indices._storage.data[place] = i;
    });
    return [result, indices];
  }
  return reduce;
}

function norm(this: Tensor, p?: number): number;
function norm(this: Tensor, p: number, dim: number): Tensor;
function norm(this: Tensor, p = 2, dim?: number): number | Tensor {
  return dim === undefined ? whole(this, normFold(p)) : fold('norm', normFold(p), this, dim);
}

export const reductions: Reductions & ThisType<Tensor> = {
  sum: reduction('sum'),
  mean: reduction('mean'),
  prod: reduction('prod'),
  max: extremes('max'),
  min: extremes('min'),
  norm: norm as Reductions['norm'],
};
