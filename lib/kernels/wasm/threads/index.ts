/** @file Threads of the WASM backend: none until they are asked for, and one again when they fail or do not win. */
import type { Threads } from '../../loaded.js';
import type { Product } from '../gemm.js';
import type { Engine } from './engine.js';
import { Pool } from './pool.js';

/** Sides of the smallest product that threads share, in multiply-adds some four million; measured. */
const [M, N, K] = [128, 128, 256];
/** Rounds of the trial, some thirty milliseconds in all: at first the engine still compiles. */
const ROUNDS = 60;

const UNASKED = 'no more were asked for';
const UNFINISHED = 'a worker does not finish what it has begun';

/** Results are those of one thread, to the bit, whatever the number of threads. */
export class WasmThreads implements Threads {
  count = 1;
  reason: string = UNASKED;
  private pool: Pool | undefined;
  private proven = false;
  private readonly build: () => WebAssembly.Module;
  private readonly engine: Engine;

  /** `build` compiles the module whose memory is shared. */
  constructor(build: () => WebAssembly.Module, engine: Engine) {
    this.build = build;
    this.engine = engine;
  }

  /** Ends the threads there are, unless they are n, and starts others. */
  set(n: number): void {
    if (n === this.count && this.pool) return;
    this.end(UNASKED);
    if (n === 1) return;
    this.count = n;
    this.reason = 'workers are starting';
    try {
      const pool = new Pool(this.build(), n, this.engine, (reason) => {
        if (this.pool === pool) this.fail(reason);
      });
      this.pool = pool;
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** The product by all threads, or false where `alone` is to take it: before they have begun, below their size, and once they fail. */
  or(alone: Product): Product {
    return (transA, transB, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc) => {
      const { pool } = this;
      if (!pool || m * n * k < M * N * K || !pool.ready) return false;
      if (!this.proven) this.prove(pool, alone);
      if (!this.proven) return false;
      if (pool.product(transA, transB, m, n, k, alpha, a, ao, lda, b, bo, ldb, beta, c, co, ldc)) return true;
      this.fail(UNFINISHED);
      return false;
    };
  }

  /** Measures, once, whether the threads are worth it. */
  private prove(pool: Pool, alone: Product): void {
    const [a, b, c] = [M * K, K * N, M * N].map((length) => new Float64Array(length));
    const run = (product: Product): void => {
      if (!product(false, false, M, N, K, 1, a, 0, K, b, 0, N, 0, c, 0, N)) throw new Error(UNFINISHED);
    };
    try {
      const [one, all] = this.engine.inTurn(ROUNDS, () => run(alone), () => run(pool.product));
      const gain = `${(one / all).toFixed(2)} times as fast as one`;
      this.proven = all < one;
      if (this.proven) this.reason = `of WASM, for products from ${M} × ${N} × ${K}, there ${gain}`;
      else this.fail(`they are ${gain}`);
    } catch (error) {
      this.fail((error as Error).message);
    }
  }

  private fail(reason: string): void {
    this.end(`${this.count} were asked for, but ${reason}`);
  }

  private end(reason: string): void {
    this.pool?.close();
    this.pool = undefined;
    this.proven = false;
    this.count = 1;
    this.reason = reason;
  }
}

