/** @file A decorator that counts the work handed to a backend: a measure of cost that no machine changes. */
import type { Kernels } from './kernels.js';

/** The name of a kernel. */
export type KernelName = Exclude<keyof Kernels, 'name'>;

/** Kernels that tally what passes through them. The tallies count calls and shapes, not what a backend may skip. */
export interface CountingKernels extends Kernels {
  /** Multiply-adds of BLAS, levels 1 to 3: gemm m·n·k, gemv and ger m·n, addColumnSums rows·n, axpy, dot, nrm2 and scal n. */
  readonly multiplyAdds: number;
  /** Elements of the contiguous maps: spread, sum, mul, addcmul, exp, log, tanh, sigmoid, and the softmax family. */
  readonly elements: number;
  /** Calls of each kernel. */
  readonly calls: Readonly<Record<KernelName, number>>;
  /** Sets every tally to zero. */
  reset(): void;
}

/** A fresh tally around `base`; results are those of `base`, to the bit. */
export function counting(base: Kernels): CountingKernels {
  return new Counting(base);
}

type Call<K extends KernelName> = Parameters<Kernels[K]>;

class Counting implements CountingKernels {
  readonly name: string;
  multiplyAdds = 0;
  elements = 0;
  readonly calls: Record<KernelName, number> = {
    gemm: 0, gemv: 0, ger: 0, axpy: 0, dot: 0, nrm2: 0, scal: 0, sum: 0, addColumnSums: 0, spread: 0,
    mul: 0, addcmul: 0, exp: 0, log: 0, tanh: 0, sigmoid: 0,
    softMax: 0, softMaxGrad: 0, softMaxRGrad: 0, logSoftMax: 0, logSoftMaxGrad: 0, logSoftMaxR: 0, logSoftMaxRGrad: 0,
  };
  private readonly base: Kernels;

  constructor(base: Kernels) {
    this.base = base;
    this.name = `counting(${base.name})`;
  }

  reset(): void {
    this.multiplyAdds = 0;
    this.elements = 0;
    for (const kernel of Object.keys(this.calls) as KernelName[]) {
      this.calls[kernel] = 0;
    }
  }

  gemm(...call: Call<'gemm'>): void {
    const [, , m, n, k] = call;
    this.blas('gemm', m * n * k);
    this.base.gemm(...call);
  }

  gemv(...call: Call<'gemv'>): void {
    const [, m, n] = call;
    this.blas('gemv', m * n);
    this.base.gemv(...call);
  }

  ger(...call: Call<'ger'>): void {
    const [m, n] = call;
    this.blas('ger', m * n);
    this.base.ger(...call);
  }

  axpy(...call: Call<'axpy'>): void {
    this.blas('axpy', call[0]);
    this.base.axpy(...call);
  }

  dot(...call: Call<'dot'>): number {
    this.blas('dot', call[0]);
    return this.base.dot(...call);
  }

  nrm2(...call: Call<'nrm2'>): number {
    this.blas('nrm2', call[0]);
    return this.base.nrm2(...call);
  }

  scal(...call: Call<'scal'>): void {
    this.blas('scal', call[0]);
    this.base.scal(...call);
  }

  sum(...call: Call<'sum'>): number {
    this.map('sum', call[0]);
    return this.base.sum(...call);
  }

  addColumnSums(...call: Call<'addColumnSums'>): void {
    this.blas('addColumnSums', call[0] * call[1]);
    this.base.addColumnSums(...call);
  }

  spread(...call: Call<'spread'>): void {
    this.map('spread', call[0] * call[1]);
    this.base.spread(...call);
  }

  mul(...call: Call<'mul'>): void {
    this.map('mul', call[0]);
    this.base.mul(...call);
  }

  addcmul(...call: Call<'addcmul'>): void {
    this.map('addcmul', call[0]);
    this.base.addcmul(...call);
  }

  exp(...call: Call<'exp'>): void {
    this.map('exp', call[0]);
    this.base.exp(...call);
  }

  log(...call: Call<'log'>): void {
    this.map('log', call[0]);
    this.base.log(...call);
  }

  tanh(...call: Call<'tanh'>): void {
    this.map('tanh', call[0]);
    this.base.tanh(...call);
  }

  sigmoid(...call: Call<'sigmoid'>): void {
    this.map('sigmoid', call[0]);
    this.base.sigmoid(...call);
  }

  softMax(...call: Call<'softMax'>): void {
    this.map('softMax', call[0] * call[1] * call[2]);
    this.base.softMax(...call);
  }

  softMaxGrad(...call: Call<'softMaxGrad'>): void {
    this.map('softMaxGrad', call[0] * call[1] * call[2]);
    this.base.softMaxGrad(...call);
  }

  softMaxRGrad(...call: Call<'softMaxRGrad'>): void {
    this.map('softMaxRGrad', call[0] * call[1] * call[2]);
    this.base.softMaxRGrad(...call);
  }

  logSoftMax(...call: Call<'logSoftMax'>): void {
    this.map('logSoftMax', call[0] * call[1] * call[2]);
    this.base.logSoftMax(...call);
  }

  logSoftMaxGrad(...call: Call<'logSoftMaxGrad'>): void {
    this.map('logSoftMaxGrad', call[0] * call[1] * call[2]);
    this.base.logSoftMaxGrad(...call);
  }

  logSoftMaxR(...call: Call<'logSoftMaxR'>): void {
    this.map('logSoftMaxR', call[0] * call[1] * call[2]);
    this.base.logSoftMaxR(...call);
  }

  logSoftMaxRGrad(...call: Call<'logSoftMaxRGrad'>): void {
    this.map('logSoftMaxRGrad', call[0] * call[1] * call[2]);
    this.base.logSoftMaxRGrad(...call);
  }

  private blas(kernel: KernelName, work: number): void {
    this.calls[kernel] += 1;
    this.multiplyAdds += work;
  }

  private map(kernel: KernelName, work: number): void {
    this.calls[kernel] += 1;
    this.elements += work;
  }
}
