/** @file A decorator that counts the work handed to a backend: the unit in which costs are stated machine-independently. */
import type { Kernels } from './kernels.js';
import { columnsSize, type Patches } from './patches.js';

/** The name of a kernel that computes. */
export type KernelName = Exclude<keyof Kernels, 'name' | 'scratch'>;

/** Kernels that tally what passes through them. The tallies count calls and shapes, not what a backend may skip. */
export interface CountingKernels extends Kernels {
  /** Multiply-adds of BLAS, levels 1 to 3: gemm m·n·k, gemv and ger m·n, addColumnSums rows·n, axpy, dot, nrm2 and scal n. */
  readonly multiplyAdds: number;
  /** Elements of all other kernels: of maps, and of the columns of im2col and col2im. */
  readonly elements: number;
  /** Calls of each kernel. */
  readonly calls: Readonly<Record<KernelName, number>>;
  /** Sets every tally to zero. */
  reset(): void;
}

type Call = readonly unknown[];

function product(call: Call, ...places: number[]): number {
  return places.reduce((work, i) => work * (call[i] as number), 1);
}

/** The multiply-adds of a call, by kernel; of a kernel that is not here the elements count. */
const multiplyAdds: Partial<Record<KernelName, (call: Call) => number>> = {
  gemm: (call) => product(call, 2, 3, 4),
  gemv: (call) => product(call, 1, 2),
  ger: (call) => product(call, 0, 1),
  addColumnSums: (call) => product(call, 0, 1),
  axpy: (call) => product(call, 0),
  dot: (call) => product(call, 0),
  nrm2: (call) => product(call, 0),
  scal: (call) => product(call, 0),
};

/** The elements of a map, from the sizes that its call begins with; of columns, from their patches. */
function elements(name: KernelName, call: Call): number {
  if (name === 'im2col' || name === 'col2im') return columnsSize(call[0] as Patches) * product(call, 1);
  if (name === 'spread') return product(call, 0, 1);
  return /softmax|planes/i.test(name) ? product(call, 0, 1, 2) : product(call, 0);
}

/** A fresh tally around `base`; results are those of `base`, to the bit. */
export function counting(base: Kernels): CountingKernels {
  const names = Object.keys(base).filter((key): key is KernelName => key !== 'name' && key !== 'scratch');
  const tally = { multiplyAdds: 0, elements: 0 };
  const calls = Object.fromEntries(names.map((name) => [name, 0])) as Record<KernelName, number>;
  const counted = names.map((name) => {
    const kernel = base[name] as (...call: unknown[]) => unknown;
    const work = multiplyAdds[name];
    const count = (...call: unknown[]): unknown => {
      calls[name]++;
      if (work) tally.multiplyAdds += work(call);
      else tally.elements += elements(name, call);
      return kernel(...call);
    };
    return [name, count];
  });
  return {
    ...(Object.fromEntries(counted) as Pick<Kernels, KernelName>),
    scratch: base.scratch,
    name: `counting(${base.name})`,
    calls,
    get multiplyAdds() {
      return tally.multiplyAdds;
    },
    get elements() {
      return tally.elements;
    },
    reset() {
      tally.multiplyAdds = 0;
      tally.elements = 0;
      for (const name of names) calls[name] = 0;
    },
  };
}
