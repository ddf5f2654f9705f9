/** @file rop info: versions, the kernels in use, and how fast they are. */
import { availableParallelism, cpus } from 'node:os';
import process from 'node:process';
import { choice, kernels, threadsInUse } from '../../lib/kernels/index.js';
import { torch } from '../../lib/tensor/index.js';
import type { Command } from '../arguments.js';
import { version } from '../version.js';

const size = 256;
const budget = 1000;

/** Thousand million floating-point operations a second in float64 matrix products of 256 × 256, measured for a second. */
function gigaflops(): number {
  const [a, b, c] = [0, 1, 2].map(() => new Float64Array(size * size).fill(0.5));
  const product = (): void => kernels.gemm(false, false, size, size, size, 1, a, 0, size, b, 0, size, 0, c, 0, size);
  product();
  let count = 0;
  const start = performance.now();
  let elapsed = 0;
  while (elapsed < budget) {
    product();
    count++;
    elapsed = performance.now() - start;
  }
  return (count * 2 * size ** 3) / (elapsed * 1e6);
}

/** `rop info` */
export const info: Command = {
  name: 'info',
  summary: 'Tells versions, the kernels in use and their speed.',
  usage: '[--json]',
  options: { json: { help: 'write one JSON object' } },
  notes: [`Speed is that of ${size} × ${size} matrix products in float64, measured for ${budget / 1000} s.`],
  run: async ({ switches }, io) => {
    // Measured first: threads prove themselves at the first large products.
    const speed = Number(gigaflops().toFixed(2));
    const { count, reason } = threadsInUse();
    const facts = {
      version: version(),
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      kernels: kernels.name,
      backends: choice.findings(),
      threads: { count, reason },
      tensorType: torch.getdefaulttensortype(),
      gflops: speed,
    };
    if (switches.has('json')) io.stdout.write(`${JSON.stringify(facts)}\n`);
    else {
      const lines = [
        ['torch-rop', facts.version],
        ['node', facts.node],
        ['platform', facts.platform],
        ['cpu', `${facts.cpu}, ${facts.cores} cores`],
        ...facts.backends.map(({ backend, reason }) => [backend, reason]),
        ['threads', `${count}: ${reason}`],
        ['default type', facts.tensorType],
        ['speed', `${facts.gflops} GFLOP/s`],
      ];
      io.stdout.write(lines.map(([name, value]) => `${name.padEnd(13)} ${value}\n`).join(''));
    }
    return 0;
  },
};
