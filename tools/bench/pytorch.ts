/** @file PyTorch on the same networks, run in alternation with ours by a script that prints one JSON line a case. */
import { spawnSync } from 'node:child_process';
import { median } from '../../lib/kernels/timing.js';
import { type NetRow, nets } from './nets.js';

/** The script's names of our networks. */
const caseNames: Readonly<Record<string, string>> = {
  '3-2-3': 'mlp-tiny',
  '64-32-10': 'mlp-small',
  '784-512-256-10': 'mlp-mnist-128',
};
const rounds = 3;

export interface ComparedRow extends NetRow {
  pytorchGradientMs: number;
  pytorchHvMs: number;
}

interface Line {
  case: string;
  grad_ms: number;
  /** `a_ror_retained`: one more Hv on a graph that was kept, as ours at a fixed point. */
  hv_ms: { a_ror_retained: number };
}

function pytorch(python: string, script: string): Line[] {
  const cases = Object.values(caseNames).join(',');
  const args = [script, '--threads', '1', '--dtype', 'float64', '--cases', cases];
  const { status, stdout, stderr, error } = spawnSync(python, args, { encoding: 'utf8' });
  if (error || status !== 0)
    throw new Error(`${python} ${script}: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
}

/** Our float64 rows beside PyTorch's figures, medians of three rounds in which each has its turn. */
export function compared(python: string, script: string): ComparedRow[] {
  const runs = Array.from({ length: rounds }, () => ({
    theirs: pytorch(python, script),
    ours: nets().filter(({ type }) => type === 'Double'),
  }));
  return runs[0].ours.map((row, i) => {
    const line = (run: (typeof runs)[number]): Line => {
      const found = run.theirs.find((l) => l.case === caseNames[row.net]);
      if (!found) throw new Error(`${script}: expected a line of case ${caseNames[row.net]}, got none`);
      return found;
    };
    return {
      ...row,
      gradientMs: median(runs.map(({ ours }) => ours[i].gradientMs)),
      hvMs: median(runs.map(({ ours }) => ours[i].hvMs)),
      pytorchGradientMs: median(runs.map((run) => line(run).grad_ms)),
      pytorchHvMs: median(runs.map((run) => line(run).hv_ms.a_ror_retained)),
    };
  });
}

export function printCompared(rows: readonly ComparedRow[]): void {
  const figure = (x: number): string => x.toPrecision(3).padStart(9);
  console.log('net               batch   gradient   PyTorch  ratio         Hv   PyTorch  ratio');
  for (const { net, batch, gradientMs, hvMs, pytorchGradientMs, pytorchHvMs } of rows) {
    const pairs = [
      [gradientMs, pytorchGradientMs],
      [hvMs, pytorchHvMs],
    ].map(([ours, theirs]) => `${figure(ours)} ${figure(theirs)}  ${(ours / theirs).toFixed(2).padStart(5)}`);
    console.log(`${net.padEnd(16)}  ${String(batch).padStart(5)}  ${pairs.join('  ')}`);
  }
}
