/** @file What goes wrong with threads leads to one thread, once, with the reason, and to the numbers of one thread. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { host } from '../../../../../lib/kernels/host.js';
import { loadWasm } from '../../../../../lib/kernels/index.js';
import { type Engine, engineOf } from '../../../../../lib/kernels/wasm/threads/engine.js';
import { WasmThreads } from '../../../../../lib/kernels/wasm/threads/index.js';
import { same, uniform } from '../../arrays.js';
import { matrix } from '../../definitions.js';
import { crew, engine, shared, until } from './crew.js';

const test = suite('faults of threads');
const [m, n, k] = [170, 163, 160];
const draw = uniform(9);
const [a, b, c] = [
  matrix(Float64Array, m, k, k, 0, draw),
  matrix(Float64Array, k, n, n, 0, draw),
  matrix(Float64Array, m, n, n, 0, draw),
];

/** C of a product that adds to what it holds: one that is begun twice, or left half done, is found out. */
function product({ kernels }: ReturnType<typeof loadWasm>): Float64Array {
  const to = c.slice() as Float64Array;
  kernels?.gemm(false, false, m, n, k, 1, a, 0, k, b, 0, n, 0.5, to, 0, n);
  return to;
}
const expected = product(loadWasm('plain'));

/** A function, or a constructor, that throws. */
function fails(message: string): () => never {
  return function failing() {
    throw new Error(message);
  };
}
const node = (Worker: unknown): Engine =>
  engineOf({ platform: 'linux', getBuiltinModule: () => ({ Worker }) as object });

/** A worker whose room is no memory: what it claims it never finishes, as its first strip is its end. */
const dying: Engine = {
  ...engine,
  patience: 50,
  start: (task, ended) => engine.start({ ...task, work: 2 ** 31 }, ended),
};

const atOnce: [fault: string, engine: Engine, reason: string][] = [
  [
    'no SharedArrayBuffer',
    engineOf(host, { Atomics }),
    'SharedArrayBuffer is missing (a page has to be cross-origin isolated)',
  ],
  [
    'a thread that may not wait',
    engineOf(host, { SharedArrayBuffer, Atomics: { wait: fails('Atomics.wait cannot be called in this context') } }),
    'this thread may not wait (in a browser, run in a Worker)',
  ],
  ['no memory', { ...engine, memory: fails('could not allocate memory') }, 'could not allocate memory'],
  [
    'an engine without workers',
    engineOf(undefined, { SharedArrayBuffer, Atomics }),
    'workers need Node 20.16 or newer, or a browser',
  ],
  ['a worker that cannot be made', node(fails('ERR_WORKER_INIT_FAILED')), 'ERR_WORKER_INIT_FAILED'],
];

for (const [fault, on, reason] of atOnce) {
  test(`${fault}: one thread, and the reason`, () => {
    const loaded = loadWasm('plain', on);
    loaded.threads?.set(2);
    assert.equal([loaded.threads?.count, loaded.threads?.reason], [1, `2 were asked for, but ${reason}`]);
    same(product(loaded), expected, fault);
  });
}

test('a module that does not compile, or an error that is none: one thread, and the reason', () => {
  const threads = new WasmThreads(() => {
    throw 'nothing to compile';
  }, engine);
  threads.set(2);
  assert.equal([threads.count, threads.reason], [1, '2 were asked for, but nothing to compile']);
});

test('more memory than there is: one thread, and the reason', () => {
  for (const wanted of [2 ** 20, 1e300]) {
    const { threads } = crew(wanted);
    assert.is(threads.count, 1);
    assert.match(threads.reason, new RegExp(`^${wanted.toString().replace('+', '\\+')} were asked for, but .*Memory`));
  }
});

test('when the second worker cannot be made, the first is ended', () => {
  const log: string[] = [];
  const { threads } = crew(3, {
    ...engine,
    start: () => {
      if (log.length > 0) throw new Error('one is enough');
      log.push('started');
      return () => log.push('ended');
    },
  });
  assert.equal(log, ['started', 'ended']);
  assert.equal([threads.count, threads.reason], [1, '3 were asked for, but one is enough']);
});

test('a worker that never begins is not waited for', () => {
  const loaded = loadWasm('plain', { ...engine, patience: 1e6, start: () => () => {} });
  loaded.threads?.set(2);
  same(product(loaded), expected, 'without the worker');
  assert.equal([loaded.threads?.count, loaded.threads?.reason], [2, 'workers are starting']);
});

test('a worker that fails before it begins: one thread, and the reason', async () => {
  const empty = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  const loaded = loadWasm('plain', {
    ...engine,
    start: (task, ended) => engine.start({ ...task, module: empty }, ended),
  });
  loaded.threads?.set(2);
  await until('the worker fails', () => loaded.threads?.count === 1);
  assert.match(loaded.threads!.reason, /^2 were asked for, but a worker failed: .*serve is not a function$/);
  same(product(loaded), expected, 'afterwards');
});

test('a worker that dies amid a product: the product is that of one thread, and so are those that follow', () => {
  const untilItThrows: Engine['inTurn'] = (_, __, together) => {
    for (const end = performance.now() + 20_000; performance.now() < end; ) together();
    return [2, 1];
  };
  for (const trial of [engine.inTurn, untilItThrows]) {
    let started = 0;
    const loaded = loadWasm('plain', {
      ...dying,
      inTurn: trial,
      start: (task, ended) => {
        started++;
        return dying.start(task, ended);
      },
    });
    loaded.threads?.set(2);
    const begin = performance.now();
    // Without a turn of the event loop, so that nobody hears of the worker's end.
    while (loaded.threads?.count === 2) {
      same(product(loaded), expected, 'while workers die');
      assert.ok(performance.now() - begin < 20_000, 'the worker claims nothing');
    }
    assert.is(loaded.threads?.reason, '2 were asked for, but a worker does not finish what it has begun');
    same(product(loaded), expected, 'afterwards');
    assert.is(started, 1);
  }
});

test('threads that failed can be asked for anew', async () => {
  let broken = true;
  const { threads, product: taken } = crew(2, {
    ...engine,
    memory: (pages) => (broken ? fails('not now')() : engine.memory(pages)),
  });
  assert.is(threads.count, 1);
  broken = false;
  threads.set(2);
  assert.is(threads.count, 2);
  await until('two threads run', () => {
    const to = c.slice();
    const done = taken(false, false, m, n, k, 1, a, 0, k, b, 0, n, 0.5, to, 0, n);
    if (done) same(to, expected, 'by two threads');
    return done;
  });
  threads.set(1);
});

test('shared modules have what a pool calls', () => {
  const exports = WebAssembly.Module.exports(shared('plain')).map(({ name }) => name);
  for (const name of ['lead', 'started', 'serve', 'gemmTogetherF64', 'gemmTogetherF32'])
    assert.ok(exports.includes(name));
});

test.run();
