/** @file A native library that is missing, broken or slow is left alone, with the reason. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Host } from '../../../../lib/kernels/host.js';
import { js, loadBlas } from '../../../../lib/kernels/index.js';

type Func = (declaration: string) => unknown;

/** A host on which `require('koffi')` gives `koffi`, or throws it. */
function host(koffi: unknown, platform: string = 'linux'): Host {
  const load = (): unknown => {
    if (koffi instanceof Error) throw koffi;
    return koffi;
  };
  return { platform, getBuiltinModule: () => ({ createRequire: () => load }) };
}

/** A koffi whose every library has the functions that `func` makes. */
function koffi(func: Func, load: (file: string) => void = () => {}): unknown {
  return {
    load: (file: string | null) => {
      if (file !== null) load(file);
      return { func };
    },
  };
}

const missing = Object.assign(new Error("Cannot find module 'koffi'"), { code: 'MODULE_NOT_FOUND' });

const faults: [title: string, host: Host | undefined, reason: RegExp][] = [
  ['no Node', undefined, /^not used: no names of native libraries are known for this platform$/],
  [
    'an unknown platform',
    host(
      koffi(() => {}),
      'aix',
    ),
    /no names of native libraries/,
  ],
  ['an old Node', { platform: 'linux' }, /^not used: native libraries need Node 20\.16 or newer$/],
  ['koffi not installed', host(missing), /^not used: package koffi is not installed: npm install koffi$/],
  [
    'koffi for another architecture',
    host(new Error('wrong ELF class\nat somewhere')),
    /^not used: package koffi does not load: wrong ELF class$/,
  ],
  [
    'no library',
    host(
      koffi(
        () => {},
        (file) => {
          throw new Error(`cannot open ${file}`);
        },
      ),
      'darwin',
    ),
    /^not used: no BLAS library loads \(\/System.*: cannot open .*; .*; .*\)$/,
  ],
  [
    'a library without a function that is needed',
    host(
      koffi((declaration) => {
        if (/cblas_sger/.test(declaration)) throw new Error('cannot find cblas_sger');
        return () => 'a version';
      }),
    ),
    /^not used: cannot find cblas_sger$/,
  ],
];

for (const [title, machine, reason] of faults) {
  test(`${title}: no kernels, and the reason`, () => {
    const found = loadBlas(js, machine);
    assert.is(found.kernels, undefined);
    assert.match(found.reason, reason);
  });
}

test('a plain libblas that is slower than what there is is left alone', () => {
  const slow = (declaration: string): unknown =>
    declaration.includes('gemm') ? () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20) : () => 0;
  const plainOnly = koffi(slow, (file) => {
    if (file !== 'libblas.so.3') throw new Error('none');
  });
  assert.is(loadBlas(js, host(plainOnly)).reason, 'not used: libblas.so.3 is slower than js');
});

test('a library without a known way to set its threads has one', () => {
  const blas = koffi(
    () => () => 0,
    (file) => {
      if (!file.includes('Accelerate')) throw new Error('none');
    },
  );
  const { threads } = loadBlas(js, host(blas, 'darwin'));
  threads?.set(4);
  assert.is(threads?.count, 1);
  assert.match(threads?.reason ?? '', /^no way is known to tell .*Accelerate how many$/);
});

test('a tuned library is put on one thread, and its version told', () => {
  const threads: number[] = [];
  const functions = (declaration: string): unknown =>
    declaration.includes('get_config')
      ? () => 'OpenBLAS 9'
      : declaration.includes('num_threads')
        ? (n: number) => threads.push(n)
        : () => 0;
  const found = loadBlas(js, host(koffi(functions)));
  assert.is(found.reason, 'OpenBLAS 9');
  assert.is(found.kernels?.name, 'blas');
  assert.equal(threads, [1]);
  found.threads?.set(3);
  assert.equal(threads, [1, 3]);
  assert.equal([found.threads?.count, found.threads?.reason], [3, 'of libopenblas.so.0']);
});

test.run();
