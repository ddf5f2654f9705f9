/** @file Random typed arrays, and comparisons that name the first difference, for the specs of the kernels. */
import * as assert from 'uvu/assert';
import type { Vector } from '../../../lib/kernels/index.js';

export type Precision = Float64ArrayConstructor | Float32ArrayConstructor;
export const precisions: Precision[] = [Float64Array, Float32Array];

/** Numbers in [−1, 1), the same in every run: a linear congruential generator of modulus 2³². */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

export function random(precision: Precision, length: number, draw: () => number): Vector {
  return new precision(length).map(draw);
}

/** The precision's rounding error at 1. */
export function epsilon(precision: Precision): number {
  return precision === Float64Array ? 2 ** -53 : 2 ** -24;
}

/** Equal to the bit; −0 is not 0, NaN is NaN. */
export function same(actual: ArrayLike<number>, expected: ArrayLike<number>, where: string): void {
  assert.is(actual.length, expected.length, `${where}: length`);
  for (let i = 0; i < expected.length; i++) {
    if (!Object.is(actual[i], expected[i])) {
      assert.unreachable(`${where}: expected ${expected[i]} at ${i}, got ${actual[i]}`);
    }
  }
}

/** Equal to `tolerance`, relative where the expected value exceeds 1; NaN is NaN, an infinity itself. */
export function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, where: string): void {
  assert.is(actual.length, expected.length, `${where}: length`);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]);
    if (!Object.is(actual[i], expected[i]) && !(error <= tolerance * Math.max(1, Math.abs(expected[i])))) {
      assert.unreachable(`${where}: expected ${expected[i]} at ${i}, got ${actual[i]}`);
    }
  }
}

/** Equal to `tolerance` times the size of element i, the sign of zero aside; NaN is NaN, an infinity itself. */
export function within(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  size: (i: number) => number,
  where: string,
): void {
  assert.is(actual.length, expected.length, `${where}: length`);
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i])) continue;
    const allowed = tolerance * size(i);
    const error = Math.abs(actual[i] - expected[i]);
    if (!(error <= allowed && error < Infinity)) {
      assert.unreachable(`${where}: expected ${expected[i]} at ${i}, got ${actual[i]}, off by ${error} > ${allowed}`);
    }
  }
}
