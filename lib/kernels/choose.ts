/** @file Which backends this process computes with, and why. */
import { loadBlas, type NativeBackend } from './blas/index.js';
import type { Host } from './blas/library.js';
import { bySize } from './dispatch.js';
import { js } from './js/index.js';
import type { Kernels } from './kernels.js';
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
  /** Asks for n threads; returns how many compute. Only a native BLAS has more than one. */
  setThreads(n: number): number;
}

/** Node's process; a browser has none. */
export const host: (Host & { env?: Record<string, string | undefined> }) | undefined = (
  globalThis as { process?: Host & { env?: Record<string, string | undefined> } }
).process;

function onThreads({ setThreads }: Pick<NativeBackend, 'setThreads'>, n: number): number {
  setThreads?.(n);
  return setThreads ? n : 1;
}

function forcedTo(backend: string, found: Partial<NativeBackend>): Choice {
  const { kernels, reason } = found;
  if (!kernels) throw new Error(`ROP_BACKEND: expected ${backend} to run, got: ${reason}`);
  return {
    kernels,
    findings: () => [{ backend: kernels.name, reason: 'forced by ROP_BACKEND' }],
    setThreads: (n) => onThreads(found, n),
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
  if (forced === 'js') return forcedTo('js', { kernels: js });
  const wasm = loadWasm();
  if (forced === 'wasm') return forcedTo('wasm', wasm);
  const large = wasm.kernels ?? js;
  if (forced === 'blas') return forcedTo('blas', loadBlas(large, host));
  let blas: NativeBackend | undefined;
  const native = (): NativeBackend => {
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
    setThreads: (n) => onThreads(native(), n),
  };
}
