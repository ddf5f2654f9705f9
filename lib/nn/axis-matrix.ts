/** @file The sparse matrix of a map along one axis of images, and what its rows do to lines of them. */
import type { Vector } from '../kernels/index.js';

/** A row: what an element of the result is made of, (Σ weights[k] x[first + k]) / divisor. */
export interface AxisRow {
  readonly first: number;
  readonly weights: readonly number[];
  readonly divisor: number;
}

/** The row that takes one element as it is. */
export function taking(element: number): AxisRow {
  return { first: element, weights: [1], divisor: 1 };
}

/** The row that takes none: zero. */
export const takingNone: AxisRow = { first: 0, weights: [], divisor: 1 };

/** The row that adds the elements from `first` up to but not with `end`, and divides by their number or what is told. */
export function averaging(first: number, end: number, divisor: number = end - first): AxisRow {
  return { first, weights: Array(end - first).fill(1), divisor };
}

/** Row o, of `outputs`, that takes the nearest of `size` elements which cover the same length; of two the first. */
export function nearest(o: number, size: number, outputs: number): AxisRow {
  return taking(Math.floor((o * size) / outputs));
}

/** Row o, of `outputs`, that interpolates between the neighbours of o in `size` elements that begin and end where the rows do. */
export function interpolating(o: number, size: number, outputs: number): AxisRow {
  const parts = Math.max(outputs - 1, 1);
  const rest = (o * (size - 1)) % parts;
  const weights = rest === 0 ? [1] : [(parts - rest) / parts, rest / parts];
  return { first: (o * (size - 1) - rest) / parts, weights, divisor: 1 };
}

/**
 * Rows for an axis of `size` elements: row o is the sum of weight[e] · x[index[e]], e from start[o] up to start[o + 1], over divisor[o].
 * A plane is (outer × size × inner) before it is multiplied, (outer × rows × inner) afterwards.
 */
export interface AxisMatrix {
  readonly outer: number;
  readonly size: number;
  readonly inner: number;
  readonly rows: number;
  readonly start: Int32Array;
  readonly index: Int32Array;
  readonly weight: Float64Array;
  readonly divisor: Float64Array;
}

/** The matrix of these rows, in the memory of another where it has as much. */
export function axisMatrix(
  outer: number,
  size: number,
  inner: number,
  rows: readonly AxisRow[],
  last: AxisMatrix | undefined,
): AxisMatrix {
  const entries = rows.reduce((sum, { weights }) => sum + weights.length, 0);
  const fits = last?.rows === rows.length && last.index.length === entries;
  const { start, index, weight, divisor } = fits
    ? last
    : {
        start: new Int32Array(rows.length + 1),
        index: new Int32Array(entries),
        weight: new Float64Array(entries),
        divisor: new Float64Array(rows.length),
      };
  let e = 0;
  rows.forEach((row, o) => {
    row.weights.forEach((w, k) => {
      index[e] = row.first + k;
      weight[e++] = w;
    });
    start[o + 1] = e;
    divisor[o] = row.divisor;
  });
  return { outer, size, inner, rows: rows.length, start, index, weight, divisor };
}

/** y ← A x, on one plane. */
export function multiply(matrix: AxisMatrix, x: Vector, xo: number, y: Vector, yo: number): void {
  const { outer, size, inner, rows, start, index, weight, divisor } = matrix;
  for (let p = 0; p < outer; p++, xo += size * inner) {
    for (let o = 0; o < rows; o++, yo += inner) {
      const begin = start[o];
      const end = start[o + 1];
      const d = divisor[o];
      if (inner === 1) {
        let sum = 0;
        for (let e = begin; e < end; e++) sum += weight[e] * x[xo + index[e]];
        y[yo] = sum / d;
        continue;
      }
      if (begin === end) y.fill(0, yo, yo + inner);
      for (let e = begin; e < end; e++) {
        const w = weight[e];
        const from = xo + index[e] * inner;
        if (e === begin) for (let i = 0; i < inner; i++) y[yo + i] = w * x[from + i];
        else for (let i = 0; i < inner; i++) y[yo + i] += w * x[from + i];
      }
      if (d !== 1) for (let i = 0; i < inner; i++) y[yo + i] /= d;
    }
  }
}

/** x ← Aᵀ g, on one plane. */
export function multiplyTransposed(matrix: AxisMatrix, g: Vector, go: number, x: Vector, xo: number): void {
  const { outer, size, inner, rows, start, index, weight, divisor } = matrix;
  x.fill(0, xo, xo + outer * size * inner);
  for (let p = 0; p < outer; p++, xo += size * inner) {
    for (let o = 0; o < rows; o++, go += inner) {
      const end = start[o + 1];
      if (inner === 1) {
        const v = g[go] / divisor[o];
        for (let e = start[o]; e < end; e++) x[xo + index[e]] += weight[e] * v;
        continue;
      }
      for (let e = start[o]; e < end; e++) {
        const w = weight[e] / divisor[o];
        const to = xo + index[e] * inner;
        for (let i = 0; i < inner; i++) x[to + i] += w * g[go + i];
      }
    }
  }
}
