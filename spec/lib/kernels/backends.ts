/** @file The backends on which the specs of the kernels run, and how near each has to come to a definition. */

import process from 'node:process';
import v8 from 'node:v8';
import { bySize, js, type Kernels, loadBlas, loadWasm, type Vector } from '../../../lib/kernels/index.js';
import { epsilon, type Precision, same, within } from './arrays.js';

export interface Backend {
  name: string;
  on: Kernels;
  /** Adds the terms of a definition in its order, in double, and rounds once: equal to it to the bit. */
  exact: boolean;
}

/** Runs where the engine has relaxed SIMD; where it waits behind a flag, the flag is set for as long as that takes. */
export function relaxing<T>(run: () => T): T {
  if (loadWasm('relaxed').kernels) return run();
  v8.setFlagsFromString('--experimental-wasm-relaxed-simd');
  try {
    return run();
  } finally {
    v8.setFlagsFromString('--no-experimental-wasm-relaxed-simd');
  }
}

const { kernels: plain, reason } = loadWasm('plain');
if (!plain) throw new Error(`specs of the kernels: expected WebAssembly with SIMD, got: ${reason}`);
const { kernels: relaxed } = relaxing(() => loadWasm('relaxed'));
if (!relaxed) console.log('wasm-relaxed: skipped, this engine does not validate it, with its flag neither');

export const wasmBackends: Backend[] = [plain, ...(relaxed ? [relaxed] : [])].map((on) => ({
  name: on.name,
  on,
  exact: false,
}));
const blas = loadBlas(plain, process);
if (!blas.kernels) console.log(`blas: skipped, ${blas.reason}`);

export const backends: Backend[] = [
  { name: 'js', on: js, exact: true },
  ...wasmBackends,
  ...(blas.kernels ? [{ name: 'blas', on: blas.kernels, exact: false }] : []),
  { name: 'bySize(js, wasm-plain)', on: bySize(js, plain), exact: false },
];

/** The smallest positive number: the unit in which results below the normal range are rounded. */
export function smallest(precision: Precision): number {
  return precision === Float64Array ? 2 ** -1074 : 2 ** -149;
}

/**
 * A sum of `terms` products against its definition, `sizes` being the sums of the magnitudes, 0 where nothing is written.
 *
 * js is the definition to the bit. The others work in the precision of the operands, in an order of their own and fused or
 * not: each term passes through at most terms + 4 roundings (its product, the additions, α, β, the store), so
 * |error| ≤ (terms + 4) ε size; as many for the definition's own.
 */
export function agrees(
  { name, exact }: Backend,
  precision: Precision,
  terms: number,
  actual: Vector,
  expected: Vector,
  sizes: ArrayLike<number>,
  where: string,
): void {
  if (exact) same(actual, expected, `${name}: ${where}`);
  else {
    // Below this size a rounding is no longer relative.
    const least = smallest(precision) / epsilon(precision);
    within(
      actual,
      expected,
      2 * (terms + 4) * epsilon(precision),
      (i) => sizes[i] && sizes[i] + least,
      `${name}: ${where}`,
    );
  }
}
