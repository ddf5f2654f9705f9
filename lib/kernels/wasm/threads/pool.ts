/** @file A pool: shared memory, and workers that take part in the products that this thread begins. */
import type { Export } from '../backend.js';
import { type Product, STAGED, stagedOn, WORK } from '../gemm.js';
import { Heap } from '../heap.js';
import type { Engine } from './engine.js';

/** What lies below is where threads meet: see assembly/threads.ts. */
const BASE = 2048;

interface Exports {
  gemmTogetherF64: Export;
  gemmTogetherF32: Export;
  /** Says how many threads there are, and after how many milliseconds without progress a product is given up. */
  lead(threads: number, patience: number): void;
  /** How many workers have begun to serve. */
  started(): number;
}

export class Pool {
  /** The product by all threads; false when a worker does not finish its part. The pool is of no more use then. */
  readonly product: Product;
  private readonly exports: Exports;
  /** How to end each of the workers. */
  private readonly ends: (() => void)[] = [];

  /**
   * Starts workers for `threads` threads in all, without waiting for them. Memory is reserved whole, so that it never has to grow.
   *
   * @throws Error when the engine cannot make one of the parts.
   */
  constructor(module: WebAssembly.Module, threads: number, engine: Engine, ended: (reason: string) => void) {
    const heap = new Heap(BASE, STAGED + (threads - 1) * WORK, (pages) => engine.memory(pages));
    const { memory } = heap;
    const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
    exports.lead(threads, engine.patience);
    this.exports = exports;
    this.product = stagedOn(heap, (x) => (x instanceof Float64Array ? exports.gemmTogetherF64 : exports.gemmTogetherF32));
    try {
      for (let i = 0; i < threads - 1; i++) {
        this.ends.push(engine.start({ module, memory, work: BASE + STAGED + i * WORK }, ended));
      }
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Whether all workers have begun to serve. */
  get ready(): boolean {
    return this.exports.started() === this.ends.length;
  }

  close(): void {
    for (const end of this.ends) end();
  }
}
