/** @file Products of matrices by their definition, row after row. */

export type Matrix = number[][];

export const rows = (values: readonly number[], n: number, m: number): Matrix =>
  Array.from({ length: n }, (_, i) => values.slice(i * m, (i + 1) * m));

/** A B, as a list. */
export const product = (a: Matrix, b: Matrix): number[] =>
  a.flatMap((row) => b[0].map((_, j) => row.reduce((sum, v, k) => sum + v * b[k][j], 0)));

/** β C + α A B. */
export const combined = (beta: number, c: readonly number[], alpha: number, ab: readonly number[]): number[] =>
  c.map((v, i) => beta * v + alpha * ab[i]);
