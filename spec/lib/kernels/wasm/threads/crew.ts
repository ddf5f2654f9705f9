/** @file Threads of the WASM backend for specs: real workers, taken without a trial. */
import { setTimeout } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { host } from '../../../../../lib/kernels/host.js';
import { base64 as plain } from '../../../../../lib/kernels/wasm/embedded/shared-plain.js';
import { base64 as relaxed } from '../../../../../lib/kernels/wasm/embedded/shared-relaxed.js';
import type { Product } from '../../../../../lib/kernels/wasm/gemm.js';
import type { Build } from '../../../../../lib/kernels/wasm/index.js';
import { type Engine, engineOf } from '../../../../../lib/kernels/wasm/threads/engine.js';
import { WasmThreads } from '../../../../../lib/kernels/wasm/threads/index.js';
import { relaxing } from '../../backends.js';

/** The machine may be too busy for a trial to be won. */
export const engine: Engine = { ...engineOf(host), inTurn: () => [2, 1] };

/** A module whose memory is shared. */
export function shared(build: Build): WebAssembly.Module {
  return relaxing(() => new WebAssembly.Module(Buffer.from(build === 'plain' ? plain : relaxed, 'base64')));
}

/** Runs until it returns true, the event loop having its turn in between. */
export async function until(what: string, done: () => boolean): Promise<void> {
  for (const end = performance.now() + 20_000; !done(); ) {
    if (performance.now() > end) assert.unreachable(`not within 20 s: ${what}`);
    await setTimeout(1);
  }
}

/** A product of 128 × 128 × 256, the smallest that is shared. */
export function smallest(product: Product): boolean {
  const [a, b, c] = [128 * 256, 256 * 128, 128 * 128].map((length) => new Float64Array(length).fill(0.5));
  return product(false, false, 128, 128, 256, 1, a, 0, 256, b, 0, 128, 0, c, 0, 128);
}

export interface Crew {
  threads: WasmThreads;
  /** False where one thread has to compute it. */
  product: Product;
}

/** n threads that have not begun yet. */
export function crew(n: number, on: Engine = engine, build: Build = 'plain'): Crew {
  const threads = new WasmThreads(() => shared(build), on);
  threads.set(n);
  return { threads, product: threads.or(() => true) };
}

/** n threads that have begun. */
export async function running(n: number, on: Engine = engine, build: Build = 'plain'): Promise<Crew> {
  const started = crew(n, on, build);
  await until(`${n} threads run`, () => smallest(started.product));
  return started;
}
