/** @file Random tensors of random strides for fast-check, with their elements as a plain list. */
import fc from 'fast-check';
import type { Tensor, TypeName } from '../../../lib/tensor/index.js';
import { uniform } from '../kernels/arrays.js';
import { indices, type Layout, laidOut, numbers } from './layouts.js';

/** A tensor and its elements in row-major order. */
export interface Strided {
  x: Tensor;
  type: TypeName;
  size: number[];
  values: number[];
  /** The element at an index, from `values`. */
  at(...index: number[]): number;
}

/** Strides of any order of dimensions, stretched and reversed at random, behind an offset. */
function laying(order: number[], stretch: number[], offset: number): Layout {
  return (size) => {
    const stride: number[] = [];
    let step = 1;
    for (const d of order.filter((k) => k < size.length)) {
      stride[d] = step * stretch[d];
      step *= size[d] * Math.abs(stretch[d]);
    }
    return { stride, offset: stride.reduce((sum, s, d) => sum - Math.min(0, (size[d] - 1) * s), offset) };
  };
}

/** A layout of tensors of up to five dimensions. */
export const layout: fc.Arbitrary<Layout> = fc
  .tuple(
    fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
    fc.array(fc.constantFrom(1, 1, 2, -1), { minLength: 5, maxLength: 5 }),
    fc.nat(4),
  )
  .map(([order, stretch, offset]) => laying(order, stretch, offset));

function laid(type: TypeName, size: number[], seed: number, layout: Layout): Strided {
  const values = numbers(
    type,
    size.reduce((n, s) => n * s, 1),
    seed,
  );
  const place = (index: readonly number[]): number => index.reduce((sum, i, d) => sum * size[d] + i, 0);
  return {
    x: laidOut(type, size, values, layout),
    type,
    size,
    values,
    at: (...index) => values[place(index)],
  };
}

/** A tensor of these sizes, of one of these types. */
export function stridedAs(types: readonly TypeName[], sizes: readonly number[]): fc.Arbitrary<Strided> {
  return fc
    .tuple(fc.constantFrom(...types), fc.nat(1e6), layout)
    .map(([type, seed, any]) => laid(type, [...sizes], seed, any));
}

/** A tensor of so many dimensions, each of 1 … `longest` elements. */
export function strided(
  types: readonly TypeName[],
  dims: { min: number; max: number },
  longest: number = 4,
): fc.Arbitrary<Strided> {
  return fc
    .array(fc.integer({ min: 1, max: longest }), { minLength: dims.min, maxLength: dims.max })
    .chain((size) => stridedAs(types, size));
}

/** Holds for the same cases in every run. */
export function property<T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void, runs: number = 100): void {
  fc.assert(fc.property(arbitrary, holds), { seed: 20, numRuns: runs, includeErrorInReport: true });
}

/** Every line of x along d: the index of its elements, by the index of the others in row-major order. */
export function linesOf(size: readonly number[], d: number): number[][][] {
  return indices(size.map((s, k) => (k === d ? 1 : s))).map((index) =>
    Array.from({ length: size[d] }, (_, i) => index.map((j, k) => (k === d ? i : j))),
  );
}

/** Whole numbers from 0 to below n, drawn for a seed. */
export type Pick = (n: number) => number;

export function picker(seed: number): Pick {
  const draw = uniform(seed);
  // The first draws of neighbouring seeds lie close to one another.
  for (let i = 0; i < 5; i++) draw();
  return (n) => Math.floor(((draw() + 1) / 2) * n);
}

/** `size` with another extent in place d. */
export function sizeWith(size: readonly number[], d: number, extent: number): number[] {
  return size.map((s, k) => (k === d ? extent : s));
}

/** What a tensor of these sizes holds, element by element of its index. */
export function valuesOf(size: readonly number[], element: (index: number[]) => number): number[] {
  return indices(size).map(element);
}
