/** @file Moving elements between a tensor's array and one in which they lie side by side, as doubles or floats. */
import type { Vector } from '../../kernels/index.js';
import type { TypedArray } from '../types.js';

/** From so many elements on, an array's own `set` converts faster than a loop. */
const LONG = 256;

/**
 * Moves rows of n elements between `data`, where rows are `far` apart and elements `step`, and a scratch, where they
 * lie one after the other.
 */
export type Move = (
  rows: number,
  n: number,
  data: TypedArray,
  place: number,
  far: number,
  step: number,
  scratch: Vector,
  at: number,
) => void;

// Of reals and of integers there is one each, because a loop that has met more than four kinds of array is compiled to
// code that is twenty times slower.
export const loadReals: Move = (rows, n, data, place, far, step, scratch, at) => {
  for (let r = 0; r < rows; r++, place += far, at += n) {
    for (let i = 0; i < n; i++) scratch[at + i] = data[place + i * step];
  }
};
export const storeReals: Move = (rows, n, data, place, far, step, scratch, at) => {
  for (let r = 0; r < rows; r++, place += far, at += n) {
    for (let i = 0; i < n; i++) data[place + i * step] = scratch[at + i];
  }
};
export const loadIntegers: Move = (rows, n, data, place, far, step, scratch, at) => {
  for (let r = 0; r < rows; r++, place += far, at += n) {
    if (step === 1 && n >= LONG) scratch.set(data.subarray(place, place + n), at);
    else for (let i = 0; i < n; i++) scratch[at + i] = data[place + i * step];
  }
};
export const storeIntegers: Move = (rows, n, data, place, far, step, scratch, at) => {
  for (let r = 0; r < rows; r++, place += far, at += n) {
    if (step === 1 && n >= LONG) data.set(scratch.subarray(at, at + n), place);
    else for (let i = 0; i < n; i++) data[place + i * step] = scratch[at + i];
  }
};
