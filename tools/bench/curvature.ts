/** @file Products with curvature on one network: by themselves, in blocks, in Lanczos' process, over more and more data. PyTorch beside them. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Batch } from '../../lib/curvature/index.js';
import { curvature, nn, torch } from '../../lib/index.js';
import { median, timesInTurn } from '../../lib/kernels/timing.js';
import { memoryPeak } from './memory.js';
import { perceptron } from './nets.js';

const sizes = [784, 512, 256, 10];
const batch = 128;
const products = 50;
const rows = 8;
const rounds = 7;
/** Of Lanczos' process, and the batches that its operator goes over. */
const steps = 30;
const batchesOfLanczos = 8;

export interface CurvatureFigures {
  /** Milliseconds of one product, of `products` at one point, and PyTorch's in turn with ours; null where it is not installed. */
  hvMs: number;
  pytorchHvMs: number | null;
  /** One of eight products that are made as a block, in the same turns. */
  blockHvMs: number;
  /** Of one vector in a block of eight, over that of a product by itself. */
  blockRatios: Record<'hessian' | 'gaussNewton' | 'fisher', number>;
  /** What Lanczos' process takes beyond its products, as a part of those. */
  lanczosOverhead: number;
  /** Of a product over so many batches, that are made as they are asked for: milliseconds a batch, and megabytes beyond what was there. */
  data: { batches: number; batchMs: number; peakMb: number | null }[];
}

function data(): Batch {
  const target = torch.Tensor(Array.from({ length: batch }, (_, i) => i % 10));
  return { input: torch.randn(batch, sizes[0]), target };
}

function model(): InstanceType<typeof nn.Sequential> {
  torch.manualSeed(1);
  const net = nn.Sequential();
  for (const layer of perceptron(batch, ...sizes).layers()) net.add(layer);
  return net.add(nn.LogSoftMax());
}

/** Milliseconds of PyTorch's product; null where there is no PyTorch. */
function pytorchHv(python: string): number | null {
  const script = fileURLToPath(new URL('./hv.py', import.meta.url));
  const { status, stdout } = spawnSync(python, [script, sizes.join(), String(batch), String(products)], {
    encoding: 'utf8',
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  return status === 0 ? Number(stdout) : null;
}

/** Our products and PyTorch's, in three turns. */
function beside(python: string): Pick<CurvatureFigures, 'hvMs' | 'blockHvMs' | 'pytorchHvMs'> {
  const operator = curvature.hessian(model(), nn.ClassNLLCriterion(), data());
  const [V, images] = [torch.randn(rows, operator.size), torch.randn(rows, operator.size)];
  const [v, out] = [V.select(0, 0), images.select(0, 0)];
  const [ours, blocks, theirs]: [number[], number[], (number | null)[]] = [[], [], []];
  for (let turn = 0; turn < 3; turn++) {
    ours.push(median(timesInTurn(products, () => operator.apply(v, out))[0]));
    blocks.push(median(timesInTurn(rounds, () => curvature.applyBlock(operator, V, images))[0]) / rows);
    theirs.push(pytorchHv(python));
  }
  const found = theirs.filter((ms) => ms !== null);
  return {
    hvMs: median(ours),
    blockHvMs: median(blocks),
    pytorchHvMs: found.length > 0 ? median(found) : null,
  };
}

function blockRatios(): CurvatureFigures['blockRatios'] {
  const [net, criterion, { input, target }] = [model(), nn.ClassNLLCriterion(), data()];
  const ratio = (operator: curvature.CurvatureOperator): number => {
    const [V, out] = [torch.randn(rows, operator.size), torch.randn(rows, operator.size)];
    const each = (): void => {
      for (let i = 0; i < rows; i++) operator.apply(V.select(0, i), out.select(0, i));
    };
    const [single, block] = timesInTurn(rounds, each, () => curvature.applyBlock(operator, V, out));
    return median(block.map((ms, i) => ms / single[i]));
  };
  return {
    hessian: ratio(curvature.hessian(net, criterion, input, target)),
    gaussNewton: ratio(curvature.gaussNewton(net, criterion, input, target)),
    fisher: ratio(curvature.fisher(net, criterion, input, target, { kind: 'mc' })),
  };
}

function lanczosOverhead(): number {
  const batches = Array.from({ length: batchesOfLanczos }, data);
  const operator = curvature.hessian(model(), nn.ClassNLLCriterion(), batches);
  let inside = 0;
  const timed: curvature.Operator = {
    size: operator.size,
    apply: (v, out) => {
      const start = performance.now();
      const product = operator.apply(v, out);
      inside += performance.now() - start;
      return product;
    },
  };
  const start = performance.now();
  curvature.lanczos(timed, { steps });
  return (performance.now() - start) / inside - 1;
}

/** Products over batches that nobody keeps. */
function overData(): CurvatureFigures['data'] {
  return [4, 16, 64].map((count) => {
    const batches = {
      *[Symbol.iterator](): Generator<Batch> {
        for (let i = 0; i < count; i++) yield data();
      },
    };
    const made = performance.now();
    for (const _batch of batches);
    const making = performance.now() - made;
    const operator = curvature.hessian(model(), nn.ClassNLLCriterion(), batches);
    const v = torch.randn(operator.size);
    const out = operator.apply(v);
    const start = performance.now();
    const peakMb = memoryPeak(() => operator.apply(v, out)) ?? null;
    return { batches: count, batchMs: (performance.now() - start - making) / count, peakMb };
  });
}

export function curvatureFigures(python: string): CurvatureFigures {
  return {
    ...beside(python),
    blockRatios: blockRatios(),
    lanczosOverhead: lanczosOverhead(),
    data: overData(),
  };
}

export function printCurvature(figures: CurvatureFigures): void {
  const { hvMs, blockHvMs, pytorchHvMs, blockRatios: ratios, lanczosOverhead: overhead } = figures;
  console.log(`curvature of ${sizes.join('-')}, batch ${batch}, float64, one thread`);
  const beside = (ms: number): string =>
    pytorchHvMs === null ? '' : `, ratio to PyTorch's ${(ms / pytorchHvMs).toFixed(2)}`;
  console.log(
    `  PyTorch's Hv at one point       ${pytorchHvMs === null ? 'not here' : `${pytorchHvMs.toFixed(2)} ms`}`,
  );
  console.log(`  one of ${products} Hv at one point        ${hvMs.toFixed(2)} ms${beside(hvMs)}`);
  console.log(`  one of ${rows} Hv in a block          ${blockHvMs.toFixed(2)} ms${beside(blockHvMs)}`);
  for (const [name, ratio] of Object.entries(ratios)) {
    console.log(`  of ${rows} vectors in a block, each     ${ratio.toFixed(2)} of a product by itself (${name})`);
  }
  console.log(
    `  Lanczos, ${steps} steps, ${batchesOfLanczos * batch} examples  ${(100 * overhead).toFixed(0)} % beyond its products`,
  );
  for (const { batches, batchMs, peakMb } of figures.data) {
    const memory = peakMb === null ? '' : `, ${peakMb.toFixed(0)} MB`;
    console.log(
      `  a product over ${String(batches * batch).padStart(5)} examples      ${batchMs.toFixed(1)} ms a batch${memory}`,
    );
  }
}
