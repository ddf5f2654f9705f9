/** @file The native library: found by name, bound through koffi, both only when they are there. */
import type { Host } from '../host.js';

/** A C function, called with numbers and typed arrays. */
export type Native = (...args: (number | ArrayBufferView)[]) => number;

export interface NativeLibrary {
  /** `OpenBLAS 0.3.21 …` where the library tells, else its file name. */
  readonly version: string;
  readonly file: string;
  /** Whether it is a BLAS that is fast wherever it is installed; a plain `libblas` may be the slow reference. */
  readonly tuned: boolean;
  /** A function by its C declaration; throws when the library lacks it. */
  bind(declaration: string): Native;
  /** Sets the number of the library's own threads, where it has them. */
  readonly setThreads: ((n: number) => void) | undefined;
}

/** What is used of koffi. */
interface Koffi {
  load(file: string | null): { func<F = Native>(declaration: string): F };
}

/** Names to try, in order. Never those of 64-bit integers (…64_, …_ilp64): their int is twice as wide as what is passed here. */
const candidates: Readonly<Record<string, readonly string[]>> = {
  linux: ['libopenblas.so.0', 'libopenblas.so', 'libmkl_rt.so.2', 'libmkl_rt.so', 'libblis.so.4', 'libblas.so.3'],
  darwin: [
    '/System/Library/Frameworks/Accelerate.framework/Accelerate',
    '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
    '/usr/local/opt/openblas/lib/libopenblas.dylib',
  ],
  win32: ['libopenblas.dll', 'openblas.dll', 'mkl_rt.2.dll', 'mkl_rt.dll'],
};

const threadSetters: readonly [file: RegExp, declaration: string][] = [
  [/openblas/i, 'void openblas_set_num_threads(int n)'],
  [/mkl/i, 'void MKL_Set_Num_Threads(int n)'],
  [/blis/i, 'void bli_thread_set_num_threads(int64_t n)'],
];

/** koffi, without an import that a browser's bundler would follow. @throws Error that says what is missing. */
function loadKoffi(host: Host): Koffi {
  const createRequire = host.getBuiltinModule?.('node:module')?.createRequire;
  if (!createRequire) throw new Error('native libraries need Node 20.16 or newer');
  let loaded: unknown;
  try {
    loaded = createRequire(import.meta.url)('koffi');
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'MODULE_NOT_FOUND') throw new Error('package koffi is not installed: npm install koffi');
    throw new Error(`package koffi does not load: ${error instanceof Error ? error.message.split('\n', 1)[0] : error}`);
  }
  return ((loaded as { default?: Koffi }).default ?? loaded) as Koffi;
}

/** The first library of the platform's names that loads and has the BLAS that is needed. @throws Error that says why there is none. */
export function findLibrary(host: Host | undefined): NativeLibrary {
  const names = host ? candidates[host.platform] : undefined;
  if (!host || !names) throw new Error('no names of native libraries are known for this platform');
  const koffi = loadKoffi(host);
  const failures: string[] = [];
  for (const file of names) {
    try {
      return open(koffi, file, host.platform);
    } catch (error) {
      failures.push(`${file}: ${error instanceof Error ? error.message.split('\n', 1)[0] : error}`);
    }
  }
  throw new Error(`no BLAS library loads (${failures.join('; ')})`);
}

/** C's dlopen, which everything but Windows has, and its flag that binds at once. */
const DLOPEN = 'void *dlopen(const char *file, int flags)';
const RTLD_NOW = 2;

function open(koffi: Koffi, file: string, platform: string): NativeLibrary {
  const library = koffi.load(file);
  const bind = (declaration: string): Native => library.func(declaration);
  bind('double cblas_ddot(int n, void *x, int incx, void *y, int incy)');
  // A reference that nobody gives back: koffi unloads libraries at the end of the process, and threads of the library that still wait in
  // its code would crash.
  if (platform !== 'win32') koffi.load(null).func<(file: string, flags: number) => void>(DLOPEN)(file, RTLD_NOW);
  const setter = threadSetters.find(([pattern]) => pattern.test(file));
  return {
    file,
    version: /openblas/i.test(file) ? library.func<() => string>('const char *openblas_get_config()')() : file,
    tuned: !/libblas\./.test(file),
    bind,
    setThreads: setter && (bind(setter[1]) as (n: number) => void),
  };
}
