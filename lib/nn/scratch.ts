/** @file Scratch: memory for what does not outlive a call, the same for all modules. */
import type { Vector } from '../kernels/index.js';

let doubles = new Float64Array(0);
let floats = new Float32Array(0);

/** n elements or more of x's precision, whatever they hold; the next call for that precision may return the same. */
export function scratch(x: Vector, n: number): Vector {
  if (x instanceof Float32Array) {
    if (floats.length < n) floats = new Float32Array(n);
    return floats;
  }
  if (doubles.length < n) doubles = new Float64Array(n);
  return doubles;
}
