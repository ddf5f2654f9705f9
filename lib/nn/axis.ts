/** @file Dimensions as modules are told them, and tensors seen along one of them. */
import { kernels } from '../kernels/index.js';
import { type Tensor, vector } from '../tensor/index.js';

/**
 * The axis of an x of `dims` dimensions that `dimension` means: counted from the end when negative, otherwise one further when x
 * has one dimension, the batch, more than `nInputDims`. May lie outside x.
 */
export function axisOf(dimension: number, dims: number, nInputDims?: number): number {
  if (dimension < 0) return dimension + dims;
  return dims - 1 === nInputDims ? dimension + 1 : dimension;
}

/** A contiguous tensor seen as (outer × n × inner), each line over the middle index being one row. */
export interface Rows {
  outer: number;
  n: number;
  inner: number;
}

/** Contiguous tensors of these sizes, seen along dimension d. */
export function rowsAlong(size: readonly number[], d: number): Rows {
  const product = (sizes: readonly number[]): number => sizes.reduce((all, s) => all * s, 1);
  return { outer: product(size.slice(0, d)), n: size[d], inner: product(size.slice(d + 1)) };
}

/** y ← Σ of the n rows of x; x is (outer × n × inner), y (outer × inner), both contiguous. */
export function sumRows({ outer, n, inner }: Rows, x: Tensor, y: Tensor): void {
  const [from, to] = [vector(x), vector(y.zero())];
  for (let o = 0; o < outer; o++) {
    const xo = x._offset + o * n * inner;
    if (inner === 1) to[y._offset + o] = kernels.sum(n, from, xo);
    else kernels.addColumnSums(n, inner, 1, from, xo, to, y._offset + o * inner);
  }
}

/** Every one of the n rows of y ← x: the adjoint of `sumRows`. */
export function spreadRows({ outer, n, inner }: Rows, x: Tensor, y: Tensor): void {
  const [from, to] = [vector(x), vector(y)];
  for (let o = 0; o < outer; o++) {
    const yo = y._offset + o * n * inner;
    if (inner === 1) to.fill(from[x._offset + o], yo, yo + n);
    else kernels.spread(n, inner, from, x._offset + o * inner, to, yo);
  }
}

/**
 * y ← b, repeated over y: `inner` neighbours share an element of b, and after all of b it begins anew. As planes have `inner` pixels, or rows
 * an element for each of b. y is contiguous.
 */
export function spreadBias(b: Tensor, y: Tensor, inner: number = 1): void {
  const [from, to] = [vector(b), vector(y)];
  const n = b.nElement();
  if (inner === 1) kernels.spread(y.nElement() / n, n, from, b._offset, to, y._offset);
  else {
    for (let i = 0; i < y.nElement() / inner; i++) {
      const yo = y._offset + i * inner;
      to.fill(from[b._offset + (i % n)], yo, yo + inner);
    }
  }
}

/** Sums of planes on their way to a bias: for as many as any has had. */
let sums = new Float64Array(0);

/** gb ← gb + s 1ᵀg: the adjoint of `spreadBias`, s times, added. */
export function collectBias(g: Tensor, gb: Tensor, scale: number, inner: number = 1): void {
  const x = g.contiguous();
  const [from, to] = [vector(x), vector(gb)];
  const n = gb.nElement();
  if (inner === 1) kernels.addColumnSums(x.nElement() / n, n, scale, from, x._offset, to, gb._offset);
  else {
    if (sums.length < n) sums = new Float64Array(n);
    kernels.sumPlanes(x.nElement() / inner / n, n, inner, from, x._offset, sums);
    for (let f = 0; f < n; f++) to[gb._offset + f] += scale * sums[f];
  }
}
