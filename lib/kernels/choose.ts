/** @file Which backends this process computes with, and why. */
import { loadBlas } from './blas/index.js';
import { bySize } from './dispatch.js';
import { host } from './host.js';
import { js } from './js/index.js';
import type { Kernels } from './kernels.js';
import { jsLapack } from './lapack/js/index.js';
import type { Lapack } from './lapack/lapack.js';
import { type Loaded, oneThread, type Threads } from './loaded.js';
import { loadWasm } from './wasm/index.js';

const names = ['js', 'wasm', 'blas'];

export interface Finding {
  backend: string;
  /** Why it is used, or why not. */
  reason: string;
}

export interface Choice {
  kernels: Kernels;
  /** Every backend that was looked at; looks for those that no call has needed so far. */
  findings(): Finding[];
  /** The threads of the backend that takes large products; looks for it. */
  threads(): Threads;
  /** The native library's LAPACK where it has one, else JavaScript's. */
  lapack(): Lapack;
}

const jsLoaded = { kernels: js, threads: oneThread('js has no more') };

function lapackOf(lapack: Loaded['lapack']): Lapack {
  try {
    return lapack?.() ?? jsLapack;
  } catch {
    return jsLapack;
  }
}

function forcedTo(backend: string, { kernels, threads, lapack, reason }: Loaded): Choice {
  if (!kernels) throw new Error(`ROP_BACKEND: expected ${backend} to run, got: ${reason}`);
  return {
    kernels,
    findings: () => [{ backend: kernels.name, reason: 'forced by ROP_BACKEND' }],
    threads: () => threads,
    lapack: () => lapackOf(lapack),
  };
}

/**
 * Plain JavaScript for what is too small to stage, WASM for the rest, and a native BLAS, once a product is large enough to ask for
 * one. What does not run here falls back to the one before. `ROP_BACKEND` forces one for calls of all sizes: what is forced and does
 * not run is an error.
 */
export function chooseBackend(forced: string | undefined = host?.env?.ROP_BACKEND): Choice {
  if (forced && !names.includes(forced)) {
    throw new RangeError(`ROP_BACKEND: expected ${names.join(', ')}, got '${forced}'`);
  }
  if (forced === 'js') return forcedTo('js', jsLoaded);
  const wasm = loadWasm();
  if (forced === 'wasm') return forcedTo('wasm', wasm);
  const { kernels: large, threads } = wasm.kernels ? wasm : jsLoaded;
  if (forced === 'blas') return forcedTo('blas', loadBlas(large, host));
  let blas: ReturnType<typeof loadBlas> | undefined;
  const native = (): ReturnType<typeof loadBlas> => {
    blas ??= loadBlas(large, host);
    return blas;
  };
  return {
    kernels: bySize(js, large, () => native().kernels ?? large),
    findings: () => [
      { backend: 'js', reason: wasm.kernels ? 'for what is too small to stage' : 'for all that blas does not take' },
      wasm.kernels
        ? { backend: wasm.kernels.name, reason: 'for all that neither js nor blas takes' }
        : { backend: 'wasm', reason: `not used: ${wasm.reason}` },
      { backend: 'blas', reason: native().reason },
    ],
    threads: () => native().threads ?? threads,
    lapack: () => lapackOf(native().lapack),
  };
}
