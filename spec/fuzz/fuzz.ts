/**
 * @file `npm run fuzz [-- --seconds 60] [--seed N] [--run N]`: damaged files, one after the other, in a process of its own, which may
 * crash or hang without taking this one along. A seed gives the same files again, a run one of them alone.
 */
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { judge } from './judge.js';
import { corpus, fileOf } from './mutations.js';

/** What the child says: how far it is, or at which run it failed. */
interface Report {
  runs: number;
  taken: number;
  failure?: string;
}

/** Runs between two reports. */
const batch = 20;
/** No report for so long is a hang. */
const patience = 60000;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    run: { type: 'string' },
    child: { type: 'boolean' },
  },
});
const [seconds, seed, only] = [values.seconds, values.seed, values.run ?? '0'].map(Number);
if (![seconds, seed, only].every((n) => Number.isSafeInteger(n) && n >= 0)) {
  console.error('fuzz: expected whole numbers for --seconds, --seed and --run');
  process.exit(2);
}

async function child(): Promise<void> {
  const files = corpus(seed);
  const report = (message: Report): Promise<unknown> => new Promise((resolve) => process.send?.(message, resolve));
  const end = performance.now() + 1000 * seconds;
  let taken = 0;
  for (let run = only; values.run === undefined ? performance.now() < end : run === only; run++) {
    const file = fileOf(seed, run, files);
    try {
      taken += judge(file);
    } catch (error) {
      const path = join(tmpdir(), `fuzz-${seed}-${run}.t7`);
      writeFileSync(path, file);
      const stack =
        error instanceof Error ? `${error.stack}\n${String((error.cause as Error | undefined)?.stack ?? '')}` : '';
      await report({ runs: run, taken, failure: `${path}: ${stack}` });
      process.exit(1);
    }
    if (run % batch === 0) await report({ runs: run, taken });
  }
  process.exit(0);
}

function parent(): void {
  console.log(`fuzz: seed ${seed}, ${seconds} s`);
  const running = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), '--seed', String(seed), '--child']);
  let last: Report = { runs: 0, taken: 0 };
  const give = (): void => {
    console.error(`fuzz: no answer behind run ${last.runs} of seed ${seed}: it hangs in one of the next ${batch}`);
    running.kill('SIGKILL');
  };
  let watch = setTimeout(give, patience);
  running.on('message', (report: Report) => {
    clearTimeout(watch);
    watch = setTimeout(give, patience);
    last = report;
  });
  running.on('exit', (code, signal) => {
    clearTimeout(watch);
    if (last.failure !== undefined) console.error(`fuzz: run ${last.runs} of seed ${seed}: ${last.failure}`);
    else if (code !== 0) console.error(`fuzz: ended by ${signal ?? code} behind run ${last.runs} of seed ${seed}`);
    else console.log(`fuzz: ${last.runs} files, read in 5 modes each, ${last.taken} times with success; no fault`);
    process.exitCode = code === 0 ? 0 : 1;
  });
}

if (values.child) await child();
else parent();
