/** @file Work on curvature in a thread of its own: the main one stays free to hear signals and to show how far it is. */
import { on } from 'node:events';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { Arguments } from '../../arguments.js';
import { CommandError, type Input, type Io, type Signal, UsageError } from '../../io.js';
import { ProgressLine, type Stage } from '../../progress-line.js';
import { Interruption } from '../train/interruption.js';
import { landscapeWork } from './landscape-work.js';
import { spectrumWork } from './spectrum-work.js';
import { Watch } from './watch.js';

interface Works {
  spectrum: typeof spectrumWork;
  landscape: typeof landscapeWork;
}

const works: Works = { spectrum: spectrumWork, landscape: landscapeWork };
type Result<N extends keyof Works> = Awaited<ReturnType<Works[N]>>;

interface Task {
  curvature: keyof Works;
  args: Arguments;
  flag: Int32Array;
}

type Message<R> = { stage: Stage } | { result: R } | { failure: string; isUsage: boolean };

export function isTask(data: unknown): data is Task {
  return typeof data === 'object' && data !== null && 'curvature' in data;
}

const stopped = (flag: Int32Array) => (): boolean => Atomics.load(flag, 0) === 1;

/** Milliseconds between two messages about a stage: a line that people read needs no more. */
const PAUSE = 100;

/** What the thread does: the whole of its program. */
export async function inThread(): Promise<void> {
  const { curvature, args, flag } = workerData as Task;
  const send = (message: Message<unknown>): void => parentPort?.postMessage(message);
  let told = 0;
  const tell = (stage: Stage): void => {
    if (performance.now() - told < PAUSE) return;
    told = performance.now();
    send({ stage });
  };
  try {
    send({ result: await works[curvature](args, new Watch(tell, stopped(flag))) });
  } catch (error) {
    // A copy of an error has not its class.
    send({ failure: error instanceof Error ? error.message : String(error), isUsage: error instanceof UsageError });
  }
}

/** Does the work, in a thread where one may be started; `signal` is what asked it to end before its time. */
export async function runWork<N extends keyof Works>(
  curvature: N,
  args: Arguments,
  io: Io,
): Promise<{ result: Result<N>; signal: Signal | undefined }> {
  const line = new ProgressLine(io.stderr);
  const show = (stage: Stage): void => line.show(stage);
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const interruption = new Interruption(io, () => Atomics.store(flag, 0, 1));
  try {
    const result = io.program
      ? await inOther<Result<N>>({ curvature, args, flag }, io.program, io.input, show)
      : await works[curvature](args, new Watch(show, stopped(flag)));
    return { result: result as Result<N>, signal: interruption.signal };
  } finally {
    line.clear();
    interruption.release();
  }
}

async function inOther<R>(
  task: Task,
  program: string,
  input: Input | undefined,
  show: (stage: Stage) => void,
): Promise<R> {
  const isPiped = input !== undefined && task.args.values.get('data') === '-';
  const worker = new Worker(program, { eval: true, workerData: task, stdin: isPiped });
  if (isPiped && worker.stdin) input.pipe(worker.stdin);
  try {
    for await (const [message] of on(worker, 'message', { close: ['exit'] }) as AsyncIterable<[Message<R>]>) {
      if ('stage' in message) show(message.stage);
      else if ('result' in message) return message.result;
      else throw message.isUsage ? new UsageError(message.failure) : new CommandError(message.failure);
    }
    throw new CommandError('the thread ended before its work');
  } finally {
    await worker.terminate();
  }
}
