/** @file PyTorch on the same networks, run in alternation with ours by a script that prints one JSON line a case. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { median } from '../../lib/kernels/timing.js';
import { mediansOf, peakIn } from './everywhere.js';
import { type NetRow, nets } from './nets.js';

/** The script's names of our networks, and of their types. */
const caseNames: Readonly<Record<string, string>> = {
  '3-2-3': 'mlp-tiny',
  '64-32-10': 'mlp-small',
  '784-512-256-10': 'mlp-mnist-128',
  lenet: 'lenet',
  'conv-bn': 'vgg-small-bn',
};
const typeNames: Readonly<Record<string, string>> = { Double: 'float64', Float: 'float32' };
const rounds = 3;

export interface ComparedRow extends NetRow {
  peakMb: number | null;
  pytorchGradientMs: number;
  pytorchHvMs: number;
  pytorchPeakMb: number;
}

interface Line {
  case: string;
  dtype: string;
  grad_ms: number;
  /** `a_ror_retained`: one more Hv on a graph that was kept, as ours at a fixed point. */
  hv_ms: { a_ror_retained: number };
}

/** The lines that the script prints. */
function pytorch<T>(python: string, script: string, ...args: string[]): T[] {
  const { status, stdout, stderr, error } = spawnSync(python, [script, '--threads', '1', ...args], {
    encoding: 'utf8',
  });
  if (error || status !== 0)
    throw new Error(`${python} ${script}: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as T);
}

/** Our rows beside PyTorch's figures, medians of three rounds in which each has its turn. */
export function compared(python: string, script: string): ComparedRow[] {
  const [dtypes, names] = [typeNames, caseNames].map((table) => Object.values(table).join(','));
  const runs = Array.from({ length: rounds }, () => ({
    theirs: pytorch<Line>(python, script, '--dtype', dtypes, '--cases', names),
    ours: nets(),
  }));
  return mediansOf(runs.map(({ ours }) => ours)).map((row) => {
    const [name, dtype] = [caseNames[row.net], typeNames[row.type]];
    const lines = runs.map(({ theirs }): Line => {
      const found = theirs.find((l) => l.case === name && l.dtype === dtype);
      if (!found) throw new Error(`${script}: expected a line of case ${name} in ${dtype}, got none`);
      return found;
    });
    const [memory] = pytorch<{ peak_over_base_mb: number }>(
      python,
      script,
      '--dtype',
      dtype,
      '--rss-worker',
      `${name}/a_ror_retained`,
    );
    return {
      ...row,
      peakMb: peakIn({ backend: process.env.ROP_BACKEND || 'by size', threads: row.threads }, row),
      pytorchGradientMs: median(lines.map((line) => line.grad_ms)),
      pytorchHvMs: median(lines.map((line) => line.hv_ms.a_ror_retained)),
      pytorchPeakMb: memory.peak_over_base_mb,
    };
  });
}

export function printCompared(rows: readonly ComparedRow[]): void {
  const figure = (x: number | null): string => (x?.toPrecision(3) ?? '').padStart(9);
  console.log(
    'net             batch  type     gradient   PyTorch  ratio         Hv   PyTorch  ratio    peak MB   PyTorch',
  );
  for (const row of rows) {
    const pairs = [
      [row.gradientMs, row.pytorchGradientMs],
      [row.hvMs, row.pytorchHvMs],
    ].map(([ours, theirs]) => `${figure(ours)} ${figure(theirs)}  ${(ours / theirs).toFixed(2).padStart(5)}`);
    const name = `${row.net.padEnd(14)}  ${String(row.batch).padStart(5)}  ${row.type.padEnd(6)}`;
    console.log([name, ...pairs, ` ${figure(row.peakMb)} ${figure(row.pytorchPeakMb)}`].join('  '));
  }
}
