/** @file Workers of Node and of a browser: what they are given, how they are ended, and what is heard of their end. */
import { resolveObjectURL } from 'node:buffer';
import { Worker } from 'node:worker_threads';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Host } from '../../../../../lib/kernels/host.js';
import { type Engine, engineOf, type Globals } from '../../../../../lib/kernels/wasm/threads/engine.js';
import { Pool } from '../../../../../lib/kernels/wasm/threads/pool.js';
import { engine, shared, smallest, until } from './crew.js';

const test = suite('engine of threads');

/** A browser's Worker: the program behind the URL, in a thread that gets messages as a browser's does. */
class BrowserWorker {
  private readonly worker: Promise<Worker>;
  private failed: (error: { message?: string }) => void = () => {};

  constructor(url: string) {
    const program = resolveObjectURL(url)?.text();
    const messages = "require('node:worker_threads').parentPort.once('message', (data) => onmessage({ data }));";
    this.worker = Promise.resolve(program).then((text) => {
      const worker = new Worker(`${messages} ${text}`, { eval: true, execArgv: [] });
      worker.on('error', (error) => this.failed(error));
      worker.unref();
      return worker;
    });
  }
  addEventListener(_: 'error', listener: (error: { message?: string }) => void): void {
    this.failed = listener;
  }
  postMessage(task: object): void {
    this.worker.then((worker) => worker.postMessage(task));
  }
  terminate(): void {
    this.worker.then((worker) => worker.terminate());
  }
}

const browser: Globals = { SharedArrayBuffer, Atomics, Worker: BrowserWorker };
const engines: [string, Engine][] = [
  ['Node', engine],
  ['a browser', engineOf(undefined, browser)],
  ['a browser with a process that is not Node', engineOf({ platform: 'browser' }, browser)],
];

for (const [name, on] of engines) {
  test(`workers of ${name} serve`, async () => {
    const ended: string[] = [];
    const pool = new Pool(shared('plain'), 3, on, (reason) => ended.push(reason));
    await until('they have begun', () => pool.ready);
    assert.ok(smallest(pool.product));
    assert.equal(ended, []);
    pool.close();
    // A browser says nothing when a worker is ended.
    if (name === 'Node')
      await until('they are ended', () => ended.join() === Array(2).fill('a worker ended with code 1').join());
  });

  test(`of a worker of ${name} that fails, the reason is heard`, async () => {
    const reasons: string[] = [];
    const [memory, module] = [on.memory(1), shared('plain')];
    on.start({ module, memory, work: undefined as unknown as number }, (reason) => reasons.push(reason))();
    on.start({ module: {} as WebAssembly.Module, memory, work: 0 }, (reason) => reasons.push(reason));
    await until('it fails', () => reasons.some((reason) => /^a worker failed: .*WebAssembly\.Instance/.test(reason)));
  });
}

test('a worker of Node gets neither the flags nor the environment of the program, and holds no process', () => {
  const seen: unknown[] = [];
  const made = {
    on: (event: string) => seen.push(event),
    unref: () => seen.push('unref'),
    terminate: () => seen.push('terminate'),
  };
  function Recorded(source: string, options: Record<string, unknown>): typeof made {
    assert.match(source, "require('node:worker_threads')");
    const { workerData, ...others } = options;
    seen.push(workerData, others);
    return made;
  }
  const task = { module: shared('plain'), memory: engine.memory(1), work: 2048 };
  const host = { platform: 'linux', getBuiltinModule: () => ({ Worker: Recorded }) } as unknown as Host;
  const end = engineOf(host).start(task, () => {});
  assert.is(seen[0], task);
  assert.equal(seen.slice(1), [{ eval: true, execArgv: [], env: {} }, 'unref', 'error', 'exit']);
  end();
  assert.is(seen.at(-1), 'terminate');
});

test('a worker that does not load has no message of its own', () => {
  const reasons: string[] = [];
  class NotLoading {
    addEventListener(_: 'error', listener: (error: { message?: string }) => void): void {
      listener({});
    }
    postMessage(): void {}
    terminate(): void {}
  }
  const on = engineOf(undefined, { ...browser, Worker: NotLoading });
  on.start({ module: shared('plain'), memory: on.memory(1), work: 0 }, (reason) => reasons.push(reason));
  assert.equal(reasons, ['a worker failed: it does not load']);
});

test('memory is shared, and of the size that is asked for', () => {
  const { buffer } = engine.memory(3);
  assert.instance(buffer, SharedArrayBuffer);
  assert.is(buffer.byteLength, 3 * 2 ** 16);
});

test('a worker is given up after two seconds without progress', () => assert.is(engine.patience, 2000));

test.run();
