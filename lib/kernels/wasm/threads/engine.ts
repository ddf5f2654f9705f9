/** @file What threads need of the engine: memory that they share, workers, and leave to wait. */
import type { Host } from '../../host.js';
import { inTurn } from '../../timing.js';

/** What a worker is given: the module, its memory, and the address of room of its own. */
export interface Task {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  work: number;
}

export interface Engine {
  /** Memory that threads share. @throws Error where there is none, or where this thread may not wait for others. */
  memory(pages: number): WebAssembly.Memory;
  /** Starts a worker that serves until it is ended; should it end by itself, `ended` is told why. Returns how to end it. */
  start(task: Task, ended: (reason: string) => void): () => void;
  /** Milliseconds without progress after which a worker that has begun something is given up. */
  patience: number;
  inTurn: typeof inTurn;
}

/** What is used of a browser. */
interface WebWorker {
  addEventListener(event: 'error', listener: (error: { message?: string }) => void): void;
  postMessage(task: Task): void;
  terminate(): void;
}

/** What is used of globalThis. */
export interface Globals {
  SharedArrayBuffer?: SharedArrayBufferConstructor;
  Atomics: Pick<Atomics, 'wait'>;
  Worker?: new (url: string) => WebWorker;
}

/** The worker's program, as text: the same from any bundle, and without a file to be found. */
const serve = '({ module, memory, work }) => new WebAssembly.Instance(module, { env: { memory } }).exports.serve(work)';

/** The engine of a process, or of a browser. */
export function engineOf(host: Host | undefined, globals: Globals = globalThis): Engine {
  return {
    memory(pages) {
      if (!globals.SharedArrayBuffer) throw new Error('SharedArrayBuffer is missing (a page has to be cross-origin isolated)');
      try {
        // Equal to nothing that is waited for, so it returns at once.
        globals.Atomics.wait(new Int32Array(new globals.SharedArrayBuffer(4)), 0, 1);
      } catch {
        throw new Error('this thread may not wait (in a browser, run in a Worker)');
      }
      return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    },
    start(task, ended) {
      const Worker = host?.getBuiltinModule?.('node:worker_threads')?.Worker;
      if (Worker) {
        // Neither flags nor environment: loaders and hooks of the program are not for this one.
        const source = `(${serve})(require('node:worker_threads').workerData)`;
        const worker = new Worker(source, { eval: true, workerData: task, execArgv: [], env: {} });
        worker.unref();
        worker.on('error', ({ message }) => ended(`a worker failed: ${message}`));
        worker.on('exit', (code) => ended(`a worker ended with code ${code}`));
        return () => worker.terminate();
      }
      if (!globals.Worker) throw new Error('workers need Node 20.16 or newer, or a browser');
      const program = new Blob([`onmessage = ({ data }) => (${serve})(data)`], { type: 'text/javascript' });
      const worker = new globals.Worker(URL.createObjectURL(program));
      worker.addEventListener('error', ({ message }) => ended(`a worker failed: ${message ?? 'it does not load'}`));
      worker.postMessage(task);
      return () => worker.terminate();
    },
    patience: 2000,
    inTurn,
  };
}
