/** @file Lua in a thread of its own. While it runs, its thread hears nothing; the main one hears signals, and sets a flag. */
import { once } from 'node:events';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { type Answer, type Completion, Session, writeToProcess } from '../../lib/lua/index.js';
import type { Io, Signal } from '../io.js';
import { runScript, type Script } from './script.js';

/** A script to run, or a session to hold. */
type Work = { script: Script } | { allowExec: boolean };

/** A text for a session: as `Session.evaluate` takes it. */
type Text = [text: string, isWhole: boolean];

/** The line that `Session.complete` is to complete. */
interface Begun {
  line: string;
}

interface Task {
  work: Work;
  flag: Int32Array;
}

/** What the thread does: the whole of its program. */
export function inThread(): void {
  const { work, flag } = workerData as Task;
  const interrupted = (): boolean => Atomics.exchange(flag, 0, 0) === 1;
  if ('script' in work) {
    const report = (text: string): void => writeToStderr(`rop run: ${text}`);
    parentPort?.postMessage(runScript(work.script, { report, interrupted }));
    return;
  }
  const session = new Session({ allowExec: work.allowExec, report: writeToStderr, interrupted });
  parentPort?.on('message', (asked: Text | Begun | 'close') => {
    if (asked !== 'close') Atomics.store(flag, 0, 0);
    if (asked === 'close') parentPort?.postMessage(session.close());
    else parentPort?.postMessage('line' in asked ? session.complete(asked.line) : session.evaluate(...asked));
  });
}

function writeToStderr(text: string): void {
  writeToProcess(2, new TextEncoder().encode(text));
}

/** The thread, and what asks it to end what it does. */
export class Thread {
  private readonly flag: Int32Array = new Int32Array(new SharedArrayBuffer(4));
  private readonly worker: Worker;

  constructor(work: Work, program: string) {
    this.worker = new Worker(program, {
      eval: true,
      workerData: { work, flag: this.flag } satisfies Task,
      resourceLimits: { stackSizeMb: 16 },
    });
  }

  interrupt(): void {
    Atomics.store(this.flag, 0, 1);
  }

  /** What it says next. */
  async answer<A>(): Promise<A> {
    const [answer] = (await once(this.worker, 'message')) as [A];
    return answer;
  }

  evaluate(...text: Text): Promise<Answer> {
    this.worker.postMessage(text satisfies Text);
    return this.answer();
  }

  complete(line: string): Promise<Completion> {
    this.worker.postMessage({ line } satisfies Begun);
    return this.answer();
  }

  async close(): Promise<void> {
    this.worker.postMessage('close');
    await this.answer();
    await this.end();
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}

/** Runs the script in a thread; the first signal asks it to end, the second ends the process. Resolves to the exit code. */
export async function runInThread(script: Script, program: string, io: Io): Promise<number> {
  const thread = new Thread({ script }, program);
  const asked = (signal: Signal): void => {
    if (stopped) io.exit(signal === 'SIGINT' ? 130 : 143);
    stopped = true;
    thread.interrupt();
  };
  let stopped = false;
  const signals: readonly Signal[] = ['SIGINT', 'SIGTERM'];
  for (const signal of signals) io.signals.on(signal, asked);
  try {
    return await thread.answer<number>();
  } finally {
    for (const signal of signals) io.signals.off(signal, asked);
    await thread.end();
  }
}
