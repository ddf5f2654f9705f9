/** @file Each backend's products in GFLOP/s, and other kernels in nanoseconds an element, beside plain JavaScript. */
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { js, type Kernels, loadBlas, loadWasm, noAxis, type Patches, type Vector } from '../../lib/kernels/index.js';
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
/** Square images under a square window that leaves no border. */
const images: readonly [channels: number, side: number, window: number][] = [
  [1, 28, 5],
  [32, 32, 3],
];

export interface KernelRow {
  kernel: string;
  shape: string;
  type: string;
  backend: string;
  /** GFLOP/s of products; nanoseconds an element of others. */
  figure: number;
  /** How many times as fast as js. */
  ratio: number;
}

const builds = ['plain', 'relaxed'] as const;

/** Those that are there. */
function present(found: readonly (Kernels | undefined)[]): Kernels[] {
  return found.filter((kernels): kernels is Kernels => kernels !== undefined);
}

/** WASM's builds with as many threads as ROP_THREADS asks for, where they win. */
async function threaded(): Promise<Kernels[]> {
  const wanted = Number(process.env.ROP_THREADS || 1);
  const found: Kernels[] = [];
  for (const build of wanted > 1 ? builds : []) {
    const { kernels, threads } = loadWasm(build);
    if (!kernels) continue;
    threads.set(wanted);
    // By then the workers have begun, and a large product puts them on trial.
    await setTimeout(500);
    productOf((n) => new Float64Array(n), 256, 256, 256).run(kernels);
    if (threads.count > 1) found.push({ ...kernels, name: `${kernels.name} ×${threads.count}` });
    else console.error(`bench: ${kernels.name} has one thread: ${threads.reason}`);
  }
  return found;
}

type Make = (n: number) => Vector;
const types: readonly [name: string, make: Make][] = [
  ['Double', (n) => new Float64Array(n).map((_, i) => Math.sin(i))],
  ['Float', (n) => new Float32Array(n).map((_, i) => Math.sin(i))],
];

/** A call that every backend is given, of so many floating-point operations of a product, or elements of another kernel. */
interface Task {
  kernel: string;
  shape: string;
  work: number;
  run(on: Kernels): void;
}

function productOf(make: Make, m: number, n: number, k: number): Task {
  const [a, b, c] = [make(m * k), make(n * k), make(m * n)];
  const run = (on: Kernels): void => on.gemm(false, true, m, n, k, 1, a, 0, k, b, 0, k, 0, c, 0, n);
  return { kernel: 'gemm', shape: `${m}×${n}×${k}`, work: 2 * m * n * k, run };
}

function functionOf(make: Make, name: (typeof functions)[number]): Task {
  const [x, y] = [make(length).map((v) => v + 2), make(length)];
  return { kernel: name, shape: String(length), work: length, run: (on) => on[name](length, x, 0, y, 0) };
}

function columnsOf(make: Make, channels: number, side: number, kernel: number): Task[] {
  const axis = { size: side, kernel, stride: 1, padding: 0, dilation: 1, outputs: side - kernel + 1 };
  const patches: Patches = { channels, depth: noAxis, height: axis, width: axis };
  const n = axis.outputs ** 2;
  const [x, columns] = [make(channels * side * side), make(channels * kernel * kernel * n)];
  const task = { shape: `${channels}×${side}×${side}, ${kernel}`, work: columns.length };
  return [
    { ...task, kernel: 'im2col', run: (on) => on.im2col(patches, 1, x, 0, x.length, columns, 0, n) },
    { ...task, kernel: 'col2im', run: (on) => on.col2im(patches, 1, columns, 0, n, x, 0, x.length) },
  ];
}

/** Rows of every backend that runs here, js first. */
export async function kernelRows(): Promise<KernelRow[]> {
  const all = [js, ...present(builds.map((build) => loadWasm(build).kernels))];
  const multiplying = [...all, ...(await threaded()), ...present([loadBlas(js, process).kernels])];
  return types.flatMap(([type, make]) => {
    const tasks = [
      ...products.map(([m, n, k]) => productOf(make, m, n, k)),
      ...functions.map((name) => functionOf(make, name)),
      ...images.flatMap(([channels, side, kernel]) => columnsOf(make, channels, side, kernel)),
    ];
    return tasks.flatMap(({ kernel, shape, work, run }) => {
      // Of these kernels threads and a native BLAS have the product only.
      const running = kernel === 'gemm' ? multiplying : all;
      const times = medians(
        running.map((on) => () => run(on)),
        9,
        10,
      );
      return running.map(({ name }, i) => {
        const nanoseconds = times[i] * 1e6;
        const figure = kernel === 'gemm' ? work / nanoseconds : nanoseconds / work;
        return { kernel, shape, type, backend: name, figure, ratio: times[0] / times[i] };
      });
    });
  });
}

export function printKernels(rows: readonly KernelRow[]): void {
  console.log('kernel     shape        type    backend           figure            × js');
  for (const { kernel, shape, type, backend, figure, ratio } of rows) {
    const unit = kernel === 'gemm' ? 'GFLOP/s' : 'ns/element';
    const name = `${kernel.padEnd(9)}  ${shape.padEnd(11)}  ${type.padEnd(6)}  ${backend.padEnd(15)}`;
    console.log(`${name}  ${figure.toFixed(2).padStart(7)} ${unit.padEnd(10)} ${ratio.toFixed(2).padStart(6)}`);
  }
}
