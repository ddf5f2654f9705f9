/** @file Our networks and PyTorch's, which a script that is not part of this project has, in turns. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { torch } from '../../lib/index.js';
import { median } from '../../lib/kernels/timing.js';
import { peakIn } from './everywhere.js';
import { type NetCase, tasks, types } from './nets.js';
import { PyTorch, type Turns } from './pytorch.js';

/** The script's names of our networks, and of their types. */
const caseNames: Readonly<Record<string, string>> = {
  '3-2-3': 'mlp-tiny',
  '64-32-10': 'mlp-small',
  '784-512-256-10': 'mlp-mnist-128',
  lenet: 'lenet',
  'conv-bn': 'vgg-small-bn',
};
const typeNames: Readonly<Record<string, string>> = { Double: 'float64', Float: 'float32' };

/** Medians here and there, in milliseconds, and the ratio of the shortest times, which a busy machine disturbs least. */
interface Pair {
  ms: number;
  pytorchMs: number;
  shortestRatio: number;
}

export interface ComparedRow {
  net: string;
  batch: number;
  type: string;
  threads: number;
  gradient: Pair;
  /** An Hv at the point of the last gradient: PyTorch's graph is kept. */
  hv: Pair;
  peakMb: number | null;
  pytorchPeakMb: number;
}

function pairOf({ ours, theirs }: Turns): Pair {
  const shortestRatio = Math.min(...ours) / Math.min(...theirs);
  return { ms: median(ours), pytorchMs: median(theirs), shortestRatio };
}

/** Megabytes that products take there, as the script tells. */
function peakThere(python: string, script: string, name: string, dtype: string): number {
  const args = [script, '--threads', '1', '--dtype', dtype, '--rss-worker', `${name}/a_ror_retained`];
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${python} ${script}: ${stderr.trim().split('\n').at(-1)}`);
  return (JSON.parse(stdout) as { peak_over_base_mb: number }).peak_over_base_mb;
}

async function rowOf(python: string, script: string, net: NetCase, type: string, rounds: number): Promise<ComparedRow> {
  const [name, dtype] = [caseNames[net.net], typeNames[type]];
  const [gradient, hv] = tasks(net, type);
  const pytorch = await PyTorch.start(python, 'nets', script, name, dtype);
  const pairs = [
    pairOf(await pytorch.turns(rounds, gradient, 'gradient')),
    pairOf(await pytorch.turns(rounds, hv, 'hv')),
  ];
  await pytorch.close();
  const row = {
    net: net.net,
    batch: net.batch,
    type,
    threads: torch.getnumthreads(),
    gradient: pairs[0],
    hv: pairs[1],
  };
  const place = { backend: process.env.ROP_BACKEND || 'by size', threads: row.threads };
  return { ...row, peakMb: peakIn(place, row), pytorchPeakMb: peakThere(python, script, name, dtype) };
}

/** @throws Error where PyTorch or the script does not run */
export async function compared(
  python: string,
  script: string,
  nets: readonly NetCase[],
  rounds: number,
): Promise<ComparedRow[]> {
  const rows: ComparedRow[] = [];
  for (const net of nets) for (const type of types) rows.push(await rowOf(python, script, net, type, rounds));
  return rows;
}

export function printCompared(rows: readonly ComparedRow[]): void {
  const figure = (x: number | null): string => (x?.toPrecision(3) ?? '').padStart(9);
  const head = 'PyTorch  ratio  shortest';
  console.log(`net             batch  type     gradient   ${head}         Hv   ${head}    peak MB   PyTorch`);
  for (const { net, batch, type, gradient, hv, peakMb, pytorchPeakMb } of rows) {
    const pairs = [gradient, hv].map(({ ms, pytorchMs, shortestRatio }) => {
      const [ratio, shortest] = [ms / pytorchMs, shortestRatio].map((x) => x.toFixed(2));
      return `${figure(ms)} ${figure(pytorchMs)}  ${ratio.padStart(5)}  ${shortest.padStart(8)}`;
    });
    const name = `${net.padEnd(14)}  ${String(batch).padStart(5)}  ${type.padEnd(6)}`;
    console.log([name, ...pairs, ` ${figure(peakMb)} ${figure(pytorchPeakMb)}`].join('  '));
  }
}
