/** @file Memory for what lies between two kernels. */
import type { Kernels, Scratch, Vector } from '../kernels.js';

const doubles: { array: Vector; offset: number } = { array: new Float64Array(0), offset: 0 };
const floats: { array: Vector; offset: number } = { array: new Float32Array(0), offset: 0 };

/** As much as was ever asked for. */
export const scratch: Kernels['scratch'] = (n, like): Scratch => {
  if (like instanceof Float64Array) {
    if (doubles.array.length < n) doubles.array = new Float64Array(n);
    return doubles;
  }
  if (floats.array.length < n) floats.array = new Float32Array(n);
  return floats;
};
