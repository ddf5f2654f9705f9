/** @file The WASM backend: which of its two builds this engine runs, and why not when none. */
import { host } from '../host.js';
import type { Loaded } from '../loaded.js';
import { wasmKernels } from './backend.js';
import { base64 as plain } from './embedded/plain.js';
import { base64 as relaxed } from './embedded/relaxed.js';
import { base64 as sharedPlain } from './embedded/shared-plain.js';
import { base64 as sharedRelaxed } from './embedded/shared-relaxed.js';
import { type Engine, engineOf } from './threads/engine.js';
import { WasmThreads } from './threads/index.js';

export type Build = 'plain' | 'relaxed';

/** Each build for one thread's memory, and for memory that threads share. */
const builds: Readonly<Record<Build, readonly [own: string, shared: string]>> = {
  plain: [plain, sharedPlain],
  relaxed: [relaxed, sharedRelaxed],
};

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const binary = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) binary[i] = text.charCodeAt(i);
  return binary;
}

/**
 * The backend in the given build, or in the better of those that validate: relaxed has fused multiply-adds, whose rounding depends on
 * the processor; plain gives the same bits everywhere.
 */
export function loadWasm(build?: Build, engine: Engine = engineOf(host)): Loaded {
  try {
    if (typeof WebAssembly !== 'object') return { reason: 'this engine has no WebAssembly' };
    for (const name of build ? [build] : (['relaxed', 'plain'] as const)) {
      const [own, shared] = builds[name];
      const binary = bytes(own);
      if (!WebAssembly.validate(binary)) continue;
      const threads = new WasmThreads(() => new WebAssembly.Module(bytes(shared)), engine);
      return { kernels: wasmKernels(new WebAssembly.Module(binary), `wasm-${name}`, threads), threads };
    }
    return { reason: `this engine has no WebAssembly ${build === 'relaxed' ? 'relaxed SIMD' : 'SIMD'}` };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
