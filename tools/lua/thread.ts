/** @file A script in a thread of its own. While Lua runs, its thread hears nothing; the main one hears signals, and sets a flag. */
import { once } from 'node:events';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { writeToProcess } from '../../lib/lua/index.js';
import type { Io, Signal } from '../io.js';
import { runScript, type Script } from './script.js';

interface Task {
  script: Script;
  flag: Int32Array;
}

/** What the thread does: the whole of its program. */
export function inThread(): void {
  const { script, flag } = workerData as Task;
  const code = runScript(script, {
    report: (text) => writeToStderr(`rop run: ${text}`),
    interrupted: () => Atomics.exchange(flag, 0, 0) === 1,
  });
  parentPort?.postMessage(code);
}

function writeToStderr(text: string): void {
  writeToProcess(2, new TextEncoder().encode(text));
}

/** Runs the script in a thread; the first signal asks it to end, the second ends the process. Resolves to the exit code. */
export async function runInThread(script: Script, program: string, io: Io): Promise<number> {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const asked = (signal: Signal): void => {
    if (stopped) io.exit(signal === 'SIGINT' ? 130 : 143);
    stopped = true;
    Atomics.store(flag, 0, 1);
  };
  let stopped = false;
  const signals: readonly Signal[] = ['SIGINT', 'SIGTERM'];
  for (const signal of signals) io.signals.on(signal, asked);
  const worker = new Worker(program, {
    eval: true,
    workerData: { script, flag } satisfies Task,
    resourceLimits: { stackSizeMb: 16 },
  });
  try {
    const [code] = (await once(worker, 'message')) as [number];
    return code;
  } finally {
    for (const signal of signals) io.signals.off(signal, asked);
    await worker.terminate();
  }
}
