/** @file Each backend's matrix products in GFLOP/s and vector functions in nanoseconds an element, beside plain JavaScript. */
import { js, type Kernels, loadWasm, type Vector } from '../../lib/kernels/index.js';
import { medians } from './measure.js';

const products: readonly [m: number, n: number, k: number][] = [
  [10, 2, 3],
  [32, 32, 64],
  [64, 64, 64],
  [128, 512, 784],
  [512, 512, 512],
];
const length = 1e4;
const functions = ['exp', 'log', 'tanh', 'tanhSlope', 'sigmoid'] as const;

export interface KernelRow {
  kernel: string;
  shape: string;
  type: string;
  backend: string;
  /** GFLOP/s of products; nanoseconds an element of functions. */
  figure: number;
  /** How many times as fast as js. */
  ratio: number;
}

function backends(): Kernels[] {
  const loaded = (['plain', 'relaxed'] as const).map((build) => loadWasm(build).kernels);
  return [js, ...loaded.filter((kernels): kernels is Kernels => kernels !== undefined)];
}

const types: readonly [name: string, make: (n: number) => Vector][] = [
  ['Double', (n) => new Float64Array(n).map((_, i) => Math.sin(i))],
  ['Float', (n) => new Float32Array(n).map((_, i) => Math.sin(i))],
];

function rowsOf(kernel: string, shape: string, type: string, tasks: [string, () => void][], work: number): KernelRow[] {
  const times = medians(
    tasks.map(([, task]) => task),
    9,
    10,
  );
  return tasks.map(([backend], i) => {
    const nanoseconds = times[i] * 1e6;
    const figure = kernel === 'gemm' ? work / nanoseconds : nanoseconds / work;
    return { kernel, shape, type, backend, figure, ratio: times[0] / times[i] };
  });
}

export function kernelRows(): KernelRow[] {
  const all = backends();
  return types.flatMap(([type, make]) => [
    ...products.flatMap(([m, n, k]) => {
      const [a, b, c] = [make(m * k), make(n * k), make(m * n)];
      const tasks = all.map((on): [string, () => void] => [
        on.name,
        () => on.gemm(false, true, m, n, k, 1, a, 0, k, b, 0, k, 0, c, 0, n),
      ]);
      return rowsOf('gemm', `${m}×${n}×${k}`, type, tasks, 2 * m * n * k);
    }),
    ...functions.flatMap((name) => {
      const [x, y] = [make(length).map((v) => v + 2), make(length)];
      const tasks = all.map((on): [string, () => void] => [on.name, () => on[name](length, x, 0, y, 0)]);
      return rowsOf(name, String(length), type, tasks, length);
    }),
  ]);
}

export function printKernels(rows: readonly KernelRow[]): void {
  console.log('kernel     shape        type    backend        figure            × js');
  for (const { kernel, shape, type, backend, figure, ratio } of rows) {
    const unit = kernel === 'gemm' ? 'GFLOP/s' : 'ns/element';
    const name = `${kernel.padEnd(9)}  ${shape.padEnd(11)}  ${type.padEnd(6)}  ${backend.padEnd(12)}`;
    console.log(`${name}  ${figure.toFixed(2).padStart(7)} ${unit.padEnd(10)} ${ratio.toFixed(2).padStart(6)}`);
  }
}
