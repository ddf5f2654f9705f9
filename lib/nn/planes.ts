/** @file Sums over the planes of contiguous tensors, and sums of tensors with a factor for each plane: what batch normalisation computes. */
import { kernels } from '../kernels/index.js';
import { type Tensor, vector } from '../tensor/index.js';
import type { Rows } from './axis.js';

/** A number for each of the n planes of an (outer × n × inner). */
export type PlaneNumbers = Float64Array;

/** to ← Σ x of each plane, in double. */
export function sumPlanes({ outer, n, inner }: Rows, x: Tensor, to: PlaneNumbers): void {
  kernels.sumPlanes(outer, n, inner, vector(x), x._offset, to);
}

/** to ← Σ (x − p) (y − q) of each plane, in double; p and q are numbers of each. And sums ← Σ x, where that is asked for. */
export function dotPlanes(
  { outer, n, inner }: Rows,
  x: Tensor,
  p: PlaneNumbers,
  y: Tensor,
  q: PlaneNumbers,
  to: PlaneNumbers,
  sums?: PlaneNumbers,
): void {
  kernels.dotPlanes(outer, n, inner, vector(x), x._offset, p, vector(y), y._offset, q, to, sums);
}

/** a (x − p), with numbers a and p of each plane. */
export type Term = readonly [a: PlaneNumbers, x: Tensor, p: PlaneNumbers];

/** z ← c + Σ a (x − p) over the terms, one at least; c is a number of each plane. z is none of the x. */
export function combinePlanes({ outer, n, inner }: Rows, z: Tensor, c: PlaneNumbers, terms: readonly Term[]): void {
  const on = terms.map(([a, x, p]) => [a, vector(x), x._offset, p] as const);
  kernels.combinePlanes(outer, n, inner, c, on, vector(z), z._offset);
}
