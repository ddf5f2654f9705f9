/** @file The WASM backend: which of its two builds this engine runs, and why not when none. */
import type { Kernels } from '../kernels.js';
import { wasmKernels } from './backend.js';
import { base64 as plain } from './embedded/plain.js';
import { base64 as relaxed } from './embedded/relaxed.js';

export type Build = 'plain' | 'relaxed';
export interface Loaded {
  kernels?: Kernels;
  /** Why there are no kernels. */
  reason?: string;
}

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
export function loadWasm(build?: Build): Loaded {
  try {
    if (typeof WebAssembly !== 'object') return { reason: 'this engine has no WebAssembly' };
    for (const name of build ? [build] : (['relaxed', 'plain'] as const)) {
      const binary = bytes(name === 'plain' ? plain : relaxed);
      if (WebAssembly.validate(binary)) return { kernels: wasmKernels(new WebAssembly.Module(binary), `wasm-${name}`) };
    }
    return { reason: `this engine has no WebAssembly ${build === 'relaxed' ? 'relaxed SIMD' : 'SIMD'}` };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
