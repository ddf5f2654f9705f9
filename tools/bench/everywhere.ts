/** @file The nets on every backend and number of threads, each in processes of its own, which take turns. */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { median } from '../../lib/kernels/timing.js';
import type { NetRow } from './nets.js';

interface Place {
  /** As ROP_BACKEND names it; `by size` is what is chosen where it names none. */
  backend: string;
  threads: number;
}
export interface PlacedRow extends NetRow, Place {
  /** Megabytes that the net's gradients and products take in a process of its own; null where the system does not tell. */
  peakMb: number | null;
}

function places(): Place[] {
  const counts = [...new Set([1, availableParallelism()])];
  const threaded = ['wasm', 'blas', 'by size'].flatMap((backend) => counts.map((threads) => ({ backend, threads })));
  return [{ backend: 'js', threads: 1 }, ...threaded];
}

/** What `here` prints in a process of its own. @throws Error that says why there is nothing. */
function ask({ backend, threads }: Place, ...args: string[]): unknown {
  const script = fileURLToPath(new URL('./here.ts', import.meta.url));
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...process.execArgv, script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ROP_BACKEND: backend === 'by size' ? '' : backend, ROP_THREADS: String(threads) },
  });
  if (status !== 0) throw new Error(stderr.match(/^\w*Error: (.*)$/m)?.[1] ?? signal ?? stderr.trim());
  return JSON.parse(stdout);
}

/** The rows of a process of its own; none where the backend does not run, or not with so many threads. */
function run(place: Place, ...net: string[]): NetRow[] {
  try {
    const rows = ask(place, 'times', ...net) as NetRow[];
    return rows.every((row) => row.threads === place.threads) ? rows : [];
  } catch (error) {
    console.error(`bench: ${place.backend} is left out: ${(error as Error).message}`);
    return [];
  }
}

/** Megabytes that a net takes there. */
export function peakIn(place: Place, { net, type }: { net: string; type: string }): number | null {
  return (ask(place, 'peak', net, type) as { peakMb: number | null }).peakMb;
}

/** The medians of the figures of runs, each of which has the same rows. */
export function mediansOf(runs: readonly (readonly NetRow[])[]): NetRow[] {
  return runs[0].map((row, i) => ({
    ...row,
    gradientMs: median(runs.map((rows) => rows[i].gradientMs)),
    hvMs: median(runs.map((rows) => rows[i].hvMs)),
    bothMs: median(runs.map((rows) => rows[i].bothMs)),
  }));
}

/** Medians of rounds in which each place has its turn, net by net, or of one net. The reference, which is slow, has one round. */
export function netsEverywhere(rounds: number, net?: string): PlacedRow[] {
  const nets = net === undefined ? [] : [net];
  const runs = places().map((place) => ({ place, rows: [run(place, ...nets)] }));
  const running = runs.filter(({ rows }) => rows[0].length > 0);
  for (let round = 1; round < rounds; round++) {
    // Threads of WASM may lose their trial in one process and win it in another.
    for (const { place, rows } of running) {
      if (place.backend !== 'js') rows.push(...[run(place, ...nets)].filter((again) => again.length > 0));
    }
  }
  const tables = running.map(({ place, rows }) =>
    mediansOf(rows).map((row) => ({ ...row, ...place, peakMb: peakIn(place, row) })),
  );
  return tables[0].flatMap((_, i) => tables.map((table) => table[i]));
}

export function printNets(rows: readonly PlacedRow[]): void {
  console.log(
    'net             batch  type    backend  threads  gradient ms      Hv ms    both ms  Hv/gradient  peak MB',
  );
  for (const { net, batch, type, backend, threads, gradientMs, hvMs, bothMs, peakMb } of rows) {
    const name = [
      net.padEnd(14),
      String(batch).padStart(5),
      type.padEnd(6),
      backend.padEnd(7),
      String(threads).padStart(7),
    ];
    const [gradient, hv, both] = [gradientMs, hvMs, bothMs].map((x) => x.toPrecision(3).padStart(9));
    const ratio = (hvMs / gradientMs).toFixed(2).padStart(11);
    const peak = (peakMb?.toFixed(1) ?? '').padStart(7);
    console.log([...name, gradient.padStart(11), hv, both, ratio, peak].join('  ').trimEnd());
  }
}
